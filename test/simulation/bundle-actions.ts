import type { Action, Actions } from './actions.ts'
import type { World } from './world.ts'

// Bundles, whose SIM cards are edited: a second entity, in everything that can happen to trackers.

/** So few that one is wanted for several bundles. */
const cards = ['1', '2', '3', '4', '5', '6'].map((last) => `899900000000000001${last}`)

const bundlesOf = ({ rig }: World) =>
  rig.cached<{ id: number }>('SELECT id FROM bundle ORDER BY id').map(({ id }) => id)

const editSims: Action = async (world) => {
  const { rig, throws } = world
  const bundles = bundlesOf(world)
  if (bundles.length === 0) return
  const cells = Array.from({ length: throws.whole(1, 4) }, () => ({
    id: throws.pick(bundles.slice(0, 8)),
    field: 'iccid',
    value: throws.chance(0.05) ? '8,99E+18' : throws.pick([...cards, '']),
  }))
  await rig.call('sheet.stage', { sheet: 'bundles', source: throws.pick(['type', 'paste']), cells })
}

const othersPutIn: Action = (world) => {
  const { rig, throws } = world
  const bundles = bundlesOf(world)
  if (bundles.length > 0) {
    rig.panel.edit({ bundle_id: throws.pick(bundles.slice(0, 8)), iccid: throws.pick([...cards, '', '77777777777']) })
  }
  return Promise.resolve()
}

export const bundleActions: Actions = [
  ['edit SIM cards', 14, editSims],
  ['others put SIM cards in', 4, othersPutIn],
]

import type { Action, Actions } from './actions.ts'
import { allowed, type World } from './world.ts'

// Trackers that are activated once more, and some that are removed for good, with clones in the way and without.

/** Few are removed, and not those first ones to which everything else happens most. */
const toRemove = ({ originals }: World) => originals.slice(4, 12)

const remove: Action = async (world) => {
  const { rig, throws } = world
  const id = throws.pick(toRemove(world))
  const [row] = rig.cached<{ label: string }>(`SELECT label FROM tracker WHERE id = ${id}`)
  const confirmed = throws.chance(0.9) && row ? row.label : 'another word'
  await allowed(rig.call('sheet.act', { kind: 'tracker.corrupt', ids: [id], clones: throws.chance(0.5), confirmed }))
}

const activate: Action = ({ rig, throws, originals }) =>
  rig.call('sheet.act', {
    kind: 'tracker.register',
    ids: [...new Set(Array.from({ length: throws.whole(1, 3) }, () => throws.pick(originals.slice(0, 6))))],
    commands: throws.pick(['platform', 'yes', 'no']),
  })

const removeWithClones: Action = async ({ rig }) => {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const which = { changeSets: changeSets.map(({ id }) => id) }
  await allowed(rig.call('outbox.remedy', { ...which, remedy: 'corrupt-clones-too' }))
}

const somebodyRemoves: Action = (world) => {
  const { rig, throws } = world
  try {
    rig.panel.edit({ tracker_id: throws.pick(toRemove(world)), corrupted: true })
  } catch (error) {
    // It is gone, or has been removed before.
    if (!(error instanceof RangeError)) throw error
  }
  return Promise.resolve()
}

const olderPanel: Action = ({ rig, throws }) => {
  const registersBy = throws.pick(['register_retry', 'register_entry'] as const)
  rig.panel.habits = { ...rig.panel.habits, registersBy }
  return Promise.resolve()
}

export const activationActions: Actions = [
  ['retry activations', 6, activate],
  ['remove for good', 3, remove],
  ['remove with clones', 2, removeWithClones],
  ['somebody removes', 1, somebodyRemoves],
  ['another panel', 1, olderPanel],
]

import type { Action, Actions } from './actions.ts'
import { survive, untilTakenBack } from './survive.ts'
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

const othersPutIn: Action = ({ rig, throws }) => {
  // A bundle of ours that the panel has not shown yet has an id of ours alone.
  const bundles = rig.cached<{ id: number }>('SELECT panel_id AS id FROM bundle WHERE panel_id IS NOT NULL ORDER BY id')
  if (bundles.length > 0) {
    rig.panel.edit({
      bundle_id: throws.pick(bundles.slice(0, 8)).id,
      iccid: throws.pick([...cards, '', '77777777777']),
    })
  }
  return Promise.resolve()
}

interface CardRow {
  readonly id: number
  readonly panelId: number
  readonly iccid: string
}

/** Bundles whose card no other one has, as far as is known: others put the same one into several. */
function withCards({ rig, throws }: World, most: number): CardRow[] {
  const rows = rig.cached<CardRow>(
    `SELECT id, panel_id AS panelId, iccid FROM bundle WHERE iccid <> '' AND panel_id IS NOT NULL
     GROUP BY iccid HAVING count(*) = 1 ORDER BY id`,
  )
  const left = [...rows].slice(0, 8)
  const some: CardRow[] = []
  while (left.length > 0 && some.length < most) some.push(...left.splice(throws.whole(0, left.length - 1), 1))
  return some
}

/** Each takes the card of the next; the last one that of the first, or a new one. */
function takeFromNext({ throws }: World, some: readonly CardRow[], isCircle: boolean) {
  const last = isCircle ? (some[0]?.iccid ?? '') : `8999${throws.whole(10 ** 14, 10 ** 15 - 10)}7`
  return some.map((row, at) => ({ ...row, takes: some[at + 1]?.iccid ?? last }))
}

const stageTaking = ({ rig, throws }: World, rows: readonly { readonly id: number; readonly takes: string }[]) => {
  const cells = rows.map(({ id, takes }) => ({ id, field: 'iccid', value: takes }))
  if (throws.chance(0.5)) cells.reverse()
  return rig.call('sheet.stage', { sheet: 'bundles', source: 'paste', cells })
}

const exchange: Action = async (world) => {
  const some = withCards(world, world.throws.whole(2, 4))
  if (some.length > 1) await stageTaking(world, takeFromNext(world, some, world.throws.chance(0.7)))
}

/**
 * Once nothing else is staged and nobody else is at it, an exchange or a chain goes in one sending, with an answer lost
 * and the power cut in between: nothing is refused, and no request too many is made.
 */
export async function exchangeInTheEnd(world: World): Promise<string[]> {
  const { rig, throws, note } = world
  const isCircle = throws.chance(0.7)
  const some = takeFromNext(world, withCards(world, throws.whole(2, 5)), isCircle)
  if (some.length < 2) return []
  note(`exchange ${JSON.stringify(some)}`)
  const effects = () => rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'bundle.sim' ? [entry] : []))
  const refused = () => JSON.stringify(rig.panel.stats().refusals)
  const before = { effects: effects().length, refused: refused() }
  await stageTaking(world, some)
  const strike = { do: 'drop', when: throws.pick(['before', 'after'] as const) } as const
  rig.panel.faults.add({ path: 'tracker/bundle/assign', skip: throws.whole(0, some.length), strike })
  for (const most of [60, 200, 400]) {
    if (throws.chance(0.6)) rig.cutPowerAfter(throws.whole(1, most))
    await survive(world, async () => {
      await rig.online()
      await rig.send()
      await rig.clock.advance(throws.whole(0, 3_000))
    })
    await untilTakenBack(world)
  }
  rig.cutPowerAfter(Infinity)
  await rig.online()
  await rig.send()
  await rig.settled()
  const came = effects().slice(before.effects)
  const wrong = some.flatMap(({ panelId, takes }) => {
    const last = came.findLast(({ bundle }) => bundle === panelId)
    return last?.iccid === takes ? [] : [`Bundle ${panelId} was to have ${takes}, and has ${last?.iccid}`]
  })
  const open = await rig.operations(['draft', 'ready', 'rejected', 'conflict', 'unknown', 'waiting', 'held'])
  const requests = some.length + (isCircle ? 1 : 0)
  return [
    ...wrong,
    ...open.map(({ id, state, problem }) => `Operation ${id} of an exchange is ${state}: ${JSON.stringify(problem)}`),
    ...(came.length === requests ? [] : [`An exchange took ${came.length} requests instead of ${requests}`]),
    ...(refused() === before.refused ? [] : [`The panel refused some of an exchange: ${refused()}`]),
  ]
}

export const bundleActions: Actions = [
  ['edit SIM cards', 14, editSims],
  ['exchange SIM cards', 6, exchange],
  ['others put SIM cards in', 4, othersPutIn],
]

import { ProblemError } from '../../shared/problem.ts'
import { clonesCsv, importFile } from '../support/import-file.ts'
import { openSets, type Actions } from './actions.ts'
import { survive, untilTakenBack } from './survive.ts'
import { presentId, type World } from './world.ts'

/** An operation that has gone some way since a moment. */
interface Way {
  readonly operation: number
  readonly state: string
  readonly left: number
}

/** How far what is done to the journal has come, to say what has come since. */
const moment = ({ rig }: World): number =>
  rig.journal<{ n: number | null }>('SELECT max(n) AS n FROM watched')[0]?.n ?? 0

/** Those operations that went a step since a moment, as they are now, and how often each has left for the panel since. */
function gone({ rig }: World, since: number, step: string): readonly Way[] {
  return rig.journal<Way>(
    `SELECT operation.id AS operation, state, (
       SELECT count(*) FROM watched AS sent WHERE sent.operation = operation.id AND sent.now = 'sending' AND sent.n > ${since}
     ) AS left
     FROM operation WHERE id IN (SELECT operation FROM watched WHERE n > ${since} AND ${step})`,
  )
}

/** A few dozen cells on different trackers, so that what is done to them has several parts. */
async function stageSome({ rig, throws, originals }: World): Promise<void> {
  const cells = originals.slice(0, throws.whole(5, 25)).map((id) => ({
    id,
    field: throws.pick(['label', 'comment']),
    value: `Value ${throws.whole(1, 40)}`,
  }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
}

/**
 * Does something in parts: now and then the power is cut between two of them, now and then the person stops it. Answers
 * whether it was done to its end.
 */
async function inDanger(world: World, work: () => Promise<unknown>, stopped = 0.3): Promise<boolean> {
  const { rig, throws } = world
  const stopAt = throws.chance(stopped) ? throws.whole(1, 15) : Infinity
  const deaf = rig.core.listen((event) => {
    const [step] = event.event === 'steps' ? event.steps : []
    if (!step || step.ending || step.done < stopAt) return
    void rig.core.call({ id: `stop-${step.id}-${step.done}`, name: 'steps.stop', input: { id: step.id } })
  })
  if (throws.chance(0.4)) rig.cutPowerAfter(throws.whole(1, 60))
  let isDone = false
  await survive(world, async () => {
    try {
      await work()
      isDone = true
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code === 'unexpected') throw error
    }
  })
  deaf()
  await untilTakenBack(world)
  return isDone
}

/**
 * Much is released while answers come in and more is sent: the parts take some time, and others are on their way. What
 * is not whole yet must not go along with them.
 */
async function releaseManyMeanwhile(world: World): Promise<void> {
  const { rig, throws, originals } = world
  const first = originals.slice(25, 25 + throws.whole(3, 8))
  const cells = first.map((id) => ({ id, field: 'comment', value: `Before ${throws.whole(1, 40)}` }))
  const isOnItsWay = await survive(world, async () => {
    rig.wire.cut = false
    await rig.call('connection.workOffline', { on: false })
    await rig.call('outbox.pause', { paused: false })
    await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
    await rig.call('outbox.send', { changeSets: await openSets(world) })
    await rig.clock.advance(throws.whole(0, 300))
  })
  if (!isOnItsWay) return
  rig.computer.turnsTake(throws.whole(100, 350))
  try {
    await releaseMany(world, 0.7)
  } finally {
    rig.computer.turnsTake(0)
  }
}

/** A release is whole or nothing, and nothing of one that is nothing has left. */
async function releaseMany(world: World, stopped = 0.3): Promise<void> {
  const { rig } = world
  let sets: number[] = []
  const isStaged = await survive(world, async () => {
    await stageSome(world)
    sets = await openSets(world)
  })
  if (!isStaged) return
  const since = moment(world)
  const isDone = await inDanger(world, () => rig.call('outbox.send', { changeSets: sets }), stopped)
  const released = gone(world, since, `was = 'draft' AND now = 'ready'`)
  const back = released.filter(({ state }) => state === 'draft')
  if (isDone && back.length > 0) throw new Error(`A release that was answered has left ${JSON.stringify(back)}`)
  if (back.length > 0 && (back.length < released.length || released.some(({ left }) => left > 0))) {
    throw new Error(`A release that was cut off is neither whole nor nothing: ${JSON.stringify(released)}`)
  }
}

/** The rows of a file are staged whole or not at all. */
async function importMany(world: World): Promise<void> {
  const { rig, throws, originals, users } = world
  const rows = originals.slice(0, throws.whole(5, 20)).map((id) => presentId(world, id))
  const since = moment(world)
  const file = clonesCsv(rows, throws.pick(users))
  const isDone = await inDanger(world, () =>
    importFile(rig, 'clones.csv', file, { kind: 'clones', includeDoubtful: true }),
  )
  const staged = gone(world, since, 'was IS NULL')
  const away = staged.filter(({ state }) => state === 'discarded')
  if (away.length > 0 && (isDone || away.length < staged.length)) {
    throw new Error(`A file is neither staged nor not: ${JSON.stringify(staged)}`)
  }
}

/** Takes much off the queue at once: what is not recalled, held or discarded by then goes on as it was. */
async function takeMany(world: World): Promise<void> {
  const { rig, throws } = world
  const sets = await openSets(world)
  const how = throws.pick(['recall', 'hold', 'discard'] as const)
  const ids = (await rig.operations(['ready', 'waiting'])).map(({ id }) => id)
  const since = moment(world)
  const isDone = await inDanger(world, () => {
    if (how === 'recall') return rig.call('outbox.recall', { changeSets: sets })
    if (how === 'hold') return rig.call('outbox.hold', { operations: ids, held: true })
    return rig.call('outbox.discard', { operations: ids })
  })
  const to = { recall: 'draft', hold: 'held', discard: 'discarded' }[how]
  const taken = gone(world, since, `now = '${to}'`)
  const again = taken.filter(({ state, left }) => isDone && (state !== to || left > 1))
  if (again.length > 0) throw new Error(`After a ${how} these went on: ${JSON.stringify(again)}`)
}

/** What is done to many operations at once, cut off and stopped between two parts; and how often. */
export const bulkActions: Actions = [
  ['release many', 10, (world) => releaseMany(world)],
  ['import many', 4, importMany],
  ['take many off the queue', 5, takeMany],
]

/** The same on a slow computer, while others are being sent; and how often. */
export const slowBulkActions: Actions = [['release many while others go', 8, releaseManyMeanwhile]]

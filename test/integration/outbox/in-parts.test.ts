import { expect, test } from 'vitest'
import type { CoreEvent } from '../../../shared/contract.ts'
import type { LongStep, StepName } from '../../../shared/contract/steps.ts'
import { simRig, PowerCut, type SimRig } from '../../support/core-rig.ts'
import { clonesCsv, importFile } from '../../support/import-file.ts'

const rowsAtOnce = 3
const rows = 20

/** A rig on which labels of twenty trackers are staged, offline, as one step. */
async function stagedRig(): Promise<SimRig & { ids: number[]; sets: number[] }> {
  const rig = await simRig({ core: { rowsAtOnce } })
  await rig.call('connection.workOffline', { on: true })
  const ids = (await rig.sound()).slice(0, rows).map(({ id }) => id)
  await stage(rig, ids)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return Object.assign(rig, { ids, sets: changeSets.map(({ id }) => id) })
}

const stage = (rig: SimRig, ids: readonly number[], word = 'New') =>
  rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: ids.map((id) => ({ id, field: 'label', value: `${word} ${id}` })),
  })

/** The steps that are told of from now on, event by event; `heard` is called with each. */
function stepsOf(rig: SimRig, heard: (steps: readonly LongStep[]) => void = () => undefined): (readonly LongStep[])[] {
  const told: (readonly LongStep[])[] = []
  rig.core.listen((event: CoreEvent) => {
    if (event.event !== 'steps') return
    told.push(event.steps)
    heard(event.steps)
  })
  return told
}

/** Asks whatever is done in parts to stop, once so many rows of it, or such a share, are done; the next is let be. */
function stopAt(rig: SimRig, done: number): void {
  let asked = false
  stepsOf(rig, ([step]) => {
    if (!step || asked || step.done < (done < 1 ? step.total * done : done)) return
    asked = true
    void rig.core.call({ id: `stop-${step.id}`, name: 'steps.stop', input: { id: step.id } })
  })
}

const countOf = async (rig: SimRig, ...states: Parameters<SimRig['operations']>[0] & string[]) =>
  (await rig.operations(states)).length

/** The steps that keep what they have done where they are stopped, and the state that they take and leave. */
const partly = [
  ['recall', 'ready', 'draft', (rig: Staged, _ids: number[]) => rig.call('outbox.recall', { changeSets: rig.sets })],
  ['discard', 'ready', 'discarded', (rig: Staged) => rig.call('outbox.discard', { changeSets: rig.sets })],
  ['hold', 'ready', 'held', (rig: Staged, ids: number[]) => rig.call('outbox.hold', { operations: ids, held: true })],
  ['letGo', 'held', 'ready', (rig: Staged, ids: number[]) => rig.call('outbox.hold', { operations: ids, held: false })],
  ['mend', 'rejected', 'draft', (rig: Staged, ids: number[]) => rig.call('outbox.mend', { operations: ids })],
  [
    'resolve',
    'conflict',
    'ready',
    (rig: Staged, ids: number[]) => rig.call('outbox.resolve', { operations: ids, take: 'mine' }),
  ],
  [
    'giveUp',
    'unknown',
    'discarded',
    (rig: Staged, ids: number[]) => rig.call('outbox.settle', { operations: ids, by: 'giving-up' }),
  ],
] as const satisfies readonly (readonly [StepName, string, string, unknown])[]
type Staged = Awaited<ReturnType<typeof stagedRig>>

/** All of them in a state, as something has brought them there. */
async function inState(state: (typeof partly)[number][1]): Promise<{ rig: Staged; ids: number[] }> {
  const rig = await stagedRig()
  await rig.send()
  const theirs = state === 'conflict' ? `, theirs = '{"label":"Theirs"}'` : ''
  rig.tamper(`UPDATE operation SET state = '${state}'${theirs}`)
  return { rig, ids: (await rig.operations()).map(({ id }) => id) }
}

test.for(partly)('%s is done in parts, others have their turn in between, and it is told of as one', async (which) => {
  const [name, from, to, ask] = which
  const { rig, ids } = await inState(from)
  const told = stepsOf(rig, ([step]) => {
    if (step)
      void rig.core.call({ id: `look-${step.done}`, name: 'status.read', input: {} }).then(() => seen.push(step.done))
  })
  const seen: number[] = []
  await rig.clock.advance(1_000)
  const before = rig.events.length
  await ask(rig, ids)
  expect(told.slice(0, -1).map(([step]) => [step?.name, step?.done, step?.total])).toEqual(
    [3, 6, 9, 12, 15, 18].map((done) => [name, done, rows]),
  )
  expect(told.at(-1)).toEqual([])
  expect(seen.length, 'every part was followed by the turn of another call').toBeGreaterThan(3)
  await rig.clock.advance(1_000)
  const events = rig.events.slice(before).map(({ event }) => event)
  expect(events.filter((event) => event === 'outbox')).toHaveLength(1)
  expect(events.indexOf('outbox')).toBeGreaterThan(events.lastIndexOf('steps'))
  expect(rig.journal(`SELECT 1 FROM operation WHERE state = '${to}'`)).toHaveLength(rows)
})

test.for(partly)('%s that is stopped leaves what it has done, and the rest as it was', async ([, from, to, ask]) => {
  const { rig, ids } = await inState(from)
  stopAt(rig, 6)
  await expect(ask(rig, ids)).rejects.toMatchObject({
    problem: { code: 'stopped-partly', values: { done: 6, total: rows } },
  })
  expect(rig.journal(`SELECT 1 FROM operation WHERE state = '${to}'`)).toHaveLength(6)
  expect(rig.journal(`SELECT 1 FROM operation WHERE state = '${from}'`)).toHaveLength(rows - 6)
  await ask(rig, ids)
  expect(rig.journal(`SELECT 1 FROM operation WHERE state = '${to}'`)).toHaveLength(rows)
})

test('nothing of a release leaves before all of it is released', async () => {
  const rig = await stagedRig()
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  const updates = () => rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update').length
  let parts = 0
  let atLast = -1
  stepsOf(rig, (steps) => {
    if (steps.length === 0) {
      atLast = updates()
      return
    }
    parts += 1
    // Whoever looks for something to send finds none of it.
    void rig.core.call({ id: `try-${parts}`, name: 'outbox.tryNow', input: {} })
  })
  await rig.send()
  expect([parts, atLast]).toEqual([6, 0])
  await rig.settled()
  expect(updates()).toBe(rows)
})

test('a release that is stopped is taken back, and can be undone and sent like before', async () => {
  const rig = await stagedRig()
  stopAt(rig, 9)
  await expect(rig.send()).rejects.toMatchObject({ problem: { code: 'stopped' } })
  expect(await countOf(rig, 'draft')).toBe(rows)
  const { undo, steps } = await rig.status()
  expect([undo.canUndo, steps]).toEqual([true, []])
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  expect(changeSets).toMatchObject([{ releasedAt: null }])
})

test('a release that is cut off between two parts is taken back at the next start, and nothing of it is sent', async () => {
  const rig = await stagedRig()
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  stepsOf(rig, ([step]) => void (step && step.done >= 9 && rig.cutPowerAfter(1)))
  await expect(rig.send()).rejects.toBeInstanceOf(PowerCut)
  expect(rig.journal(`SELECT 1 FROM operation WHERE state = 'ready'`)).toHaveLength(9)
  await rig.powerOn()
  await rig.online()
  await rig.until(async () => (await rig.status()).queue.draft === rows)
  await rig.clock.advance(60_000)
  expect(rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update')).toEqual([])
  expect((await rig.status()).undo.canUndo).toBe(true)
  await rig.send()
  await rig.settled()
  expect(await countOf(rig, 'done')).toBe(rows)
})

test('while operations are recalled nothing leaves, and what is left goes on afterwards', async () => {
  const rig = await stagedRig()
  await rig.send()
  await rig.call('connection.workOffline', { on: false })
  let sent = -1
  stepsOf(rig, ([step]) => {
    if (step?.name !== 'recall') return
    sent = Math.max(sent, rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update').length)
  })
  stopAt(rig, 12)
  await expect(rig.call('outbox.recall', { changeSets: rig.sets })).rejects.toMatchObject({
    problem: { code: 'stopped-partly' },
  })
  expect(sent).toBe(0)
  await rig.settled()
  expect([await countOf(rig, 'done'), await countOf(rig, 'draft')]).toEqual([rows - 12, 12])
})

test('what leaves the queue part by part leaves it from the end of each lane', async () => {
  const rig = await stagedRig()
  await rig.send()
  await stage(rig, rig.ids, 'Newer')
  await rig.send()
  stopAt(rig, rows)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  await expect(rig.call('outbox.recall', { changeSets: changeSets.map(({ id }) => id) })).rejects.toMatchObject({
    problem: { code: 'stopped-partly' },
  })
  const lone = rig.journal(
    `SELECT 1 FROM lane AS mine JOIN lane AS other ON other.lane = mine.lane AND other.operation < mine.operation
     JOIN operation AS later ON later.id = mine.operation AND later.state = 'ready'
     JOIN operation AS earlier ON earlier.id = other.operation AND earlier.state = 'draft'`,
  )
  expect(lone, 'no later edit goes although the one before it was recalled').toEqual([])
})

const undoable = [
  ['stage', (rig: Staged) => stage(rig, rig.ids, 'Newer')],
  [
    'stage',
    (rig: Staged) =>
      rig.call('sheet.change', {
        sheet: 'trackers',
        field: 'comment',
        where: { rows: 'all' },
        change: { do: 'set', value: 'All of them' },
      }),
  ],
  [
    'act',
    (rig: Staged) =>
      rig.call('sheet.act', { kind: 'tracker.command', ids: rig.ids, command: 'x', form: 'text', reliable: false }),
  ],
  [
    'revert',
    (rig: Staged) => rig.call('sheet.revert', { sheet: 'trackers', cells: rig.ids.map((id) => ({ id, field: null })) }),
  ],
  ['undo', (rig: Staged) => rig.call('sheet.undo', { redo: false })],
] as const satisfies readonly (readonly [StepName, unknown])[]

/** What is staged, but for the numbers of drafts. */
const picture = (rig: SimRig) =>
  rig.journal(
    `SELECT kind, params FROM operation WHERE state = 'draft' ORDER BY kind, coalesce(params ->> '$.row', params ->> '$.tracker')`,
  )

test.for(undoable)('%s in parts is one step, which one undo takes back', async ([name, ask]) => {
  const rig = await stagedRig()
  const before = picture(rig)
  const told = stepsOf(rig)
  await ask(rig)
  const after = picture(rig)
  expect(after).not.toEqual(before)
  expect(told.filter(([step]) => step?.name === name).length).toBeGreaterThan(3)
  await rig.call('sheet.undo', { redo: name === 'undo' })
  expect(picture(rig)).toEqual(before)
  await rig.call('sheet.undo', { redo: name !== 'undo' })
  expect(picture(rig)).toEqual(after)
})

test.for(undoable)('%s that is stopped is taken back, as if it had not been asked for', async ([name, ask]) => {
  const rig = await stagedRig()
  const before = picture(rig)
  // An action, and a change of a column, are first looked at and then staged.
  stopAt(rig, name === 'act' || name === 'stage' ? 0.7 : 0.3)
  await expect(ask(rig)).rejects.toMatchObject({ problem: { code: 'stopped' } })
  expect(picture(rig)).toEqual(before)
  expect((await rig.status()).undo).toEqual({ canUndo: true, canRedo: false })
  await rig.call('sheet.undo', { redo: false })
  expect(picture(rig), 'the step before is the last one').toEqual([])
})

/** Clones of most of them: of one that is a clone itself, or is the user's, there is none to be had. */
const copies = 17
const clonesOf = async (rig: Staged) => {
  const { users } = await rig.call('lookup.users', { search: '' })
  return clonesCsv(rig.ids, users[0]!.id)
}
const importClones = async (rig: Staged, text: string) =>
  importFile(rig, 'clones.csv', text, { kind: 'clones', includeDoubtful: true })

test('a file is staged in parts, as one change set', async () => {
  const rig = await stagedRig()
  const told = stepsOf(rig)
  await importClones(rig, await clonesOf(rig))
  expect(told.filter(([step]) => step?.name === 'import').length).toBeGreaterThan(3)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  expect(changeSets.find(({ origin }) => origin === 'import')?.counts).toEqual({ draft: copies })
})

test.for(['stopped', 'cut off'])('nothing is left of a file whose staging is %s', async (how) => {
  const rig = await stagedRig()
  const text = await clonesOf(rig)
  if (how === 'stopped') stopAt(rig, 6)
  else stepsOf(rig, ([step]) => void (step && step.done >= 6 && rig.cutPowerAfter(1)))
  await expect(importClones(rig, text)).rejects.toThrow()
  if (how === 'cut off') await rig.powerOn()
  await rig.until(async () => (await rig.status()).queue.draft === rows)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  expect(changeSets.map(({ origin }) => origin)).toEqual(['sheet'])
  await importClones(rig, text)
  expect((await rig.status()).queue.draft).toBe(rows + copies)
})

test('a sent set is turned round in parts, and not at all where that is stopped', async () => {
  const rig = await stagedRig()
  await rig.send()
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  stopAt(rig, 9)
  const ask = () => rig.call('outbox.undoSent', { changeSet: rig.sets[0]! })
  await expect(ask()).rejects.toMatchObject({ problem: { code: 'stopped' } })
  expect((await rig.status()).queue.draft).toBe(0)
  expect(await ask()).toMatchObject({ staged: rows, left: [], unknown: 0 })
  expect((await rig.status()).queue.draft).toBe(rows)
})

test('the numbers of a plan are those of its details, and come without them', async () => {
  const rig = await stagedRig()
  await rig.label(rig.ids[0]!, 'not < allowed')
  await importClones(rig, await clonesOf(rig))
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const ids = changeSets.map(({ id }) => id)
  const told = stepsOf(rig)
  const numbers = await rig.call('outbox.planNumbers', { changeSets: ids })
  expect(told).toEqual([])
  const plan = await rig.call('outbox.plan', { changeSets: ids })
  expect(told.filter(([step]) => step?.name === 'plan').length).toBeGreaterThan(6)
  expect(numbers).toEqual({
    operations: rows + copies - 1,
    staying: 1,
    kinds: plan.kinds.map(({ kind, operations, risk }) => ({ kind, operations, risk })),
  })
  expect(plan.operations).toBe(numbers.operations)
})

test('the history is exported in parts, with every request once, and what is refused of a set as well', async () => {
  const rig = await stagedRig()
  await rig.send()
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  rig.tamper(`UPDATE operation SET state = 'rejected'`)
  const told = stepsOf(rig)
  const history = { search: '', outcomes: [], separator: 'comma' as const }
  const { text } = await rig.call('history.export', history)
  const refused = await rig.call('outbox.exportRefused', { changeSet: rig.sets[0]!, separator: 'comma' })
  expect(told.filter(([step]) => step?.name === 'export').length).toBeGreaterThan(10)
  for (const exported of [text, refused.text]) {
    const lines = exported.trim().split('\r\n')
    expect(new Set(lines).size).toBe(rows + 1)
    expect(lines).toHaveLength(rows + 1)
  }
  stopAt(rig, 6)
  await expect(rig.call('history.export', history)).rejects.toMatchObject({ problem: { code: 'stopped' } })
})

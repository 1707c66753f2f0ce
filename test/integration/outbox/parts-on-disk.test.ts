import { expect, test } from 'vitest'
import { createStagingArea } from '../../../electron/outbox/staging-area.ts'
import { createStagingSteps } from '../../../electron/outbox/staging-steps.ts'
import { createLongSteps, heldEvents } from '../../../electron/outbox/long-steps.ts'
import { createRelease } from '../../../electron/outbox/release.ts'
import { stagingOnDisk } from '../../support/staging-on-disk.ts'

/** Steps over real files; `between` is called between two parts. */
function stepsOnDisk(trackers: number, rowsAtOnce: number, between: () => void = () => undefined) {
  const made = stagingOnDisk(trackers)
  const { core, journal } = made
  const events = heldEvents(core.events)
  const turn = () => {
    between()
    return Promise.resolve()
  }
  const stagingArea = createStagingArea({ ...core, events })
  const release = createRelease({ ...core, events })
  const steps = createLongSteps({
    events,
    rowsAtOnce,
    clock: { turn, monotonic: () => 0 },
    first: (parts) => release.takeBackUnfinished(parts),
  })
  const cells = Array.from({ length: trackers }, (_, at) => ({ id: at + 1, field: 'label', value: `New ${at}` }))
  const sets = () => journal.database.prepare<[], number>('SELECT id FROM change_set').pluck().all()
  return {
    ...made,
    stage: () =>
      steps.inTurn('stage', (parts) => createStagingSteps(stagingArea).stage('tracker', 'paste', cells, parts)),
    undo: (redo: boolean) => steps.inTurn('undo', (parts) => createStagingSteps(stagingArea).undo(redo, parts)),
    send: () => steps.inTurn('release', (parts) => release.release(sets(), 'exact', parts)),
    recall: () => steps.inTurn('recall', (parts) => release.recall(sets(), parts)),
    discard: () => steps.inTurn('discard', (parts) => release.discard({ changeSets: sets() }, parts)),
    room(pages: number) {
      const used = Number(journal.database.pragma('page_count', { simple: true }))
      journal.database.pragma(`max_page_count = ${used + pages}`)
    },
    count: (state: string) =>
      journal.database.prepare<[string], number>('SELECT count(*) FROM operation WHERE state = ?').pluck().get(state) ??
      0,
  }
}

test('of 20,000 operations no part handles more than it may, whatever is done to them', async () => {
  const many = 20_000
  const rowsAtOnce = 250
  let largest = 0
  let parts = 0
  let seen = new Map<string, number>()
  const made = stepsOnDisk(many, rowsAtOnce, () => {
    parts += 1
    const now = states()
    for (const [state, n] of now) largest = Math.max(largest, n - (seen.get(state) ?? 0))
    seen = now
  })
  const states = () =>
    new Map(
      made.journal.database
        .prepare<[], { state: string; n: number }>('SELECT state, count(*) AS n FROM operation GROUP BY state')
        .all()
        .map(({ state, n }) => [state, n] as const),
    )
  for (const step of [
    made.stage,
    () => made.undo(false),
    () => made.undo(true),
    made.send,
    made.recall,
    made.send,
    made.discard,
  ]) {
    parts = 0
    seen = states()
    await step()
    expect(parts).toBe(many / rowsAtOnce - 1)
  }
  expect(largest).toBe(rowsAtOnce)
  expect(made.count('discarded')).toBe(2 * many)
})

test('what is being released is sent by nobody before all of it is released', async () => {
  let looked = 0
  const made = stepsOnDisk(20, 3, () => {
    const ready = made.journal.inState('ready').map(({ id }) => id)
    if (ready.length === 0) return
    looked += 1
    expect(made.journal.heads(100, new Set())).toEqual([])
    const attempt = { at: 1, kind: 'tracker.settings', path: '/', request: {}, subject: '', account: '' }
    expect(made.journal.beginAttempt(attempt, ready.slice(0, 1), 1)).toBe(null)
  })
  await made.stage()
  await made.send()
  expect(looked).toBe(6)
  expect(made.journal.heads(100, new Set())).toHaveLength(20)
})

test('a release that meets a full disk is taken back, now or before the next step', async () => {
  let isFull = false
  const made = stepsOnDisk(400, 100, () => {
    if (!isFull || made.count('ready') === 0) return
    isFull = false
    made.room(0)
    // Not a page is left, also not for what is rewritten in place.
    made.journal.database.pragma('query_only = ON')
  })
  await made.stage()
  isFull = true
  await expect(made.send()).rejects.toThrow('disk-')
  expect([made.count('draft'), made.count('ready')], 'even the taking back had no room').toEqual([300, 100])
  expect(made.journal.heads(1000, new Set()), 'and nothing of it goes').toEqual([])

  made.journal.database.pragma('query_only = OFF')
  made.room(1_000_000)
  expect(await made.send()).toEqual({ released: 400, keptBack: 0 })
  expect(made.journal.heads(1000, new Set())).toHaveLength(400)
})

test('what was recalled or discarded before the disk was full stays so, and the rest is as it was', async () => {
  let isFull = false
  const made = stepsOnDisk(400, 100, () => void (isFull && made.journal.database.pragma('query_only = ON')))
  await made.stage()
  await made.send()
  for (const [step, state] of [
    [made.recall, 'draft'],
    [made.discard, 'discarded'],
  ] as const) {
    isFull = true
    await expect(step()).rejects.toThrow('disk-read-only')
    expect(made.count(state)).toBe(100)
    isFull = false
    made.journal.database.pragma('query_only = OFF')
    await step()
    expect(made.count(state)).toBe(400)
    if (state === 'draft') await made.send()
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReadable } from '../../../electron/store/operation.ts'
import { finalStates, mayBecome, operationStates, type OperationState } from '../../../shared/operations/states.ts'
import { addEdit, openTestJournal, someAttempt } from '../../support/journals.ts'

test('whatever is asked for, operations move along the edges of the diagram only', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...operationStates), { maxLength: 30 }), (wishes) => {
      const id = addEdit(journal, set, 1)
      let state: OperationState = 'draft'
      for (const wish of wishes) {
        const moved = journal.move([id], wish)
        expect(moved).toEqual(mayBecome(state, wish) ? [id] : [])
        if (moved.length > 0) state = wish
        expect(journal.byIds([id])[0]?.state).toBe(state)
      }
      const lanes = journal.inLanes(['tracker:1']).get('tracker:1') ?? []
      expect(lanes.some((operation) => operation.id === id)).toBe(!finalStates.includes(state))
      if (!finalStates.includes(state)) journal.database.prepare('DELETE FROM lane WHERE operation = ?').run(id)
    }),
    { numRuns: 200 },
  )
})

test('only what may go, and is first in its lanes, is handed out for sending', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const [a1, a2, b1, a3] = [1, 1, 2, 1].map((tracker) => addEdit(journal, set, tracker)) as [
    number,
    number,
    number,
    number,
  ]
  const heads = () => journal.heads(100, new Set()).map(({ id }) => id)
  expect(heads()).toEqual([])
  journal.move([a2, b1, a3], 'ready')
  expect(heads(), 'a draft holds nothing').toEqual([a2, b1])
  journal.move([a1], 'ready')
  expect(heads()).toEqual([a1, b1])
  expect(
    journal.heads(100, new Set([a1])).map(({ id }) => id),
    'what is claimed holds its lane',
  ).toEqual([b1])

  journal.beginAttempt(someAttempt, [a1], 1)
  for (const state of ['waiting', 'unknown', 'rejected'] as const) {
    journal.move([a1], state)
    expect(heads(), state).toEqual([b1])
    journal.database.prepare(`UPDATE operation SET state = 'sending' WHERE id = ?`).run(a1)
  }
  journal.finish(new Map([[a1, null]]))
  expect(heads()).toEqual([a2, b1])
})

test('what is at the panel at this moment holds its lane for what was staged before it too', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const [first, second] = [addEdit(journal, set, 1), addEdit(journal, set, 1)]
  journal.move([second], 'ready')
  journal.beginAttempt(someAttempt, [second], 1)
  journal.move([first], 'ready')
  expect(journal.heads(10, new Set())).toEqual([])
  expect(journal.beginAttempt(someAttempt, [first], 1)).toBe(null)
  journal.finish(new Map([[second, null]]))
  expect(journal.heads(10, new Set()).map(({ id }) => id)).toEqual([first])
})

test('an attempt is begun for all of its operations or for none', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const [ready, draft] = [addEdit(journal, set, 1), addEdit(journal, set, 2)]
  journal.move([ready], 'ready')
  expect(journal.beginAttempt(someAttempt, [ready, draft], 1)).toBe(null)
  expect(journal.byIds([ready, draft]).map(({ state }) => state)).toEqual(['ready', 'draft'])
  expect(journal.database.prepare('SELECT count(*) FROM attempt').pluck().get()).toBe(0)
  expect(journal.beginAttempt(someAttempt, [ready], 77)).not.toBe(null)
  expect(journal.byIds([ready])[0]).toMatchObject({ state: 'sending', attempts: 1, sentAt: 77 })
  expect(journal.beginAttempt(someAttempt, [ready], 78)).toBe(null)
})

test('outcomes are numbered in their order, without gaps, and only once each', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const ids = [1, 2, 3].map((tracker) => addEdit(journal, set, tracker))
  journal.move(ids, 'ready')
  journal.beginAttempt(someAttempt, ids, 1)
  journal.finish(new Map([[ids[1]!, { n: 1 }]]))
  journal.finish(
    new Map([
      [ids[1]!, { n: 2 }],
      [ids[0]!, null],
    ]),
  )
  journal.finish(new Map([[ids[2]!, null]]))
  expect(
    journal
      .outcomesAfter(0, 10)
      .filter(isReadable)
      .map(({ id, outcome, result }) => [id, outcome, result]),
  ).toEqual([
    [ids[1], 1, { n: 1 }],
    [ids[0], 2, null],
    [ids[2], 3, null],
  ])
  expect(journal.outcomesAfter(2, 10)).toHaveLength(1)
  expect(journal.lastOutcome()).toBe(3)
})

test('only drafts and conflicts can be rewritten', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  for (const state of operationStates) {
    const id = addEdit(journal, set, 1)
    journal.database.prepare('UPDATE operation SET state = ? WHERE id = ?').run(state, id)
    const rewrite = () => journal.rewrite({ id, kind: 'tracker.settings' }, { anything: true }, null)
    if (state === 'draft' || state === 'conflict') expect(rewrite).not.toThrow()
    else expect(rewrite, state).toThrow('not-allowed-in-state')
  }
})

test('whatever was under way when the program ended is unknown afterwards', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const [sent, waiting] = [addEdit(journal, set, 1), addEdit(journal, set, 2)]
  journal.move([sent, waiting], 'ready')
  journal.beginAttempt(someAttempt, [sent], 1)
  expect(journal.recover(99)).toBe(1)
  expect(journal.byIds([sent, waiting])).toMatchObject([{ state: 'unknown', retryAt: 99 }, { state: 'ready' }])
  expect(journal.database.prepare('SELECT outcome FROM attempt').pluck().all()).toEqual(['unknown'])
})

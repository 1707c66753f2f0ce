import { describe, expect, test } from 'vitest'
import { actions, asksFirst, statesFor, within } from '../../../renderer/operations/actions.ts'
import { brokenOf, countsOf, filters, statesOf } from '../../../renderer/pages/outbox/filters.ts'
import { mayBecome, type OperationState, operationStates } from '../../../shared/operations/states.ts'

/** What each action makes of an operation. */
const becomes = {
  mine: 'ready',
  theirs: 'discarded',
  looking: 'done',
  'giving-up': 'discarded',
  mend: 'draft',
  hold: 'held',
  'let-go': 'ready',
  discard: 'discarded',
} as const

describe('what can be done with an operation', () => {
  test.each(actions)('%s is offered only along an edge that is allowed', (action) => {
    for (const state of statesFor[action]) expect(mayBecome(state, becomes[action])).toBe(true)
  })

  test('every state that needs a person offers a way on', () => {
    for (const state of ['rejected', 'conflict', 'unknown'] as const)
      expect(actions.some((action) => statesFor[action].includes(state))).toBe(true)
  })

  test('an unknown is not discarded by the way, together with others', () => {
    expect(statesFor.discard).not.toContain('unknown')
    expect(statesFor.discard).not.toContain('sending')
  })

  test('of a mixed selection an action takes those it can be done with', () => {
    const selection = new Map<number, OperationState>([
      [1, 'conflict'],
      [2, 'draft'],
      [3, 'conflict'],
      [4, 'done'],
    ])
    expect(within(selection, 'mine')).toEqual([1, 3])
    expect(within(selection, 'discard')).toEqual([1, 2, 3])
    expect(within(selection, 'mend')).toEqual([])
  })

  test('what loses something asks first', () => {
    expect(actions.filter((action) => asksFirst(action, 1))).toEqual(['giving-up', 'discard'])
    expect(actions.filter((action) => asksFirst(action, 2))).toEqual(['mine', 'theirs', 'giving-up', 'discard'])
  })
})

describe('filters', () => {
  test('every state is found under one filter, and under all', () => {
    const bySign = filters.filter((filter) => filter !== 'all' && filter !== 'broken').flatMap(statesOf)
    expect([...bySign].sort()).toEqual([...operationStates].sort())
    expect(statesOf('all')).toEqual([])
  })

  test('a draft that breaks a rule is not found among what is staged', () => {
    expect([statesOf('staged'), brokenOf('staged')]).toEqual([['draft'], { broken: false }])
    expect([statesOf('broken'), brokenOf('broken')]).toEqual([['draft'], { broken: true }])
    expect(brokenOf('all')).toEqual({})
  })

  test('counts add up over change sets', () => {
    const set = {
      ...({ id: 1, origin: 'sheet', title: '', name: '', comment: '', createdAt: 0, releasedAt: null } as const),
      ...{ already: 0, kinds: {}, readable: true, unfinished: false },
    } as const
    const counts = countsOf([
      { ...set, counts: { draft: 3, rejected: 1, held: 2 }, broken: 1 },
      { ...set, counts: { draft: 1, waiting: 4, done: 5 }, broken: 0 },
    ])
    expect(counts).toMatchObject({
      all: 16,
      broken: 1,
      staged: 3,
      refused: 1,
      waiting: 4,
      held: 2,
      done: 5,
      conflict: 0,
    })
  })
})

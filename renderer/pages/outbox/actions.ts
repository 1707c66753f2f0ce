import type { OperationState } from '../../../shared/operations/states.ts'

/** What a person can do with single operations, in the order in which it is offered. */
export const actions = ['mine', 'theirs', 'looking', 'giving-up', 'mend', 'discard'] as const
export type Action = (typeof actions)[number]

/** The states in which each action does something. */
export const statesFor: Readonly<Record<Action, readonly OperationState[]>> = {
  mine: ['conflict'],
  theirs: ['conflict'],
  looking: ['unknown'],
  'giving-up': ['unknown'],
  mend: ['rejected'],
  discard: ['draft', 'ready', 'held', 'waiting', 'conflict', 'rejected'],
}

/** Those that lose something: they ask first. Taking theirs for one is answered by the two values in sight. */
export function asksFirst(action: Action, operations: number): action is 'discard' | 'giving-up' | 'theirs' {
  return action === 'discard' || action === 'giving-up' || (action === 'theirs' && operations > 1)
}

/** The operations of a selection with which an action can be done. */
export function within(selection: ReadonlyMap<number, OperationState>, action: Action): number[] {
  return [...selection].filter(([, state]) => statesFor[action].includes(state)).map(([id]) => id)
}

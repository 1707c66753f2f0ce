import type { OperationState } from '../../shared/operations/states.ts'

/** What a person can do with single operations, in the order in which it is offered. */
export const actions = ['mine', 'theirs', 'looking', 'giving-up', 'mend', 'hold', 'let-go', 'discard'] as const
export type Action = (typeof actions)[number]

/** The states in which each action does something. */
export const statesFor: Readonly<Record<Action, readonly OperationState[]>> = {
  mine: ['conflict'],
  theirs: ['conflict'],
  looking: ['unknown'],
  'giving-up': ['unknown'],
  mend: ['rejected'],
  hold: ['ready', 'waiting'],
  'let-go': ['held'],
  discard: ['draft', 'ready', 'held', 'waiting', 'conflict', 'rejected'],
}

/** Actions that lose something, for some numbers of operations. */
export type Losing = 'discard' | 'giving-up' | 'mine' | 'theirs'

/** Those that lose something: they ask first. Settling one conflict is answered by the values in sight. */
export function asksFirst(action: Action, operations: number): action is Losing {
  if (action === 'mine' || action === 'theirs') return operations > 1
  return action === 'discard' || action === 'giving-up'
}

/** The operations of a selection with which an action can be done. */
export function within(selection: ReadonlyMap<number, OperationState>, action: Action): number[] {
  return [...selection].filter(([, state]) => statesFor[action].includes(state)).map(([id]) => id)
}

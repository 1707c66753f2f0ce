/** Every state that an operation can be in. docs/outbox.md draws them. */
export const operationStates = [
  'draft',
  'ready',
  'held',
  'sending',
  'waiting',
  'unknown',
  'conflict',
  'rejected',
  'done',
  'discarded',
] as const
export type OperationState = (typeof operationStates)[number]

/** Every edge that is allowed; nothing may move an operation along another. */
export const edges: Readonly<Record<OperationState, readonly OperationState[]>> = {
  draft: ['ready', 'discarded'],
  ready: ['draft', 'held', 'sending', 'done', 'waiting', 'conflict', 'rejected', 'discarded'],
  held: ['ready', 'discarded'],
  sending: ['done', 'waiting', 'rejected', 'unknown'],
  waiting: ['ready', 'held', 'discarded'],
  unknown: ['done', 'ready', 'discarded'],
  conflict: ['ready', 'discarded'],
  rejected: ['draft', 'discarded'],
  done: [],
  discarded: [],
}

/** Nothing more happens to an operation in one of these. */
export const finalStates: readonly OperationState[] = ['done', 'discarded']
/** Any other state. */
export type OpenState = Exclude<OperationState, 'done' | 'discarded'>

/** Whether an operation may go from one state to the other. */
export function mayBecome(from: OperationState, to: OperationState): boolean {
  return edges[from].includes(to)
}

/** The signs of shared/look: what a state looks like in sheet, outbox, history and routes alike. */
export const signs = ['staged', 'sending', 'waiting', 'refused', 'conflict', 'unknown', 'done', 'discarded'] as const
export type Sign = (typeof signs)[number]

/** The sign that a state is shown by. */
export const signOf: Readonly<Record<OperationState, Sign>> = {
  draft: 'staged',
  ready: 'waiting',
  held: 'waiting',
  sending: 'sending',
  waiting: 'waiting',
  unknown: 'unknown',
  conflict: 'conflict',
  rejected: 'refused',
  done: 'done',
  discarded: 'discarded',
}

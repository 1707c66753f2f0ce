import type { ProblemCode } from '../problem.ts'

/** What can still be done with operations that cannot go as they are, by name, in the order in which it is offered. */
export const remedyNames = [
  'drop-begun',
  'delete-later-stops',
  'delete-begun-route',
  'keep-in-route',
  'leave-route',
  'corrupt-clones-too',
] as const
export type RemedyName = (typeof remedyNames)[number]

/** What is offered of operations of a kind that end with a problem. */
export interface Offered {
  readonly remedies: readonly RemedyName[]
  /** What else meets the same problem, where it is released: what is about the same row, or all that takes turns with it. */
  readonly meets: 'row' | 'turns'
}

/** The problems of a kind of which something can still be done, and what. */
export type Remedies = Readonly<Partial<Record<ProblemCode, Offered>>>

/**
 * How often a range grows on by itself while the pointer rests beyond an edge. RevoGrid scrolls in the frame after it
 * was asked to and forgets what it was asked before, so steps that follow each other frame by frame would show nothing.
 */
export const framesBetweenSteps = 3
/** Milliseconds: a fast screen draws no faster. */
export const timeBetweenSteps = 48

/** Pixels beyond the edge for which a step is longer by one row. */
const perRow = 10
const most = 10

/** Rows that a step goes on by: one just beyond the edge, so that a row can be met, and more the farther out. */
export function stepBeyond(distance: number): number {
  return Math.min(most, 1 + Math.floor(Math.max(0, distance) / perRow))
}

import type { Problem } from '../../shared/problem.ts'
import type { Executable, Narrowed } from './executor.ts'

/** Codes by which the panel refuses a batch for the sake of some of its rows. (panel-api.md, section 7) */
export const rowCodes: ReadonlySet<number> = new Set([201, 203, 217, 219, 247, 249, 252, 253])

/** The rest of a batch, without the rows found at fault, tried again as one part; by halves if none was found. */
export function narrowed(operations: readonly Executable<unknown>[], rejected: ReadonlyMap<number, Problem>): Narrowed {
  if (rejected.size === 0) return halves(operations)
  const parts = new Map<number, string>()
  for (const operation of operations) if (!rejected.has(operation.id)) parts.set(operation.id, operation.part)
  return { rejected, parts }
}

/** The part in which an operation goes by itself from now on. */
export const alone = (id: number): string => `=${id}`

/** Each by itself: it is the batch that the panel does not take. */
export function eachAlone(operations: readonly Executable<unknown>[]): Narrowed {
  return { rejected: new Map(), parts: new Map(operations.map(({ id }) => [id, alone(id)])) }
}

/** Nothing is known of which rows are at fault: each half is tried by itself. */
function halves(operations: readonly Executable<unknown>[]): Narrowed {
  const middle = Math.ceil(operations.length / 2)
  return {
    rejected: new Map(),
    parts: new Map(operations.map(({ id, part }, index) => [id, `${part}${index < middle ? 'a' : 'b'}`])),
  }
}

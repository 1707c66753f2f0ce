import type { Finding } from '../../shared/imports/import-kind.ts'
import { isMadeWithParts, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'

/** A row of which it is known with how many others it goes; and what speaks against that. */
export interface Sized<Row> {
  readonly row: Row
  readonly problem: { readonly said: Problem; readonly verdict: Finding['verdict'] } | null
}

/** What is known of something new that rows are parts of. */
interface Size<Row> {
  parts: number
  /** Rows that wait for enough others. */
  waiting: Row[]
  /** Whether there were enough of them. */
  isEnough: boolean
}

/**
 * Counts rows that are parts of something new, as its kind says how many that takes. The first wait for others: where no
 * others come they are in doubt, for these may follow in another file. Those too many are refused.
 */
export function createSizes<Row>(operation: KindName | undefined) {
  const sizes = new Map<string, Size<Row>>()
  const kind = operation === undefined ? null : kindOf(operation)
  const outside = (parts: number) => (kind && isMadeWithParts(kind) ? kind.madeWith.outside(parts) : null)
  const fitting = (row: Row): Sized<Row> => ({ row, problem: null })
  return {
    /** A further row; `before` are the parts that are staged already. Answers the rows that are waited for no more. */
    add(key: string, before: number, row: Row): Sized<Row>[] {
      const size = sizes.get(key) ?? { parts: before, waiting: [], isEnough: false }
      sizes.set(key, size)
      size.parts += 1
      const said = outside(size.parts)
      if (said && size.isEnough) return [{ row, problem: { said, verdict: 'refused' } }]
      size.waiting.push(row)
      if (said) return []
      size.isEnough = true
      return size.waiting.splice(0).map(fitting)
    },
    /** Those that still wait, once the file has ended. */
    ended(): Sized<Row>[] {
      return [...sizes.values()].flatMap(({ parts, waiting }) => {
        const said = outside(parts)
        return waiting.map((row) => ({ row, problem: said && { said, verdict: 'doubt' } }))
      })
    },
  }
}

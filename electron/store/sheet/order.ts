import type { CellValue, SheetQuery } from '../../../shared/contract/looking.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import { conditionsOf } from './conditions.ts'
import type { Shown } from './shown.ts'
import { cellOf, columnOf, type SourceColumn } from './sources.ts'

/** Rows that hold the same in a column, in their order. */
export interface Pile {
  readonly value: CellValue
  readonly ids: number[]
}

/**
 * The ids of the rows that fit a question, as it is sorted, or else in the sheet's own order, and alike ones by id, in
 * the direction of the last of the sorts. What is empty comes behind all else, in either direction. `picked` names the
 * rows that `only` leaves.
 */
export function orderOf(shown: Shown, query: SheetQuery, picked: readonly number[] | null): readonly number[] {
  const { sheet } = query
  const own = () => sheets[sheet].order.map((field) => ({ field, descending: false }))
  const [last, ...before] = [...(query.sort.length > 0 ? query.sort : own())].reverse()
  const fits = conditionsOf(query).map((condition) => shown.idsWhere(condition))
  if (picked) fits.push(new Set(picked))
  let ids = last ? shown.idsBy(columnOf(sheet, last.field), last.descending) : []
  for (const set of fits) ids = ids.filter((id) => set.has(id))
  // The least important came first: each of the others keeps what is alike in the order that it has.
  for (const { field, descending } of before) {
    ids = pilesOf(shown, ids, columnOf(sheet, field), descending).flatMap((pile) => pile.ids)
  }
  return ids
}

/** Rows put on piles by what a column holds, in the column's order; each pile keeps the order that they have. */
export function pilesOf(shown: Shown, ids: readonly number[], column: SourceColumn, descending: boolean): Pile[] {
  const piles: Pile[] = []
  const pileOf = new Map<number, Pile>()
  let present: Pile | undefined
  for (const [id, stored] of shown.heldBy(column)) {
    const value = cellOf(column, stored)
    if (present?.value !== value || !present) {
      present = { value, ids: [] }
      piles.push(present)
    }
    pileOf.set(id, present)
  }
  for (const id of ids) pileOf.get(id)?.ids.push(id)
  const filled = piles.filter((pile) => pile.ids.length > 0 && pile.value !== null)
  if (descending) filled.reverse()
  return [...filled, ...piles.filter((pile) => pile.ids.length > 0 && pile.value === null)]
}

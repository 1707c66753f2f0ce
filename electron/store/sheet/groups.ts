import type { CellValue, SheetQuery } from '../../../shared/contract/looking.ts'
import type { Placed } from './order.ts'
import { cellOf, type SourceColumn } from './sources.ts'

/** What the row before those of a group says of them. */
export interface Group {
  readonly value: CellValue
  readonly count: number
  readonly folded: boolean
}

/** The id of the row that stands before the rows of a group: -1 before those of the first. */
export const idOfGroup = (index: number) => -1 - index
/** The place of a group, by the id of its row. */
export const groupOfId = (id: number) => -1 - id

/** Puts a row before those of each value, and leaves out the rows of those that are folded. Rows of one value are together. */
export function grouped(
  rows: readonly Placed[],
  column: SourceColumn,
  { folded, foldOthers }: Pick<SheetQuery, 'folded' | 'foldOthers'>,
): { ids: number[]; groups: Group[] } {
  const named = new Set(folded.map((value) => (value === '' ? null : value)))
  const ids: number[] = []
  const groups: { value: CellValue; count: number; folded: boolean }[] = []
  let present: (typeof groups)[number] | undefined
  for (const [id, stored] of rows) {
    const value = cellOf(column, stored)
    if (!present || present.value !== value) {
      present = { value, count: 0, folded: named.has(value) !== foldOthers }
      ids.push(idOfGroup(groups.length))
      groups.push(present)
    }
    present.count += 1
    if (!present.folded) ids.push(id)
  }
  return { ids, groups }
}

import type { CellValue, SheetQuery } from '../../../shared/contract/looking.ts'
import type { Pile } from './order.ts'

/** What the row before those of a group says of them. */
export interface Group {
  readonly value: CellValue
  readonly count: number
  readonly folded: boolean
}

/** The id of the row that stands before the rows of a group: -1 before those of the first. */
const idOfGroup = (index: number) => -1 - index
/** The place of a group, by the id of its row. */
export const groupOfId = (id: number) => -1 - id

/** Puts a row before those of each pile, and leaves out the rows of those that are folded. */
export function grouped(
  piles: readonly Pile[],
  { folded, foldOthers }: Pick<SheetQuery, 'folded' | 'foldOthers'>,
): { ids: number[]; groups: Group[] } {
  const named = new Set(folded.map((value) => (value === '' ? null : value)))
  const groups = piles.map(({ value, ids }) => ({
    value,
    count: ids.length,
    folded: named.has(value) !== foldOthers,
  }))
  const ids = piles.flatMap((pile, index) => [idOfGroup(index), ...(groups[index]?.folded ? [] : pile.ids)])
  return { ids, groups }
}

/** Where the rows of groups stand in their view, and how many rows of the sheet come before each, folded ones too. */
export function headingsOf(groups: readonly Group[]): { row: number; before: number }[] {
  let next = { row: 0, before: 0 }
  return groups.map(({ count, folded }) => {
    const heading = next
    next = { row: heading.row + 1 + (folded ? 0 : count), before: heading.before + count }
    return heading
  })
}

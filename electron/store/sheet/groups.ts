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

/**
 * Numbers the rows of a view with groups by their places in it: those of groups have no number of their own, and are given
 * that of the row before; folded rows have theirs.
 */
export function numbersOf(groups: readonly Group[]): (place: number) => number {
  const places = new Float64Array(groups.length)
  const before = new Float64Array(groups.length)
  let next = { place: 0, before: 0 }
  groups.forEach(({ count, folded }, index) => {
    places[index] = next.place
    before[index] = next.before
    next = { place: next.place + 1 + (folded ? 0 : count), before: next.before + count }
  })
  return (place) => {
    let [low, high] = [0, groups.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[middle] ?? 0) <= place) low = middle + 1
      else high = middle
    }
    return (before[low - 1] ?? 0) + place - (places[low - 1] ?? 0)
  }
}

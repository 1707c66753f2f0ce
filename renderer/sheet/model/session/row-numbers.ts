import type { CallOutput } from '../../../../shared/contract.ts'

/** How the rows of a view are numbered, by their index in it: headings of groups have no number, folded rows have. */
export interface RowNumbers {
  /** The number of a row, from 1; of a heading that of the row before it. */
  of(index: number): number
  /** How many rows a stretch holds, `to` included, headings not counted. */
  count(from: number, to: number): number
}

/** Numbers the rows of a view whose groups have their headings there. */
export function rowNumbers(headings: CallOutput<'sheet.open'>['headings']): RowNumbers {
  /** How many of the headings stand at or before an index. */
  function upTo(index: number): number {
    let [low, high] = [0, headings.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((headings[middle]?.row ?? 0) <= index) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    of(index) {
      const heading = headings[upTo(index) - 1]
      return heading ? heading.before + index - heading.row : index + 1
    },
    count: (from, to) => to - from + 1 - (upTo(to) - upTo(from - 1)),
  }
}

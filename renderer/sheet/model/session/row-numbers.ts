import type { RowWindow } from '../row-window.ts'

/** How the rows of a view are numbered, by their index in it: group rows have no number, folded rows have. */
export interface RowNumbers {
  /** The number of a row, from 1; of a group row that of the row before it. Null while the row is on its way. */
  of(index: number): number | null
  /** How many rows a stretch holds, `to` included; group rows do not count where they are held. */
  count(from: number, to: number): number
}

/** Numbers the rows of a view: where there are group rows, as the core says with each row. */
export function rowNumbers(rows: Pick<RowWindow, 'row'>, isGrouped: boolean): RowNumbers {
  if (!isGrouped) return { of: (index) => index + 1, count: (from, to) => to - from + 1 }
  return {
    of: (index) => rows.row(index)?.number ?? null,
    count(from, to) {
      let count = 0
      for (let index = from; index <= to; index++) if (!rows.row(index)?.group) count += 1
      return count
    },
  }
}

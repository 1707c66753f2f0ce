import { clampPlace, type Extent, isSame, type Place } from './selection.ts'

/** By Tab one goes along a row, and by Enter back to the column in which that began, a row down: as forms are filled in. */
export interface Lap {
  /** The cell that Tab or Enter leads to from another one. */
  step(from: Place, way: { readonly rows: number; readonly columns: number }, extent: Extent): Place
}

/** Remembers where the Tabs began, until one goes elsewhere by anything but Tab. */
export function lap(): Lap {
  let begun: { readonly column: number; readonly at: Place } | null = null
  return {
    step(from, { rows, columns }, extent) {
      const first = begun && isSame(begun.at, from) ? begun.column : from.column
      if (rows !== 0) {
        begun = null
        return clampPlace({ row: from.row + rows, column: first }, extent)
      }
      const to = clampPlace({ row: from.row, column: from.column + columns }, extent)
      begun = { column: Math.min(first, to.column), at: to }
      return to
    },
  }
}

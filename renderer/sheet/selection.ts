/** A cell by its place: the row in the view and the column on the screen, pinned ones included, both from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** The cell that is active, and the far corner of the range that was drawn from it; often the same. */
export interface Selection {
  readonly active: Place
  readonly head: Place
}

/** A rectangle of cells; all four edges belong to it. */
export interface Range {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** How many rows and columns there are to move in. */
export interface Extent {
  readonly rows: number
  readonly columns: number
}

/** One cell, selected. */
export function at(row: number, column: number): Selection {
  return { active: { row, column }, head: { row, column } }
}

/** The rectangle between the two corners of a selection. */
export function rangeOf({ active, head }: Selection): Range {
  return {
    top: Math.min(active.row, head.row),
    left: Math.min(active.column, head.column),
    bottom: Math.max(active.row, head.row),
    right: Math.max(active.column, head.column),
  }
}

export function rowsIn(range: Range): number {
  return range.bottom - range.top + 1
}

export function columnsIn(range: Range): number {
  return range.right - range.left + 1
}

/** Whether the selection is more than its active cell. */
export function isRange({ active, head }: Selection): boolean {
  return active.row !== head.row || active.column !== head.column
}

/** The part of a range that lies within columns `from` up to, not including, `to`; null where none does. */
export function withinColumns(range: Range, from: number, to: number): Range | null {
  const left = Math.max(range.left, from)
  const right = Math.min(range.right, to - 1)
  return left <= right ? { ...range, left, right } : null
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value))
}

/** The nearest cell that exists. */
export function clampPlace(place: Place, extent: Extent): Place {
  return { row: clamp(place.row, extent.rows), column: clamp(place.column, extent.columns) }
}

/** The same selection where there may be fewer rows or columns now. */
export function clampSelection({ active, head }: Selection, extent: Extent): Selection {
  return { active: clampPlace(active, extent), head: clampPlace(head, extent) }
}

/** Moves to a cell, or draws the range out to it. */
export function go(selection: Selection, to: Place, extend: boolean, extent: Extent): Selection {
  const place = clampPlace(to, extent)
  return extend ? { active: selection.active, head: place } : { active: place, head: place }
}

/** Everything, the active cell staying where it is as far as a rectangle from a corner allows. */
export function everything(extent: Extent): Selection {
  return { active: { row: 0, column: 0 }, head: clampPlace({ row: extent.rows, column: extent.columns }, extent) }
}

/** Whole rows, from that of the active cell, if the range is drawn out, to `row`. */
export function wholeRows(selection: Selection, row: number, extend: boolean, extent: Extent): Selection {
  return {
    active: { row: extend ? selection.active.row : row, column: 0 },
    head: clampPlace({ row, column: extent.columns }, extent),
  }
}

/** The whole columns of what is selected, from the first row. */
export function wholeColumns(selection: Selection, extent: Extent): Selection {
  const { left, right } = rangeOf(selection)
  return { active: { row: 0, column: left }, head: clampPlace({ row: extent.rows, column: right }, extent) }
}

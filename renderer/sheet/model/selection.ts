/** A cell by its place: the row in the view and the column on the screen, pinned ones included, both from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** A range, by the corner that it was drawn from and the one that it was drawn to, and the cell in it that is active. */
export interface Selection {
  readonly active: Place
  readonly anchor: Place
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
  return stretched({ row, column }, { row, column })
}

/** A range between two corners; the first is active, unless another cell is named. */
export function stretched(anchor: Place, head: Place, active = anchor): Selection {
  return { active, anchor, head }
}

/** The rectangle between the two corners of a selection. */
export function rangeOf({ anchor, head }: Selection): Range {
  return {
    top: Math.min(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    bottom: Math.max(anchor.row, head.row),
    right: Math.max(anchor.column, head.column),
  }
}

export function rowsIn(range: Range): number {
  return range.bottom - range.top + 1
}

export function columnsIn(range: Range): number {
  return range.right - range.left + 1
}

/** Whether the selection is more than its active cell. */
export function isRange({ anchor, head }: Selection): boolean {
  return !isSame(anchor, head)
}

/** Whether all cells of a row are selected, of so many columns. */
export function isWholeRow(selection: Selection, row: number, columns: number): boolean {
  const { top, bottom, left, right } = rangeOf(selection)
  return row >= top && row <= bottom && left === 0 && right === columns - 1
}

/** Whether two places are one cell. */
export function isSame(one: Place, other: Place): boolean {
  return one.row === other.row && one.column === other.column
}

/** Whether two selections are of the same cells, with the same one active. */
export function isSameSelection(one: Selection, other: Selection): boolean {
  return isSame(one.active, other.active) && isSame(one.anchor, other.anchor) && isSame(one.head, other.head)
}

/** Whether two rectangles are of the same cells. */
export function isSameRange(one: Range, other: Range): boolean {
  return (['top', 'left', 'bottom', 'right'] as const).every((edge) => one[edge] === other[edge])
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
export function clampSelection({ active, anchor, head }: Selection, extent: Extent): Selection {
  return stretched(clampPlace(anchor, extent), clampPlace(head, extent), clampPlace(active, extent))
}

/** Moves to a cell, or draws the range out to it. */
export function go(selection: Selection, to: Place, extend: boolean, extent: Extent): Selection {
  const place = clampPlace(to, extent)
  return extend ? { ...selection, head: place } : at(place.row, place.column)
}

/**
 * Makes the next cell of the range active, along its rows (`columns` is 1 or -1) or down its columns (`rows` is), and
 * after the last one the first: filling a range in by Tab or Enter stays in it.
 */
export function goWithin(selection: Selection, rows: number, columns: number): Selection {
  const range = rangeOf(selection)
  const [wide, high] = [columnsIn(range), rowsIn(range)]
  const [row, column] = [selection.active.row - range.top, selection.active.column - range.left]
  const next = (columns === 0 ? column * high + row + rows : row * wide + column + columns) + wide * high
  const place = next % (wide * high)
  const to = columns === 0 ? [place % high, Math.floor(place / high)] : [Math.floor(place / wide), place % wide]
  return { ...selection, active: { row: range.top + (to[0] ?? 0), column: range.left + (to[1] ?? 0) } }
}

/** Everything; the active cell stays where it is. */
export function everything({ active }: Selection, extent: Extent): Selection {
  return stretched({ row: 0, column: 0 }, clampPlace({ row: extent.rows, column: extent.columns }, extent), active)
}

/** Whole rows, from that of the active cell, if the range is drawn out, to `row`. */
export function wholeRows(selection: Selection, row: number, extend: boolean, extent: Extent): Selection {
  const anchor = { row: extend ? selection.anchor.row : row, column: 0 }
  return stretched(anchor, clampPlace({ row, column: extent.columns }, extent), extend ? selection.active : anchor)
}

/** The whole rows of what is selected; the active cell stays where it is. */
export function rowsOf(selection: Selection, extent: Extent): Selection {
  const { top, bottom } = rangeOf(selection)
  return stretched({ row: top, column: 0 }, { row: bottom, column: extent.columns - 1 }, selection.active)
}

/** The whole columns of what is selected; the active cell stays where it is. */
export function wholeColumns(selection: Selection, extent: Extent): Selection {
  const { left, right } = rangeOf(selection)
  return stretched({ row: 0, column: left }, clampPlace({ row: extent.rows, column: right }, extent), selection.active)
}

/** A cell by its place: the row in the view and the column on the screen, pinned ones included, both from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/**
 * A range, by the corner that it was drawn from and the one that it was drawn to, and the cell that is active: in it, or in
 * one of those that were selected before and stay so.
 */
export interface Selection {
  readonly active: Place
  readonly anchor: Place
  readonly head: Place
  /** Ranges besides it, in the order in which they were selected; absent where there are none. They may lie over each other. */
  readonly others?: readonly Range[]
}

/** Rows that stand together; both ends belong to them. */
export type Stretch = Pick<Range, 'top' | 'bottom'>

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

/** Ranges, the last one of which is drawn on; the first of the others is the first that was selected. */
function withOthers(selection: Selection, others: readonly Range[]): Selection {
  const { active, anchor, head } = selection
  return others.length > 0 ? { active, anchor, head, others } : { active, anchor, head }
}

/** A further selection: what was selected before stays so. */
export function besides(before: Selection, further: Selection): Selection {
  return withOthers(further, rangesOf(before))
}

/** All ranges, the one that is drawn on last. */
export function rangesOf(selection: Selection): readonly Range[] {
  return [...(selection.others ?? []), rangeOf(selection)]
}

/** Whether more than one range is selected. */
export function isSeveral({ others }: Selection): boolean {
  return others !== undefined
}

/** What of a range does not lie under another one, as rectangles that do not meet. */
function without(range: Range, other: Range): Range[] {
  const top = Math.max(range.top, other.top)
  const bottom = Math.min(range.bottom, other.bottom)
  const left = Math.max(range.left, other.left)
  const right = Math.min(range.right, other.right)
  if (top > bottom || left > right) return [range]
  return [
    { ...range, bottom: top - 1 },
    { ...range, top: bottom + 1 },
    { top, bottom, left: range.left, right: left - 1 },
    { top, bottom, left: right + 1, right: range.right },
  ].filter((part) => part.top <= part.bottom && part.left <= part.right)
}

/** All selected cells, each in one rectangle alone. */
export function partsOf(selection: Selection): readonly Range[] {
  const parts: Range[] = []
  for (const range of rangesOf(selection)) {
    parts.push(...parts.reduce<Range[]>((left, part) => left.flatMap((piece) => without(piece, part)), [range]))
  }
  return parts
}

/** All rows of which a cell is selected, each in one stretch alone, from the first on. */
export function stretchesOf(selection: Selection): readonly Stretch[] {
  const stretches: { top: number; bottom: number }[] = []
  for (const { top, bottom } of rangesOf(selection).toSorted((one, other) => one.top - other.top)) {
    const last = stretches.at(-1)
    if (last && top <= last.bottom + 1) last.bottom = Math.max(last.bottom, bottom)
    else stretches.push({ top, bottom })
  }
  return stretches
}

/** How many rows have a selected cell. */
export function rowsOfAll(selection: Selection): number {
  return stretchesOf(selection).reduce((sum, { top, bottom }) => sum + bottom - top + 1, 0)
}

/** Cells that make one rectangle where what lies between them is left out. */
export interface Block {
  readonly rows: readonly Stretch[]
  readonly columns: readonly number[]
}

/** The selected cells as one block; null where they are neither of the same rows nor of the same columns. */
export function blockOf(selection: Selection): Block | null {
  const ranges = rangesOf(selection)
  const { top, left, bottom, right } = rangeOf(selection)
  const ofSameRows = ranges.every((range) => range.top === top && range.bottom === bottom)
  if (!ofSameRows && !ranges.every((range) => range.left === left && range.right === right)) return null
  const columns = new Set(
    ranges.flatMap((range) => Array.from({ length: columnsIn(range) }, (_, at) => range.left + at)),
  )
  return { rows: stretchesOf(selection), columns: [...columns].toSorted((one, other) => one - other) }
}

/** Whether a cell is selected. */
export function holds(selection: Selection, { row, column }: Place): boolean {
  return rangesOf(selection).some(
    ({ top, left, bottom, right }) => row >= top && row <= bottom && column >= left && column <= right,
  )
}

export function rowsIn(range: Range): number {
  return range.bottom - range.top + 1
}

export function columnsIn(range: Range): number {
  return range.right - range.left + 1
}

/** Whether the selection is more than its active cell. */
export function isRange(selection: Selection): boolean {
  return isSeveral(selection) || !isSame(selection.anchor, selection.head)
}

/** Whether all cells of a row are selected, of so many columns. */
export function isWholeRow(selection: Selection, row: number, columns: number): boolean {
  return rangesOf(selection).some(
    ({ top, bottom, left, right }) => row >= top && row <= bottom && left === 0 && right === columns - 1,
  )
}

/** Whether two places are one cell. */
export function isSame(one: Place, other: Place): boolean {
  return one.row === other.row && one.column === other.column
}

/** Whether two selections are of the same cells, with the same one active. */
export function isSameSelection(one: Selection, other: Selection): boolean {
  const [some, others] = [one.others ?? [], other.others ?? []]
  return (
    isSame(one.active, other.active) &&
    isSame(one.anchor, other.anchor) &&
    isSame(one.head, other.head) &&
    some.length === others.length &&
    some.every((range, at) => isSameRange(range, others[at] ?? range))
  )
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
export function clampSelection({ active, anchor, head, others = [] }: Selection, extent: Extent): Selection {
  return withOthers(
    stretched(clampPlace(anchor, extent), clampPlace(head, extent), clampPlace(active, extent)),
    // Of the others none takes the place of what is gone.
    others
      .filter(({ top, left }) => top < extent.rows && left < extent.columns)
      .map((range) => ({
        ...range,
        bottom: Math.min(range.bottom, extent.rows - 1),
        right: Math.min(range.right, extent.columns - 1),
      })),
  )
}

/** The same selection where its columns stand elsewhere; `to` says where, of each corner. */
export function withColumns(
  { active, anchor, head, others = [] }: Selection,
  to: (column: number) => number,
): Selection {
  const moved = ({ row, column }: Place): Place => ({ row, column: to(column) })
  return withOthers(
    stretched(moved(anchor), moved(head), moved(active)),
    others.map((range) => {
      const [one, other] = [to(range.left), to(range.right)]
      return { ...range, left: Math.min(one, other), right: Math.max(one, other) }
    }),
  )
}

/** Moves to a cell, or draws the range out to it. */
export function go(selection: Selection, to: Place, extend: boolean, extent: Extent): Selection {
  const place = clampPlace(to, extent)
  return extend ? { ...selection, head: place } : at(place.row, place.column)
}

/** The cell of a range that is `place`-th, along its rows or down its columns. */
function cellAt({ top, left, ...range }: Range, place: number, isDown: boolean): Place {
  const [wide, high] = [columnsIn({ top, left, ...range }), rowsIn({ top, left, ...range })]
  return isDown
    ? { row: top + (place % high), column: left + Math.floor(place / high) }
    : { row: top + Math.floor(place / wide), column: left + (place % wide) }
}

/**
 * Makes the next cell of what is selected active, along the rows of its range (`columns` is 1 or -1) or down its columns
 * (`rows` is), then those of the next range, and after the last one the first: filling in by Tab or Enter stays in it.
 */
export function goWithin(selection: Selection, rows: number, columns: number): Selection {
  const parts = partsOf(selection)
  const { active } = selection
  const isDown = columns === 0
  const cells = parts.map((part) => rowsIn(part) * columnsIn(part))
  const all = cells.reduce((sum, count) => sum + count, 0)
  let before = 0
  let place = 0
  parts.forEach((part, at) => {
    const [row, column] = [active.row - part.top, active.column - part.left]
    if (row >= 0 && row < rowsIn(part) && column >= 0 && column < columnsIn(part)) {
      place = before + (isDown ? column * rowsIn(part) + row : row * columnsIn(part) + column)
    }
    before += cells[at] ?? 0
  })
  let next = (place + (isDown ? rows : columns) + all) % all
  const at = cells.findIndex((count) => {
    if (next < count) return true
    next -= count
    return false
  })
  const part = parts[at]
  return part ? { ...selection, active: cellAt(part, next, isDown) } : selection
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
  return withOthers(
    stretched({ row: top, column: 0 }, { row: bottom, column: extent.columns - 1 }, selection.active),
    (selection.others ?? []).map((range) => ({ ...range, left: 0, right: extent.columns - 1 })),
  )
}

/** The whole columns of what is selected; the active cell stays where it is. */
export function wholeColumns(selection: Selection, extent: Extent): Selection {
  const { left, right } = rangeOf(selection)
  return withOthers(
    stretched({ row: 0, column: left }, clampPlace({ row: extent.rows, column: right }, extent), selection.active),
    (selection.others ?? []).map((range) => ({ ...range, top: 0, bottom: extent.rows - 1 })),
  )
}

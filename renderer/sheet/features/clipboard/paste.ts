import { columnsIn, type Range, rowsIn } from '../../model/selection.ts'

/** A cell that a paste writes: the row in the view, the column on the screen. */
export interface PastedCell {
  readonly row: number
  readonly column: number
  readonly value: string
}

/** What a paste comes to. */
export interface PastePlan {
  readonly cells: readonly PastedCell[]
  /** What is covered, to be selected afterwards. */
  readonly range: Range
  /** Cells of the block that would lie beyond the last row or column. */
  readonly clipped: number
  /** Cells that cannot be edited. */
  readonly readOnly: number
  /** Cells that lie under empty ones of the block: never taken for "clear" unless the person says so. */
  readonly blanks: readonly PastedCell[]
  /** Empty cells of the block that would clear nothing anyway: what lies there may not be empty, or not be edited. */
  readonly blank: number
}

/** What a paste needs to know of the sheet. */
export interface PasteTarget {
  readonly rows: number
  readonly columns: number
  /** Whether a column can be edited. */
  isEditable(column: number): boolean
  /** Whether the cells of a column may be empty. */
  mayBeEmpty(column: number): boolean
}

/**
 * Lays a block of pasted cells over a range. One value fills the range; a block repeats into a range that is a whole
 * multiple of it, in either direction; otherwise it is laid once from the range's first cell.
 */
export function planPaste(block: readonly (readonly string[])[], range: Range, target: PasteTarget): PastePlan {
  const height = block.length
  const width = Math.max(1, ...block.map((row) => row.length))
  const fits = rowsIn(range) % height === 0 && columnsIn(range) % width === 0
  const wanted = {
    bottom: range.top + (fits ? rowsIn(range) : height) - 1,
    right: range.left + (fits ? columnsIn(range) : width) - 1,
  }
  const covered: Range = {
    top: range.top,
    left: range.left,
    bottom: Math.min(wanted.bottom, target.rows - 1),
    right: Math.min(wanted.right, target.columns - 1),
  }
  const cells: PastedCell[] = []
  const blanks: PastedCell[] = []
  let readOnly = 0
  let blank = 0
  for (let row = covered.top; row <= covered.bottom; row += 1) {
    const source = block[(row - range.top) % height] ?? []
    for (let column = covered.left; column <= covered.right; column += 1) {
      // A row that is shorter than the others says nothing about the cells it lacks.
      const value = source[(column - range.left) % width]
      if (value === '' && target.isEditable(column) && target.mayBeEmpty(column)) blanks.push({ row, column, value })
      else if (value === undefined || value === '') blank += 1
      else if (!target.isEditable(column)) readOnly += 1
      else cells.push({ row, column, value })
    }
  }
  const area = (bottom: number, right: number): number => (bottom - range.top + 1) * (right - range.left + 1)
  return {
    cells,
    range: covered,
    clipped: area(wanted.bottom, wanted.right) - area(covered.bottom, covered.right),
    readOnly,
    blanks,
    blank,
  }
}

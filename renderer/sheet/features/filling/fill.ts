import { series } from '../../../../shared/sheets/series.ts'
import type { Place, Range } from '../../model/selection.ts'

/** Which way a range is filled on. */
export type FillWay = 'down' | 'up' | 'right' | 'left'

/** Counting on as {@link series} does, or the same values over and over. */
export type FillBy = 'series' | 'copy'

/** Cells that a range is to be filled on into. */
export interface FillTarget {
  readonly way: FillWay
  /** The new cells alone. */
  readonly range: Range
}

/**
 * What a range is filled on into when its handle is drawn to a cell: along rows or along columns, whichever way the
 * cell lies farther out; null where it lies within the range.
 */
export function fillTarget(range: Range, to: Place): FillTarget | null {
  const below = to.row - range.bottom
  const above = range.top - to.row
  const behind = to.column - range.right
  const before = range.left - to.column
  const most = Math.max(below, above, behind, before)
  if (most <= 0) return null
  if (below === most) return { way: 'down', range: { ...range, top: range.bottom + 1, bottom: to.row } }
  if (above === most) return { way: 'up', range: { ...range, top: to.row, bottom: range.top - 1 } }
  if (behind === most) return { way: 'right', range: { ...range, left: range.right + 1, right: to.column } }
  return { way: 'left', range: { ...range, left: to.column, right: range.left - 1 } }
}

/** The range together with what it was filled on into. */
export function filledRange(one: Range, other: Range): Range {
  return {
    top: Math.min(one.top, other.top),
    left: Math.min(one.left, other.left),
    bottom: Math.max(one.bottom, other.bottom),
    right: Math.max(one.right, other.right),
  }
}

/** The values next to the lane first. */
function goOn(lane: readonly string[], count: number, by: FillBy, isBack: boolean): string[] {
  if (by === 'series') return series(lane, count, isBack ? 'back' : 'on')
  const order = isBack ? [...lane].reverse() : lane
  return Array.from({ length: count }, (_, index) => order[index % order.length] ?? '')
}

/** Rows of cells as columns of cells, and back. */
function turned(cells: readonly (readonly string[])[]): string[][] {
  return (cells[0] ?? []).map((_, column) => cells.map((row) => row[column] ?? ''))
}

/** What comes into the new cells, row by row from the top; `count` rows of them, or columns. */
export function filledCells(
  source: readonly (readonly string[])[],
  way: FillWay,
  count: number,
  by: FillBy,
): string[][] {
  const isBack = way === 'up' || way === 'left'
  const isVertical = way === 'up' || way === 'down'
  const lanes = (isVertical ? turned(source) : source).map((lane) => {
    const values = goOn(lane, count, by, isBack)
    return isBack ? values.reverse() : values
  })
  return isVertical ? turned(lanes) : lanes
}

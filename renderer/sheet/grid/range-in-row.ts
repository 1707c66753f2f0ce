import { type DimensionSettingsState, getItemByIndex, h, type VNode } from '@revolist/revogrid'
import { type Range, withinColumns } from '../model/selection.ts'
import type { Block } from './selection-painter.ts'

/** A row that is about to be drawn, in one of the blocks of columns. */
export interface DrawnRow {
  readonly node: VNode
  readonly row: number
  readonly block: Block
  /** Where its columns are. */
  readonly dimension: DimensionSettingsState
}

/**
 * Draws the part of a range that lies in a row, with those of its edges that are there, as one element of this class: for
 * a rule about its cells the browser would look at the style of each of them. Of several such ranges, `at` is which one.
 */
export function drawRange(range: Range, name: string, at: number, { node, row, block, dimension }: DrawnRow): void {
  if (row < range.top || row > range.bottom) return
  const part = withinColumns(range, block.from, block.to)
  if (!part) return
  const { start } = getItemByIndex(dimension, part.left + block.before)
  const { end } = getItemByIndex(dimension, part.right + block.before)
  const edges = {
    top: row === range.top,
    bottom: row === range.bottom,
    left: part.left === range.left,
    right: part.right === range.right,
  }
  const drawn = h('div', {
    key: `${name} ${at}`,
    class: { 'range-in-row': true, [name]: true, ...edges },
    style: { left: `${start}px`, width: `${end - start}px` },
    'aria-hidden': 'true',
  })
  node.$children$ = [...((node.$children$ as VNode[] | null) ?? []), drawn]
}

import type { PluginProviders } from '@revolist/revogrid'
import {
  isRange,
  isSameRange,
  isSeveral,
  type Range,
  rangeOf,
  rangesOf,
  type Selection,
  withinColumns,
} from '../model/selection.ts'

/** Columns of the grid's own that stand before those of the sheet: the row numbers. */
export const ownColumns = 1

/** Columns that RevoGrid draws together, as its own and the sheet's count them: `before` is what the one is ahead of the other. */
export interface Block {
  readonly type: 'colPinStart' | 'rgCol'
  /** The sheet's columns in it, `to` not included. */
  readonly from: number
  readonly to: number
  readonly before: number
}

/** The blocks of columns, of which so many are pinned. */
export function blocksOf(pinned: number, columns: number): readonly [pinned: Block, others: Block] {
  return [
    { type: 'colPinStart', from: 0, to: pinned, before: ownColumns },
    { type: 'rgCol', from: pinned, to: columns, before: -pinned },
  ]
}

/** What is drawn over the cells. */
export interface Painting {
  readonly selection: Selection | null
  /** Cells that were copied; dashes are drawn around them. */
  readonly copied: readonly Range[]
  /** Cells that a fill is being drawn over, outlined. */
  readonly filling: Range | null
  /** How many columns are pinned, and how many there are. */
  readonly pinned: number
  readonly columns: number
}

/**
 * Draws a selection at once. RevoGrid keeps one selection for each block of columns, so a range that reaches from the
 * pinned columns into the others is drawn as two; its own handling of keys and mouse, which cannot do that and lags
 * behind the keys, is not used.
 */
export function paintSelection(connector: PluginProviders['selection'], painting: Painting): void {
  const { selection, filling, pinned, columns } = painting
  const y = connector.storesByType.rgRow
  if (y === undefined) return
  for (const { type, from, to, before } of blocksOf(pinned, columns)) {
    const x = connector.storesByType[type]
    const store = x === undefined ? undefined : connector.stores[y]?.[x]
    if (!store) continue
    const areaOf = (range: Range | null) => {
      const part = range && withinColumns(range, from, to)
      return part && { x: part.left + before, y: part.top, x1: part.right + before, y1: part.bottom }
    }
    const { active } = selection ?? {}
    if (active && active.column >= from && active.column < to) {
      const cell = { x: active.column + before, y: active.row }
      store.setFocus(cell, cell)
    } else {
      store.clearFocus()
    }
    store.setRangeArea(selection && isRange(selection) ? areaOf(rangeOf(selection)) : null)
    const filled = areaOf(filling)
    if (filled) store.setTempArea({ type: 'fill', area: filled })
  }
}

/**
 * Marks the frame around the grid, for what CSS draws by it: in which block of columns the handle that fills is, whether
 * more than a cell is selected or a fill is being drawn, whether the selection is drawn as two, and whether it is what was
 * copied, so that one sees the dashes. `fillable`: whether
 * there is such a handle.
 */
export function markFrame(frame: HTMLElement, painting: Painting, fillable: boolean): void {
  const { selection, filling, copied } = painting
  const corner = fillable ? cornerBlock(painting) : null
  if (corner) frame.setAttribute('data-corner', corner)
  else frame.removeAttribute('data-corner')
  frame.toggleAttribute('data-ranged', selection !== null && isRange(selection))
  frame.toggleAttribute('data-filling', filling !== null)
  frame.toggleAttribute('data-across', isAcross(painting))
  frame.toggleAttribute('data-dashed', selection !== null && areSame(rangesOf(selection), copied))
}

function areSame(some: readonly Range[], others: readonly Range[]): boolean {
  return some.length === others.length && some.every((range, at) => isSameRange(range, others[at] ?? range))
}

/** The block of columns that the lower right corner of a selection is in, where the handle that fills is drawn. */
function cornerBlock({ selection, pinned }: Pick<Painting, 'selection' | 'pinned'>): 'pinned' | 'rest' | null {
  // Of several ranges none is filled on.
  if (!selection || isSeveral(selection)) return null
  return rangeOf(selection).right < pinned ? 'pinned' : 'rest'
}

/** Whether a selection is drawn as two, in the pinned columns and in the others. */
function isAcross({ selection, pinned }: Pick<Painting, 'selection' | 'pinned'>): boolean {
  if (!selection) return false
  const { left, right } = rangeOf(selection)
  return left < pinned && right >= pinned
}

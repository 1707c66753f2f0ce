import type { PluginProviders } from '@revolist/revogrid'
import { isRange, rangeOf, type Selection, withinColumns } from '../selection.ts'

/** Columns of the grid's own that stand before those of the sheet: the row numbers. */
export const ownColumns = 1

/**
 * Draws a selection at once. RevoGrid keeps one selection for each block of columns, so a range that reaches from the
 * pinned columns into the others is drawn as two; its own handling of keys and mouse, which cannot do that and lags
 * behind the keys, is not used.
 */
export function paintSelection(
  connector: PluginProviders['selection'],
  selection: Selection | null,
  pinned: number,
  columns: number,
): void {
  const y = connector.storesByType.rgRow
  if (y === undefined) return
  const blocks = [
    { type: 'colPinStart', from: 0, to: pinned, before: ownColumns },
    { type: 'rgCol', from: pinned, to: columns, before: -pinned },
  ] as const
  for (const { type, from, to, before } of blocks) {
    const x = connector.storesByType[type]
    const store = x === undefined ? undefined : connector.stores[y]?.[x]
    if (!store) continue
    const range = selection && withinColumns(rangeOf(selection), from, to)
    const { active } = selection ?? {}
    if (active && active.column >= from && active.column < to) {
      const cell = { x: active.column + before, y: active.row }
      store.setFocus(cell, cell)
    } else {
      store.clearFocus()
    }
    store.setRangeArea(
      range && selection && isRange(selection)
        ? { x: range.left + before, y: range.top, x1: range.right + before, y1: range.bottom }
        : null,
    )
  }
}

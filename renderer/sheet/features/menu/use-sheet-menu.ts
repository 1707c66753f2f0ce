import { computed, type ComputedRef, type Ref } from 'vue'
import type { Mark } from '../../../../shared/contract/sheets.ts'
import { isEditable, type TakenHow } from '../../../../shared/sheets/sheet.ts'
import { type Anchor, pointAnchor } from '../../../components/floating.ts'
import { useStatus } from '../../../stores/status.ts'
import type { GridHandle } from '../../model/grid.ts'
import { isCellRevertible, isRevertible } from '../../model/marks.ts'
import { isRange, rangesOf, rowsOfAll, stretchesOf } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Selecting } from '../../model/use-selecting.ts'
import type { MenuState } from './menu-entries.ts'

/** What the page can ask of the menu. */
export interface MenuHandle {
  open(anchor: Anchor): void
}

/** The menu of the selected cells. */
export interface SheetMenuUse {
  readonly state: ComputedRef<Omit<MenuState, 'mayReadClipboard'>>
  /** Opens it at a point of the window, or else at the active cell. */
  open(at: { readonly x: number; readonly y: number } | null): void
}

/** Rows up to which it is looked whether anything staged is among them; of more it is taken that there is. */
const rowsLookedAt = 500

/** The state and the place of the menu of a session's sheet. */
export function useSheetMenu(options: {
  session: SheetSession
  columns: Columns
  selecting: Selecting
  /** How many rows are selected, wholly or in part. */
  rows: Readonly<Ref<number>>
  /** How rows were taken that can be put beside the active one. */
  taken: Readonly<Ref<TakenHow | null>>
  grid: Readonly<Ref<GridHandle | null>>
  menu: Readonly<Ref<MenuHandle | null>>
}): SheetMenuUse {
  const { session, columns, grid, menu } = options
  const { selection } = options.selecting
  const status = useStatus()
  const mayEdit = isEditable(session.sheet)

  /** Whether a staged mark is in the selected rows, in one of these fields. */
  function mayRevertIn(isMeant: (field: string, mark: Mark) => boolean): boolean {
    if (!selection.value) return false
    if (rowsOfAll(selection.value) > rowsLookedAt) return true
    for (const { top, bottom } of stretchesOf(selection.value)) {
      for (let index = top; index <= bottom; index += 1) {
        const row = session.row(index)
        if (!row) return true
        const marks: [string, Mark][] = Object.entries(row.marks)
        if (marks.some(([field, mark]) => isMeant(field, mark) && isRevertible(mark))) return true
      }
    }
    return false
  }

  return {
    state: computed((before?: Omit<MenuState, 'mayReadClipboard'>) => {
      void session.painted.value
      const ranges = selection.value ? rangesOf(selection.value) : []
      const fields = new Set(
        ranges.flatMap(({ left, right }) => columns.shown.value.slice(left, right + 1).map(({ field }) => field)),
      )
      const now = {
        rows: options.rows.value,
        isRange: selection.value !== null && isRange(selection.value),
        isEditable: mayEdit,
        taken: options.taken.value,
        mayRevert: mayRevertIn((field, mark) => fields.has(field) && isCellRevertible(mark)),
        mayRevertRows: mayRevertIn(() => true),
        canUndo: status.status?.undo.canUndo ?? false,
        canRedo: status.status?.undo.canRedo ?? false,
      }
      // The menu is made of it, and the cells are drawn anew far more often than it changes.
      return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
    }),
    open(at) {
      const active = selection.value?.active
      if (!active) return
      const rect = grid.value?.rectOf(active.row, active.column)
      // Where there is no room for all of it, it rather covers the cell than being cut.
      const anchor = at ? pointAnchor(at.x, at.y) : rect && pointAnchor(rect.left, rect.bottom)
      if (anchor) menu.value?.open(anchor)
      else {
        // The active cell may have been scrolled away.
        grid.value?.scrollTo(active.row, active.column)
        requestAnimationFrame(() => {
          const found = grid.value?.rectOf(active.row, active.column)
          if (found) menu.value?.open(pointAnchor(found.left, found.bottom))
        })
      }
    },
  }
}

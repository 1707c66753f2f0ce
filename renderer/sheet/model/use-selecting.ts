import { computed, type ComputedRef, nextTick, onMounted, type Ref, shallowRef, watch } from 'vue'
import type { Columns } from './use-columns.ts'
import { isKeyboardFree } from './free-keyboard.ts'
import type { GridHandle } from './grid.ts'
import { lap } from './lap.ts'
import {
  at,
  besides,
  clampPlace,
  clampSelection,
  stretched,
  type Extent,
  go,
  holds,
  isSame,
  isSameSelection,
  isWholeRow,
  type Place,
  type Selection,
  wholeRows,
  withColumns,
} from './selection.ts'
import { isStillSelected, type SelectedRows, selectedRows, whereTheyStand } from './selected-rows.ts'
import type { SheetSession } from './session.ts'

/** What is selected in a sheet, and how the pointer selects. */
export interface Selecting {
  /** Null while there are no rows. */
  readonly selection: Ref<Selection | null>
  /** The rows and columns that there are to move in. */
  readonly extent: ComputedRef<Extent>
  /** Selects, and brings the far corner into sight. */
  select(to: Selection): void
  /** The cell that Tab or Enter leads to from another one. */
  step(from: Place, way: { readonly rows: number; readonly columns: number }): Place
  /** The pointer went down on a cell, or, without a column, on a row's number. */
  press(place: { readonly row: number; readonly column: number | null }, event: MouseEvent): void
  /** The pointer went down on the heading of a column: all of it, or all up to it. */
  pressHeading(column: number, event: MouseEvent): void
  /** The pointer was drawn on to a cell. */
  draw(to: Place): void
  /** The rows that are selected, wherever they come to stand; null where none is. */
  rows(): Promise<SelectedRows | null>
  /**
   * Does something by which rows may come to stand elsewhere: what was selected stays so, with the active cell in sight,
   * unless something else has been selected meanwhile.
   */
  keeping<Answer>(work: () => Promise<Answer>): Promise<Answer>
}

/** Whether a press selects something besides what is selected: with Ctrl, or the Command key where Ctrl asks for a menu. */
function adds(event: MouseEvent): boolean {
  return event.button === 0 && !event.shiftKey && (/mac/i.test(navigator.platform) ? event.metaKey : event.ctrlKey)
}

/** The selection of a session's sheet. */
export function useSelecting(
  session: SheetSession,
  columns: Columns,
  grid: Readonly<Ref<GridHandle | null>>,
): Selecting {
  const selection = shallowRef<Selection | null>(null)
  const extent = computed(() => ({ rows: session.count.value, columns: columns.shown.value.length }))

  /** The first cell behind the panel's id: there rows are told from each other, and edited. */
  function start(): Selection {
    const first = columns.drawn.value.findIndex(({ field }) => field !== session.sheet.id)
    return at(0, Math.max(0, first))
  }

  /** What is selected by now, unless that is what was: only what a person selects anew is another selection. */
  function becomes(now: Selection): void {
    if (!selection.value || !isSameSelection(selection.value, now)) selection.value = now
  }

  watch(session.ordered, () => {
    if (session.count.value === 0) selection.value = null
    else becomes(selection.value ? clampSelection(selection.value, extent.value) : start())
    takeKeyboard()
  })

  /** After coming to the page the keys work at once. */
  function takeKeyboard(): void {
    if (isKeyboardFree()) grid.value?.focus()
  }
  // The rows may have been there before the grid was.
  onMounted(() => session.ready.value && takeKeyboard())

  // The selection goes with its columns; where one is hidden, with the one that has taken its place.
  watch(columns.shown, (now, before) => {
    if (!selection.value) return
    const moved = withColumns(selection.value, (column) => {
      const at = now.findIndex(({ field }) => field === before[column]?.field)
      return at === -1 ? column : at
    })
    becomes(clampSelection(moved, extent.value))
  })

  /** Whether the cell is selected, or, without a column, the whole row. */
  function isSelected(within: Selection, row: number, column: number | null): boolean {
    return column === null ? isWholeRow(within, row, extent.value.columns) : holds(within, { row, column })
  }

  const { step } = lap()

  const rows = async (): Promise<SelectedRows | null> =>
    selection.value && session.count.value > 0 ? selectedRows(session, selection.value) : null

  return {
    selection,
    extent,
    rows,
    step: (from, way) => step(from, way, extent.value),
    async keeping(work) {
      const were = await rows()
      const ordered = session.ordered.value
      const answer = await work()
      if (!were || session.ordered.value === ordered) return answer
      const found = await whereTheyStand(session, were)
      // The grid has to know of the rows before it can go to one.
      await nextTick()
      if (!found || !isStillSelected(were.selection, selection.value, extent.value)) return answer
      selection.value = found
      grid.value?.scrollTo(found.active.row, null)
      return answer
    },
    select(to) {
      const before = selection.value
      // Of a range that is drawn on, its far corner; of one that is gone through, the active cell.
      const end = before && isSame(before.head, to.head) ? 'active' : 'head'
      selection.value = to
      grid.value?.scrollTo(to[end].row, before?.[end].column === to[end].column ? null : to[end].column)
    },
    press({ row, column }, event) {
      const from = selection.value ?? at(0, 0)
      // The other button asks for what can be done with what is selected.
      if (event.button === 2 && selection.value && isSelected(selection.value, row, column)) return
      const pressed =
        column === null
          ? wholeRows(from, row, event.shiftKey, extent.value)
          : go(from, { row, column }, event.shiftKey, extent.value)
      selection.value = selection.value && adds(event) ? besides(from, pressed) : pressed
    },
    pressHeading(column, event) {
      if (!selection.value) return
      const extend = event.shiftKey
      // What is typed goes where one sees it.
      const active = extend ? selection.value.active : { row: grid.value?.topRow() ?? 0, column }
      const anchor = { row: 0, column: extend ? selection.value.anchor.column : column }
      const pressed = stretched(anchor, clampPlace({ row: extent.value.rows, column }, extent.value), active)
      selection.value = adds(event) ? besides(selection.value, pressed) : pressed
    },
    draw(to) {
      if (selection.value) selection.value = go(selection.value, to, true, extent.value)
    },
  }
}

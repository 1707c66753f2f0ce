import { nextTick, type Ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { number } from '../../../wording.ts'
import type { CellEditorHandle, CellEditing, EditEnd, Typed } from './cell-editing.ts'
import type { Choosing } from './choices.ts'
import { useFieldOf } from './field-of.ts'
import type { GridHandle } from '../../model/grid.ts'
import type { Notice } from '../../model/notice.ts'
import { at, go, goWithin, isRange, isSame, partsOf, type Place } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Edits } from './use-edits.ts'
import type { Selecting } from '../../model/use-selecting.ts'

/** The field that lies over the cell which is being edited. */
export interface EditingCell {
  /**
   * Begins to edit a cell, within the very event that asks for it, with what stands there or another text; false where that
   * cannot be.
   */
  edit(place: Place, typed: boolean, text?: string): boolean
  /** The person is done with the field. */
  commit(typed: Typed, end: EditEnd): void
  cancel(): void
  /** The cells have moved on the screen. */
  follow(): void
  /** Ends the edit that is under way; what has been typed is staged. */
  settle(): void
  isEditing(): boolean
}

const steps: Readonly<Record<EditEnd, { rows: number; columns: number }>> = {
  up: { rows: -1, columns: 0 },
  down: { rows: 1, columns: 0 },
  left: { rows: 0, columns: -1 },
  right: { rows: 0, columns: 1 },
  stay: { rows: 0, columns: 0 },
  all: { rows: 0, columns: 0 },
  'arrow-up': { rows: -1, columns: 0 },
  'arrow-down': { rows: 1, columns: 0 },
  'arrow-left': { rows: 0, columns: -1 },
  'arrow-right': { rows: 0, columns: 1 },
}

/** Edits cells of a session's sheet in the field that the page holds. */
export function useCellEditor(options: {
  session: SheetSession
  columns: Columns
  selecting: Selecting
  edits: Edits
  /** What cells can name. */
  choosing: Choosing
  notice: Notice
  grid: Readonly<Ref<GridHandle | null>>
  editor: Readonly<Ref<CellEditorHandle | null>>
  /** The element that the field's place is counted from. */
  frame: Readonly<Ref<HTMLElement | null>>
}): EditingCell {
  const { session, columns, selecting, edits, choosing, notice, grid, editor, frame } = options
  const { t } = useI18n()
  const field = useFieldOf(session, choosing)
  let edited: { column: SheetColumn; place: Place; id: number } | null = null

  function rectOf(place: Place): CellEditing['rect'] | null {
    const cell = grid.value?.rectOf(place.row, place.column)
    const around = frame.value?.getBoundingClientRect()
    return cell && around
      ? { left: cell.left - around.left, top: cell.top - around.top, width: cell.width, height: cell.height }
      : null
  }

  function follow(): void {
    if (!edited) return
    const rect = rectOf(edited.place)
    if (rect) editor.value?.place(rect)
    else editor.value?.commit('stay')
  }

  // What is typed belongs to its row, wherever that has come to stand.
  watch(session.ordered, () => {
    if (!edited || session.row(edited.place.row)?.id === edited.id) return
    const row = session.indexOf(edited.id)
    edited = row === undefined ? null : { ...edited, place: { ...edited.place, row } }
    if (edited) return void nextTick(follow)
    editor.value?.commit('stay')
    notice.say(t('sheet.notice.rowGone'))
  })

  return {
    edit(place, typed, text) {
      const column = columns.shown.value[place.column]
      const row = session.row(place.row)
      const rect = rectOf(place)
      if (!column || !row || !rect) return false
      if (!column.edit) {
        const off = columns.off(column)
        if (off !== null) notice.say(columns.heading(column), off)
        else if (typed) notice.say(t('sheet.notice.readOnlyColumn', { column: columns.heading(column) }))
        return false
      }
      edited = { column, place, id: row.id }
      const label = t('sheet.editing', {
        column: columns.heading(column),
        row: number(session.numbers.value.of(place.row) ?? place.row + 1),
      })
      editor.value?.open({ ...field(column, row), ...(text === undefined ? {} : { text }), rect, label, typed })
      return true
    },
    commit(typed, end) {
      if (!edited) return
      const { column, place } = edited
      edited = null
      if (end === 'all' && selecting.selection.value) {
        void edits.put(partsOf(selecting.selection.value), column, typed)
        grid.value?.focus()
        return
      }
      void edits.type(place.row, column, typed)
      if (end === 'stay') return
      grid.value?.focus()
      const { rows, columns: across } = steps[end]
      const to = end.startsWith('arrow-')
        ? { row: place.row + rows, column: place.column + across }
        : selecting.step(place, steps[end])
      const current = selecting.selection.value
      const stays = current !== null && isRange(current) && isSame(current.active, place)
      selecting.select(
        stays ? goWithin(current, rows, across) : go(at(place.row, place.column), to, false, selecting.extent.value),
      )
    },
    cancel() {
      edited = null
      grid.value?.focus()
    },
    follow,
    settle: () => editor.value?.commit('stay'),
    isEditing: () => edited !== null,
  }
}

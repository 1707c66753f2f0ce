import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SheetRow } from '../../../../shared/contract/sheets.ts'
import { textOf } from '../../../../shared/sheets/column-edit.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { number } from '../../../wording.ts'
import type { CellEditing, Typed } from '../editing/cell-editing.ts'
import type { Choosing } from '../editing/choices.ts'
import { useFieldOf } from '../editing/field-of.ts'
import type { Edits } from '../editing/use-edits.ts'
import { shownCell } from '../../model/marks.ts'
import { rowsOfAll, type Selection, stretchesOf } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'

/** Edits the fields of the rows that are selected, one at a time, in all of them at once. */
export interface FieldEditor {
  /** How many rows are edited. */
  readonly rows: ComputedRef<number>
  /** Whether a field can be edited by this account. */
  isEditable(column: SheetColumn): boolean
  /** Whether all of the rows have the same value; null where that is not known, since not all of them have come. */
  isSame(field: string): boolean | null
  /** What the field that is typed in knows of the value; where the rows differ, it begins empty. */
  begin(column: SheetColumn, row: SheetRow): Omit<CellEditing, 'rect' | 'typed'>
  /** Stages what was typed, as one step to undo. */
  commit(column: SheetColumn, row: SheetRow, typed: Typed): void
  /** Says yes where the row says no, and the other way round, in all of the rows. */
  toggle(column: SheetColumn, row: SheetRow): void
}

/** The editing of fields in the details of a session's sheet. */
export function useFieldEditor(options: {
  session: SheetSession
  columns: Columns
  selection: Readonly<{ value: Selection | null }>
  edits: Edits
  choosing: Choosing
}): FieldEditor {
  const { session, columns, selection, edits, choosing } = options
  const { t } = useI18n()
  const fieldOf = useFieldOf(session, choosing)
  const stretches = computed(() => (selection.value ? stretchesOf(selection.value) : []))
  const rows = computed(() => (selection.value ? rowsOfAll(selection.value) : 0))

  function isSame(field: string): boolean | null {
    void session.painted.value
    if (rows.value <= 1) return true
    const loaded = stretches.value.map((rows) => session.loadedCells({ ...rows, left: 0, right: 0 }, [field]))
    const values = new Set(loaded.flatMap((cells) => (cells ?? []).map(([value]) => value ?? '')))
    if (values.size > 1) return false
    return loaded.includes(null) ? null : true
  }

  return {
    rows,
    isEditable: (column) => column.edit !== undefined && columns.off(column) === null,
    isSame,
    begin(column, row) {
      const name = columns.heading(column)
      const label = rows.value > 1 ? t('sheet.rowPanel.ofRows', { name, rows: number(rows.value) }, rows.value) : name
      const field = fieldOf(column, row)
      return { ...field, label, text: isSame(column.field) === true ? field.text : '' }
    },
    commit(column, row, typed) {
      const index = session.indexOf(row.id)
      if (rows.value > 1) void edits.putInColumn(stretches.value, column, typed)
      else if (index !== undefined) void edits.type(index, column, typed)
    },
    toggle(column, row) {
      const text = textOf(shownCell(row, column.field).value !== true)
      void edits.putInColumn(stretches.value, column, { text, chosen: null })
    },
  }
}

import type { Mark, SheetRow } from '../../../shared/contract/sheets.ts'
import type { Sheet } from '../../../shared/sheets/sheet.ts'

/** An edit of one cell, as the sheet stages it. */
export interface CellEdit {
  readonly id: number
  readonly field: string
  readonly value: string
  /** What the cell shows meanwhile, where that is not the text itself. */
  readonly shown?: string
}

/** Edits that are on their way to the core: shown at once, and until the core's own picture of them has arrived. */
export interface PendingEdits {
  /** Shows edits over the rows; the function that it returns ends that. */
  show(edits: readonly CellEdit[]): () => void
  /** The row with what is pending laid over it; the very same object where nothing is. */
  over(row: SheetRow): SheetRow
}

/** Keeps the pending edits of a sheet; of two for one cell, the later is shown. */
export function pendingEdits(sheet: Sheet): PendingEdits {
  const byRow = new Map<number, Map<string, { edit: CellEdit; batch: object }>>()
  const edits = new Map(sheet.columns.map((column) => [column.field, column.edit]))

  function markOf(edit: CellEdit, row: SheetRow): Mark {
    const column = edits.get(edit.field)
    const value = edit.shown ?? column?.read(edit.value) ?? edit.value
    const problem = column?.check(value) ?? undefined
    const base = row.marks[edit.field]?.base ?? row.values[edit.field] ?? null
    return {
      sign: 'staged',
      state: 'draft',
      operation: 0,
      kind: '',
      value: value === '' ? null : value,
      base,
      ...(problem ? { problem } : {}),
    }
  }

  return {
    show(edits) {
      const batch = {}
      for (const edit of edits) {
        let fields = byRow.get(edit.id)
        if (!fields) byRow.set(edit.id, (fields = new Map<string, { edit: CellEdit; batch: object }>()))
        fields.set(edit.field, { edit, batch })
      }
      return () => {
        for (const { id, field } of edits) {
          const fields = byRow.get(id)
          if (fields?.get(field)?.batch !== batch) continue
          fields.delete(field)
          if (fields.size === 0) byRow.delete(id)
        }
      }
    },
    over(row) {
      const fields = byRow.get(row.id)
      if (!fields) return row
      const marks = { ...row.marks }
      for (const [field, { edit }] of fields) marks[field] = markOf(edit, row)
      return { ...row, marks }
    },
  }
}

import type { SheetRow } from '../../../../shared/contract/sheets.ts'
import { textOf } from '../../../../shared/sheets/column-edit.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { useStatus } from '../../../stores/status.ts'
import { shownCell } from '../../model/marks.ts'
import type { SheetSession } from '../../model/session.ts'
import type { CellEditing } from './cell-editing.ts'
import type { Choosing } from './choices.ts'

/** What a field knows of the value that is typed in it, wherever the field is. */
export type FieldOf = (
  column: SheetColumn,
  row: SheetRow,
) => Pick<CellEditing, 'text' | 'multiline' | 'check' | 'choices' | 'completes'>

/** Whether what is typed in a column is completed from it: a text that stands for itself, and no number that only looks like one. */
function isCompleted({ type, edit }: SheetColumn): boolean {
  if (!edit || edit.refersTo || edit.list || edit.secret || edit.acts) return false
  return type === 'text' || type === 'choice'
}

/** How values of columns with an `edit` are typed: the panel's rule, what they can name, and what they are completed to. */
export function useFieldOf(session: Pick<SheetSession, 'completion'>, choosing: Choosing): FieldOf {
  const status = useStatus()
  return (column, row) => {
    const { edit, field, type } = column
    const { refersTo, within } = edit ?? {}
    return {
      text: textOf(shownCell(row, field).value),
      multiline: type === 'text' && edit?.check('\n') === null,
      check: (text) =>
        edit?.secret ? edit.secret(text, status.passwordPolicy) : (edit?.check(edit.read(text)) ?? null),
      choices: refersTo ? (text) => choosing[refersTo](text, within === undefined ? null : row.values[within]) : null,
      completes: isCompleted(column) ? (text) => session.completion(field, text) : null,
    }
  }
}

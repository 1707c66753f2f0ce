import type { CellValue } from './cell-value.ts'
import type { Problem } from '../problem.ts'
import { readYesNo } from '../rules/yes-no.ts'

/** How a column is edited. Whatever a person types, pastes or fills in goes through `read` and then `check`. */
export interface ColumnEdit {
  /** What a text stands for here: itself, or for a flag yes or no. A text that says neither stays as it is. */
  read(text: string): string | boolean
  /** The rule for what has been read; null where it is kept. What breaks it may be staged, and is never released. */
  check(value: CellValue): Problem | null
}

/** A value as a text that reads back as the same value: flags in words, an empty cell as no text. */
export function textOf(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

/** A column that takes texts as they are, under the panel's rule for them. */
export function textEdit(check: (text: string) => Problem | null): ColumnEdit {
  return { read: (text) => text, check: (value) => check(textOf(value)) }
}

/** A column that says yes or no. It is never empty. */
export const flagEdit: ColumnEdit = {
  read: (text) => readYesNo(text) ?? text,
  check: (value) => (typeof value === 'boolean' ? null : { code: 'yes-or-no', values: { value: textOf(value) } }),
}

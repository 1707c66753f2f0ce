import type { CellValue } from './cell-value.ts'
import type { Problem } from '../problem.ts'
import type { PasswordPolicy } from '../rules/password.ts'
import type { Reference } from '../rules/reference.ts'
import { readYesNo } from '../rules/yes-no.ts'

/** How a column is edited. Whatever a person types, pastes or fills in goes through `read` and then `check`. */
export interface ColumnEdit {
  /** What a text stands for here: itself, a number, or for a flag yes or no. A text that says none of it stays as it is. */
  read(text: string): string | number | boolean
  /** The rule for what has been read; null where it is kept. What breaks it may be staged, and is never released. */
  check(value: CellValue): Problem | null
  /** A doubt about a value that keeps the rule, where one is told before it is staged: a person may mean it all the same. */
  doubt?(value: CellValue): Problem | null
  /**
   * Of what a value is the id. What a text names has to be looked up: a value that is still a text after that names
   * nothing, or several things, and breaks a rule.
   */
  readonly refersTo?: Reference
  /** Of what a value is a list of ids, as a text: what its names are is looked up in the same way. */
  readonly list?: 'tag'
  /** Whether an empty text is a value, that names nothing. */
  readonly mayBeEmpty?: true
  /** The field of the row that says of whom such things are: those of one user, where others have others. */
  readonly within?: string
  /** What is typed is kept in the keychain, and what is staged is a token for it: the dealer's rule for what is typed. */
  readonly secret?: (text: string, policy: PasswordPolicy) => Problem | null
  /** The values among which one is chosen in a form. */
  readonly oneOf?: readonly string[]
  /** Whether what is typed is an action on the row, by which it may come to stand elsewhere; it is said once, and not kept. */
  readonly acts?: true
  /** The field of the row that holds the value, where that has another name. */
  readonly heldIn?: string
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

/** A column that names something by its id, which stands in another field of the row. It is never empty. */
export function referenceEdit(refersTo: Reference, heldIn: string): ColumnEdit {
  return {
    read: (text) => text,
    check: (value) => (textOf(value).trim() === '' ? { code: 'reference-empty' } : null),
    refersTo,
    heldIn,
  }
}

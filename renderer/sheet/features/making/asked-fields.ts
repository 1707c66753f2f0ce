import { ask, type Ask, type NamedAlone } from '../../../../shared/actions/action.ts'
import { entityOfSheet } from '../../../../shared/entities/entity.ts'
import { creatorOf, type Creator } from '../../../../shared/operations/catalogue.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { usualPolicy, type PasswordPolicy } from '../../../../shared/rules/password.ts'
import { readWhole } from '../../../../shared/rules/task.ts'
import { idText } from '../../../../shared/rules/reference.ts'
import type { SheetName } from '../../../../shared/sheets/catalogue.ts'
import { cellMost, type CellValue } from '../../../../shared/sheets/cell-value.ts'
import { textOf, type ColumnEdit } from '../../../../shared/sheets/column-edit.ts'
import type { Sheet } from '../../../../shared/sheets/sheet.ts'

/** A field that a row of a sheet is made with: by which form it is asked for, and the rule for it. */
export interface AskedField {
  readonly field: string
  readonly ask: Ask
  readonly edit: ColumnEdit
  /** Whether it may be left empty in the form, and said later in the row, or follows from another one. */
  readonly mayWait: boolean
}

/** What is wrong with what was entered for a field: a rule that it breaks, or that nothing was chosen. */
export type Wrong = Problem | 'not-chosen'

/** What has been entered, by field. */
export type Given = Readonly<Record<string, unknown>>

/** The kind by which rows of a sheet are made with a form; null where none are. */
export function madeByForm(sheet: SheetName): Creator | null {
  return creatorOf(entityOfSheet(sheet))
}

/** Where rows that are made beside another one are to stand, and how many: asked of all such rows alike. */
export const besideAsks = {
  at: ask.choice({ behind: 'behind', end: 'end' }),
  count: ask.text(3),
} as const
/** So many rows are made by one form, at most. */
const mostRows = 100

/** How many rows are asked for; null where that is no number that can be made at once. */
export function rowsAsked(text: unknown): number | null {
  const count = readWhole(textOf((text ?? null) as CellValue))
  return typeof count === 'number' && count >= 1 && count <= mostRows ? count : null
}

/** What is wrong with how many rows are asked for. */
export function wrongCount(text: unknown): Problem | null {
  return rowsAsked(text) === null ? { code: 'rows-at-once', values: { most: mostRows } } : null
}

/** What a person is asked for who makes a row of a sheet, as the kind that makes it declares; nothing where none does. */
export function askedFields(sheet: Sheet & { readonly name: SheetName }): readonly AskedField[] {
  const { fields, asks = fields, beside } = madeByForm(sheet.name)?.creates ?? { fields: {} }
  return Object.entries(asks).map(([field, edit]) => {
    const isFlag = sheet.columns.some((column) => column.field === field && column.type === 'flag')
    const isNamed = edit.refersTo && edit.refersTo !== 'tracker'
    return {
      field,
      edit,
      mayWait: beside !== undefined,
      ask: isNamed ? named(edit.refersTo, edit) : isFlag ? ask.check(false) : askOf(edit),
    }
  })
}

/** How what is named by its id is asked for. */
const named = (form: NamedAlone, { mayBeEmpty }: ColumnEdit): Ask => ({
  ...ask.one(form),
  ...(mayBeEmpty && { mayBeEmpty }),
})

/** By which form a text is asked for. */
function askOf({ oneOf, secret, mayBeEmpty }: ColumnEdit): Ask {
  if (oneOf && mayBeEmpty) return ask.list(oneOf)
  if (oneOf) return ask.choice(Object.fromEntries(oneOf.map((value) => [value, value])))
  return secret ? ask.password() : ask.text(cellMost)
}

/** Those of the fields that a row has, by what was said of it so far. */
export function fieldsHeld(fields: readonly AskedField[], sheet: SheetName, given: Given): readonly AskedField[] {
  const { has } = madeByForm(sheet)?.creates ?? {}
  return has ? fields.filter(({ field }) => has(field, given)) : fields
}

/** What stands in the form at first; `usual` is what the kind declares. */
export function startOf(fields: readonly AskedField[], usual: Readonly<Record<string, string>> = {}): Given {
  return Object.fromEntries(fields.map(({ field, ask: { start } }) => [field, usual[field] ?? start]))
}

/** What is wrong with what was entered, by field; of a password by the dealer's policy. */
export function wrongIn(
  fields: readonly AskedField[],
  given: Given,
  policy: PasswordPolicy = usualPolicy,
): ReadonlyMap<string, Wrong> {
  return new Map(
    fields.flatMap((asked): [string, Wrong][] => {
      const { field, edit, ask: by, mayWait } = asked
      const value = given[field]
      if ((mayWait || edit.mayBeEmpty) && isBlank(asked, given)) return []
      if (edit.refersTo === by.form) return typeof value === 'number' ? [] : [[field, 'not-chosen']]
      const text = textIn(asked, given)
      const broken = edit.secret ? edit.secret(text, policy) : edit.check(edit.read(text))
      return broken ? [[field, broken]] : []
    }),
  )
}

/** What is doubtful of what was entered and is not wrong, by field. */
export function doubtsIn(fields: readonly AskedField[], given: Given): ReadonlyMap<string, Problem> {
  return new Map(
    fields.flatMap((asked): [string, Problem][] => {
      const { field, edit } = asked
      const value = edit.read(textIn(asked, given))
      const doubt = edit.check(value) ? null : (edit.doubt?.(value) ?? null)
      return doubt ? [[field, doubt]] : []
    }),
  )
}

/**
 * What was entered as texts that read back as the same: what was chosen by its id, yes or no in words. What a row has not, of
 * these fields, is empty, whatever was entered before that was said.
 */
export function textsOf(
  fields: readonly AskedField[],
  given: Given,
  held: readonly AskedField[] = fields,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((asked) => {
      if (!held.includes(asked)) return [[asked.field, '']]
      return asked.mayWait && isBlank(asked, given) ? [] : [[asked.field, textIn(asked, given)]]
    }),
  )
}

const isBlank = (asked: AskedField, given: Given): boolean => textIn(asked, given).trim() === ''

function textIn({ field, edit }: AskedField, given: Given): string {
  const value = given[field]
  return edit.refersTo && typeof value === 'number' ? idText(value) : textOf((value ?? null) as CellValue)
}

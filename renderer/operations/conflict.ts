import type { OtherValues } from '../../shared/contract/outbox.ts'
import type { CellValue } from '../../shared/contract/sheets.ts'
import { entities } from '../../shared/entities/entity.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Reference } from '../../shared/rules/reference.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import { textOf, type ColumnEdit } from '../../shared/sheets/column-edit.ts'
import type { SheetColumn } from '../../shared/sheets/sheet.ts'

/** One field of an edit in conflict: what it was, what it shall be, and what the panel holds instead. */
export interface ClashingField {
  readonly field: string
  readonly from: CellValue
  readonly to: CellValue
  readonly theirs: CellValue
}

/** What a person decides of one field; `typed` counts only for `another`: a text, or the id of what was chosen. */
export interface Decision {
  readonly choice: 'mine' | 'theirs' | 'another' | null
  readonly typed: string
}

/** How another value is given for a field: typed, or chosen among what it can name. */
export type Control = 'text' | Exclude<Reference, 'tracker'>

/** Fields in conflict for which nobody has decided yet; where all have been typed over in vain, all of them again. */
export function openFields(changes: readonly (Omit<ClashingField, 'theirs'> & { theirs?: CellValue | undefined })[]) {
  const conflicts = changes.filter((change): change is ClashingField => change.theirs !== undefined)
  const open = conflicts.filter(({ from, theirs }) => from !== theirs)
  return open.length > 0 ? open : conflicts
}

/** How a kind of operation edits a field, as the column in the sheet of its rows says. Of a flag there is no third value. */
function editOf(kind: string, field: string): ColumnEdit | undefined {
  if (!isKindName(kind)) return undefined
  const columns: readonly SheetColumn[] = sheets[entities[kindOf(kind).entity].sheet].columns
  return columns.find((column) => column.field === field && column.type !== 'flag')?.edit
}

/** The rule for a text that a person types into a field; undefined where none can be typed: what is named by its id is chosen. */
export function ruleOf(kind: string, field: string): ((text: string) => Problem | null) | undefined {
  const edit = editOf(kind, field)
  return edit && !edit.refersTo ? (text) => edit.check(edit.read(text)) : undefined
}

/** How another value can be given for a field; null where it cannot. */
export function controlOf(kind: string, field: string): Control | null {
  const edit = editOf(kind, field)
  if (!edit) return null
  // Which trackers there are depends on the row, which is not at hand here: one side is taken.
  return edit.refersTo === 'tracker' ? null : (edit.refersTo ?? 'text')
}

/** What is wrong with a decision, as far as it is one. */
export function problemOfDecision(kind: string, field: string, { choice, typed }: Decision): Problem | null {
  return choice === 'another' ? (ruleOf(kind, field)?.(typed) ?? null) : null
}

/**
 * The answer to a conflict from decisions field by field, as `outbox.resolve` takes it; null while one is open or
 * breaks its rule. What I have named by its id is known here by its name alone and never goes back as a value: such
 * edits have one field.
 */
export function resolutionOf(
  kind: string,
  fields: readonly ClashingField[],
  decisions: Readonly<Record<string, Decision>>,
): { take: 'mine' | 'theirs'; values?: OtherValues } | null {
  let values: OtherValues = {}
  const choices = new Set<string>()
  for (const { field, to } of fields) {
    const decision = decisions[field]
    if (!decision || decision.choice === null || problemOfDecision(kind, field, decision)) return null
    choices.add(decision.choice)
    if (decision.choice === 'mine') values = { ...values, [field]: to ?? textOf(to) }
    if (decision.choice === 'another') {
      const edit = editOf(kind, field)
      const isChosen = edit?.refersTo !== undefined
      if (!edit || (isChosen && decision.typed === '')) return null
      values = { ...values, [field]: isChosen ? Number(decision.typed) : edit.read(decision.typed) }
    }
  }
  if (choices.size === 1 && choices.has('mine')) return { take: 'mine' }
  return choices.has('another') || choices.has('mine') ? { take: 'theirs', values } : { take: 'theirs' }
}

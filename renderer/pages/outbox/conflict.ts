import type { OtherValues } from '../../../shared/contract/outbox.ts'
import type { CellValue } from '../../../shared/contract/sheets.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { trackersSheet } from '../../../shared/sheets/trackers.ts'

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

/** How another value is given for a field: typed, or chosen among the plans or users that there are. */
export type Control = 'text' | 'plan' | 'owner'

/** Fields in conflict for which nobody has decided yet; where all have been typed over in vain, all of them again. */
export function openFields(changes: readonly (Omit<ClashingField, 'theirs'> & { theirs?: CellValue | undefined })[]) {
  const conflicts = changes.filter((change): change is ClashingField => change.theirs !== undefined)
  const open = conflicts.filter(({ from, theirs }) => from !== theirs)
  return open.length > 0 ? open : conflicts
}

const columns: readonly SheetColumn[] = trackersSheet.columns

/** The rule for a text that a person types into a field; undefined where none can be typed: of a flag there is no third value, and what is named by its id is chosen. */
export function ruleOf(field: string): ((text: string) => Problem | null) | undefined {
  const edit = columns.find((column) => column.field === field && column.type !== 'flag')?.edit
  return edit?.refersTo ? undefined : edit?.check
}

/** How another value can be given for a field; null where it cannot. */
export function controlOf(field: string): Control | null {
  if (field === 'plan' || field === 'owner') return field
  return ruleOf(field) ? 'text' : null
}

/** What is wrong with a decision, as far as it is one. */
export function problemOfDecision(field: string, { choice, typed }: Decision): Problem | null {
  return choice === 'another' ? (ruleOf(field)?.(typed) ?? null) : null
}

/**
 * The answer to a conflict from decisions field by field, as `outbox.resolve` takes it; null while one is open or
 * breaks its rule. My own plan or owner is known here by its name alone and never goes back as a value: such edits have
 * one field.
 */
export function resolutionOf(
  fields: readonly ClashingField[],
  decisions: Readonly<Record<string, Decision>>,
): { take: 'mine' | 'theirs'; values?: OtherValues } | null {
  let values: OtherValues = {}
  const choices = new Set<string>()
  for (const { field, to } of fields) {
    const decision = decisions[field]
    if (!decision || decision.choice === null || problemOfDecision(field, decision)) return null
    choices.add(decision.choice)
    if (decision.choice === 'mine') values = { ...values, [field]: to }
    if (decision.choice === 'another') {
      const isChosen = controlOf(field) !== 'text'
      if (isChosen && decision.typed === '') return null
      values = { ...values, [field]: isChosen ? Number(decision.typed) : decision.typed }
    }
  }
  if (choices.size === 1 && choices.has('mine')) return { take: 'mine' }
  return choices.has('another') || choices.has('mine') ? { take: 'theirs', values } : { take: 'theirs' }
}

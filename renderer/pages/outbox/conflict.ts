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

/** What a person decides of one field; `typed` counts only for `another`. */
export interface Decision {
  readonly choice: 'mine' | 'theirs' | 'another' | null
  readonly typed: string
}

/** Fields in conflict for which nobody has decided yet; where all have been typed over in vain, all of them again. */
export function openFields(changes: readonly (Omit<ClashingField, 'theirs'> & { theirs?: CellValue | undefined })[]) {
  const conflicts = changes.filter((change): change is ClashingField => change.theirs !== undefined)
  const open = conflicts.filter(({ from, theirs }) => from !== theirs)
  return open.length > 0 ? open : conflicts
}

const columns: readonly SheetColumn[] = trackersSheet.columns

/** The rule for a value that a person types into a field; undefined where none can be typed. */
export function ruleOf(field: string): ((text: string) => Problem | null) | undefined {
  return columns.find((column) => column.field === field)?.edit?.check
}

/** What is wrong with a decision, as far as it is one. */
export function problemOfDecision(field: string, { choice, typed }: Decision): Problem | null {
  return choice === 'another' ? (ruleOf(field)?.(typed) ?? null) : null
}

/**
 * The answer to a conflict from decisions field by field, as `outbox.resolve` takes it; null while one is open or
 * breaks its rule. Names of owners and plans never go back as values: such edits have one field.
 */
export function resolutionOf(
  fields: readonly ClashingField[],
  decisions: Readonly<Record<string, Decision>>,
): { take: 'mine' | 'theirs'; values?: Record<string, CellValue> } | null {
  const values: Record<string, CellValue> = {}
  const choices = new Set<string>()
  for (const { field, to } of fields) {
    const decision = decisions[field]
    if (!decision || decision.choice === null || problemOfDecision(field, decision)) return null
    choices.add(decision.choice)
    if (decision.choice === 'mine') values[field] = to
    if (decision.choice === 'another') values[field] = decision.typed
  }
  if (choices.size === 1 && choices.has('mine')) return { take: 'mine' }
  return choices.has('another') || choices.has('mine') ? { take: 'theirs', values } : { take: 'theirs' }
}

import type { Problem } from '../../shared/problem.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn, thirdValues, type AnyEdit } from '../../shared/operations/edit.ts'
import { rowsRead } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Journal } from '../store/journal.ts'
import { baseInForce } from './base.ts'

/**
 * How an operation stands to what the panel holds: `stale` where that is not known, `already` where the panel holds what
 * it sets; refused with the panel's reason; or with the values that others have put where it would put its own.
 */
export type Standing = 'clear' | 'stale' | 'already' | { refused: Problem } | { theirs: Record<string, unknown> }

/** Rows of the panel as they were read, by our ids. */
export interface ReadRows {
  /** A row; null where the panel has none to show, undefined where it is not known. */
  of(row: number): object | null | undefined
  /** Why the panel has none to show. */
  refusal(row: number): Problem
}

/** Whether the panel takes such a request a second time, and does the same again. */
const isSameAgain = (kind: KindName): boolean => kindOf(kind).idempotence === 'same-again'

/** Whether a row holds all that an edit sets. */
function isSo({ set }: Pick<AnyEdit, 'set'>, held: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(set).every(([field, value]) => value === undefined || held[field] === value)
}

/** Whether all is shown that an operation goes by: what it was made against, and what it has to write along. */
export function isEnough(kind: KindName, params: unknown, held: object): boolean {
  const executor = executorOf(kind)
  if (executor.lacks?.(params, held)) return false
  const edit = editIn(params)
  if (!executor.holds || !edit) return true
  const shown = executor.holds(held)
  return Object.entries(edit.set).every(([field, value]) => value === undefined || shown[field] !== undefined)
}

/** How an operation stands to what was read; `asPart` where it is one of several that write a whole together. */
export function standingOf(
  journal: Journal,
  kind: KindName,
  params: unknown,
  read: ReadRows,
  asPart: boolean,
): Standing {
  const executor = executorOf(kind)
  for (const row of rowsRead(executor, params)) {
    const shown = read.of(row)
    if (shown === undefined) return 'stale'
    if (shown !== null) continue
    const refused = read.refusal(row)
    return executor.goneIsSo && refused.code === 'entity-gone' ? 'already' : { refused }
  }
  const fresh = (row: number) => read.of(row) ?? undefined
  const hindrance = executor.hindered?.(params, fresh)
  if (hindrance) return { refused: hindrance }
  // What is so now may have to be said all the same where others of the request shift it.
  if (!asPart && executor.isSo?.(params, fresh)) return 'already'
  const row = executor.reads(params)
  const held = row === null ? null : read.of(row)
  if (!held) return 'clear'
  const edit = editIn(params)
  const theirs = executor.holds && edit ? thirdValues(edit, baseInForce(journal, edit), executor.holds(held)) : null
  if (theirs) return { theirs }
  if (executor.holds && edit && isSameAgain(kind) && isSo(edit, executor.holds(held))) return 'already'
  const lacking = executor.lacks?.(params, held)
  return lacking ? { refused: lacking } : 'clear'
}

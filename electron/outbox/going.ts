import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation, type StoredOperation } from '../store/operation.ts'

/** Drafts that may be released together, and why the others may not. */
export interface WhatGoes {
  readonly going: Operation[]
  readonly staying: ReadonlyMap<number, Problem>
}

/**
 * Which of these drafts may be released: those that can be read, break no rule, are left something to do by what stands
 * before them, and need nothing but what is done, on its way, or goes along with them.
 */
export function whatGoes(journal: Journal, drafts: readonly StoredOperation[]): WhatGoes {
  const barred = journal.barred()
  const staying = new Map<number, Problem>()
  for (const draft of drafts) {
    const problem = isReadable(draft) ? (draft.broken ?? barred.get(draft.id) ?? null) : draft.unreadable
    if (problem) staying.set(draft.id, problem)
  }
  const whole = drafts.filter(isReadable)
  const asked = new Set(drafts.map(({ id }) => id))
  // What needs a draft that stays, stays as well, and so on along the chain.
  for (let before = -1; staying.size !== before;) {
    before = staying.size
    for (const draft of whole) {
      if (staying.has(draft.id)) continue
      const problem = heldBack(journal, draft, asked, staying)
      if (problem) staying.set(draft.id, problem)
    }
  }
  return { going: whole.filter(({ id }) => !staying.has(id)), staying }
}

/** What keeps a draft from going with the others: a draft that it needs, and that does not go. */
function heldBack(
  journal: Journal,
  { kind, params }: Operation,
  asked: ReadonlySet<number>,
  staying: ReadonlyMap<number, Problem>,
): Problem | null {
  const needs = kindOf(kind).after?.(params) ?? []
  if (needs.length === 0) return null
  const staged = journal.byIds(needs).find(({ id, state }) => state === 'draft' && (!asked.has(id) || staying.has(id)))
  return staged ? { code: 'needs-staged', values: { name: staged.subject, operation: staged.id } } : null
}

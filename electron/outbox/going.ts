import type { Problem } from '../../shared/problem.ts'
import type { Journal } from '../store/journal.ts'

/** Drafts of some change sets, as far as it matters to which of them go. */
export interface Candidates {
  /** The drafts, oldest first. Of these, what breaks a rule of its own stays, too: `broken` in the journal. */
  readonly drafts: readonly number[]
  /** Those that stay although they break no rule, and why. */
  readonly staying: ReadonlyMap<number, Problem>
}

/**
 * Looks which drafts of these change sets may be released together: those that can be read, break no rule, are left
 * something to do by what stands before them, and need nothing but what is done, on its way, or goes along with them.
 */
export function candidatesIn(journal: Journal, changeSets: readonly number[]): Candidates {
  const drafts = journal.database
    .prepare<[string], number>(
      `SELECT id FROM operation WHERE change_set IN (SELECT value FROM json_each(?)) AND state = 'draft' ORDER BY id`,
    )
    .pluck()
    .all(JSON.stringify(changeSets))
  return { drafts, staying: stayingIn(journal, changeSets) }
}

/** Drafts that stay if these change sets are released, although they break no rule, and why; and perhaps others. */
export function stayingIn({ database, barred }: Journal, changeSets: readonly number[]): ReadonlyMap<number, Problem> {
  const sets = JSON.stringify(changeSets)
  const staying = new Map<number, Problem>(barred())
  // Few operations need another: they are where it begins.
  const needs = database
    .prepare<[{ sets: string }], { id: number; needs: number; name: string; stays: number }>(
      `SELECT mine.id, needed.id AS needs, needed.subject AS name,
         needed.broken IS NOT NULL OR needed.change_set NOT IN (SELECT value FROM json_each(@sets)) AS stays
       FROM dependency
       CROSS JOIN operation AS mine ON mine.id = dependency.operation AND mine.state = 'draft' AND mine.broken IS NULL
         AND mine.change_set IN (SELECT value FROM json_each(@sets))
       CROSS JOIN operation AS needed ON needed.id = dependency.needs AND needed.state = 'draft'
       ORDER BY mine.id, needed.id`,
    )
    .all({ sets })
  // What needs a draft that stays, stays as well, and so on along the chain.
  for (let before = -1; staying.size !== before;) {
    before = staying.size
    for (const { id, needs: operation, name, stays } of needs) {
      if (staying.has(id) || (stays === 0 && !staying.has(operation))) continue
      staying.set(id, { code: 'needs-staged', values: { name, operation } })
    }
  }
  return staying
}

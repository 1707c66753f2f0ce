import { kindsMadeWithParts } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { DraftNeed } from '../store/drafts.ts'
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
 * What makes a row with its parts goes with all of them, or stays with all.
 */
export function candidatesIn(journal: Journal, changeSets: readonly number[]): Candidates {
  return { drafts: journal.draftsOf(changeSets), staying: stayingIn(journal, changeSets) }
}

/** Drafts that stay if these change sets are released, although they break no rule, and why; and perhaps others. */
export function stayingIn(journal: Journal, changeSets: readonly number[]): ReadonlyMap<number, Problem> {
  const staying = new Map<number, Problem>(journal.keptBack())
  const needs = journal.draftNeeds(changeSets)
  const byNeed = new Map<number, DraftNeed[]>()
  for (const need of needs) {
    const others = byNeed.get(need.needs)
    if (others) others.push(need)
    else byNeed.set(need.needs, [need])
  }
  // What needs a draft that stays, stays as well, and so on along the chain.
  function stayWithNeeds(left: DraftNeed[]): void {
    for (const { id, needs: operation, name } of left) {
      if (staying.has(id)) continue
      staying.set(id, { code: 'needs-staged', values: { name, operation } })
      left.push(...(byNeed.get(id) ?? []))
    }
  }
  stayWithNeeds(needs.filter((need) => need.stays || staying.has(need.needs)))
  for (const { name, madeWith } of kindsMadeWithParts()) {
    for (const { id, parts, waiting } of journal.draftsWithParts(changeSets, name, madeWith.kind)) {
      if (staying.has(id)) continue
      const left = parts.find((part) => part.isBroken || staying.has(part.id))
      const problem: Problem | null = left
        ? { code: 'part-stays', values: { name: left.name, operation: left.id } }
        : madeWith.outside(parts.length + waiting)
      if (!problem) continue
      staying.set(id, problem)
      stayWithNeeds([...(byNeed.get(id) ?? [])])
    }
  }
  return staying
}

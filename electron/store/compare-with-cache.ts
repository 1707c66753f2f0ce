import type { Problem } from '../../shared/problem.ts'
import type { Cache } from './cache.ts'
import { doubtReleased } from './doubt.ts'
import type { Journal } from './journal.ts'

/**
 * Compares an opened journal with what the cache remembers of it. One that has fewer outcomes is older than it was:
 * that is told, unless `told` says that what became of it has been, and nothing of it is sent by itself. An outcome
 * whose place is damaged is there all the same. The cache counts outcomes from where this journal ends.
 */
export function compareWithCache(
  journal: Journal,
  cache: Cache,
  told: boolean,
  tell: (problem: Problem) => void,
): void {
  const known = cache.journal()
  const isAnother = known !== null && known !== journal.id
  const missing = cache.applied() - journal.lastOutcome()
  const lost = missing > 0 ? missing - journal.outcomesOutOfPlace() : 0
  if (known === journal.id && lost > 0 && !told) {
    tell({ code: 'journal-older', values: { count: lost } })
    journal.commit(() => doubtReleased(journal.database, { drafts: true }))
  }
  if (isAnother || missing > 0) cache.beginOutcomesAt(journal.lastOutcome())
  if (known !== journal.id) cache.setJournal(journal.id)
}

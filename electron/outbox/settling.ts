import { carrierOf } from '../operations/carriers.ts'
import { everything, type Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { StoredOperation } from '../store/operation.ts'

const chunk = 1000

/**
 * Brings the cache up to the journal: applies every outcome after the last one that it has. The two files cannot be
 * committed together, so this also runs at start. What one made that cannot be read only a pull of everything can tell.
 * Answers the operations applied.
 */
export function catchUp(journal: Journal, cache: Cache): StoredOperation[] {
  const applied: StoredOperation[] = []
  for (;;) {
    const outcomes = journal.outcomesAfter(cache.applied(), chunk)
    const last = outcomes.at(-1)?.outcome
    if (last === null || last === undefined) return applied
    cache.apply(last, () => {
      for (const operation of outcomes) {
        if (operation.unreadable) cache.markStale(everything, operation.outcome ?? last)
        else if (operation.outcome !== null) carrierOf(operation.kind).apply(operation, cache, operation.outcome)
      }
    })
    applied.push(...outcomes)
  }
}

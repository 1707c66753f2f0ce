import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { Operation } from '../store/operation.ts'

const chunk = 1000

/**
 * Brings the cache up to the journal: applies every outcome after the last one that it has. The two files cannot be
 * committed together, so this also runs at start. Answers the operations applied.
 */
export function catchUp(journal: Journal, cache: Cache): Operation[] {
  const applied: Operation[] = []
  for (;;) {
    const outcomes = journal.outcomesAfter(cache.applied(), chunk)
    const last = outcomes.at(-1)?.outcome
    if (last === null || last === undefined) return applied
    cache.apply(last, () => {
      for (const operation of outcomes) {
        if (!isKindName(operation.kind) || operation.outcome === null) continue
        const parsed = kindOf(operation.kind).params.safeParse(operation.params)
        if (!parsed.success) continue
        carrierOf(operation.kind).apply(
          { id: operation.id, params: parsed.data, part: operation.part, result: operation.result },
          cache,
          operation.outcome,
        )
      }
    })
    applied.push(...outcomes)
  }
}

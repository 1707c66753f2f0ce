import { executorOf } from '../operations/executors.ts'
import type { Clock, Log } from '../ports.ts'
import { everything } from '../store/cache-notes.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { StoredOperation } from '../store/operation.ts'

/** So many outcomes are applied in one commit: some milliseconds' work. */
const outcomesAtOnce = 500

/**
 * Brings the cache up to the journal: applies every outcome after the last one that it has. What one made that cannot be
 * read only a pull of everything can tell. Answers the operations applied.
 */
export function catchUp(journal: Journal, cache: Cache): StoredOperation[] {
  const applied: StoredOperation[] = []
  for (let some = applySome(journal, cache); some.length > 0; some = applySome(journal, cache)) applied.push(...some)
  return applied
}

/**
 * The same when the files are opened: the two cannot be committed together. Each part is committed, and others have their
 * turn in between; what is cut off goes on from there. A cache that was lost, and is begun anew, has no row that an outcome
 * could change: the next pull brings them all as they are, so it begins at the last one.
 */
export async function catchUpInParts(journal: Journal, cache: Cache, clock: Pick<Clock, 'turn'>): Promise<void> {
  if (cache.isNew() && journal.lastOutcome() > 0) cache.apply(journal.lastOutcome(), () => undefined)
  while (applySome(journal, cache).length === outcomesAtOnce) await clock.turn()
}

/** Brings the cache up to the journal while things are sent. */
export interface Settling {
  now(): void
  /** Soon: outcomes that come together are applied together. */
  soon(): void
  /** Resolves once nothing is to be applied soon. */
  ended(): Promise<void>
}

/** `applied` is told of the operations whose outcomes the cache has got. */
export function createSettling(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  log: Log
  applied: (operations: readonly StoredOperation[]) => void
}): Settling {
  const { journal, cache, clock, log, applied } = options
  let applying: Promise<void> | null = null

  function now(): void {
    applied(catchUp(journal, cache))
  }

  return {
    now,
    soon() {
      applying ??= clock.turn().then(() => {
        applying = null
        now()
      })
      applying.catch((error: unknown) => log.error('an outcome could not be applied', { error: String(error) }))
    },
    ended: async () => void (await applying?.catch(() => undefined)),
  }
}

/** Applies the next outcomes in one commit. */
function applySome(journal: Journal, cache: Cache): StoredOperation[] {
  const outcomes = journal.outcomesAfter(cache.applied(), outcomesAtOnce)
  const last = outcomes.at(-1)?.outcome
  if (last === null || last === undefined) return []
  cache.apply(last, () => {
    for (const operation of outcomes) {
      if (operation.unreadable) cache.markStale(everything, operation.outcome ?? last)
      else if (operation.outcome !== null) executorOf(operation.kind).apply(operation, cache, operation.outcome)
    }
  })
  return outcomes
}

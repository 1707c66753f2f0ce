import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { PanelFailure } from '../panel/failure.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import type { SteadyTime } from '../time.ts'
import type { Batch } from './batching.ts'

/**
 * Keeps requests apart that the panel takes once in a while only of the same thing. It knows of all that have left from
 * here; where others had that done, the panel refuses one with a code of its own, and it waits from then on.
 */
export interface Spacing {
  /** Until when a request has to wait, in steady time; null where it may go. */
  until(batch: Batch): number | null
  /** A request has left, or has been answered. */
  left(batch: Batch): void
  /** It has failed; answers whether that was for being too early. */
  failed(batch: Batch, failure: PanelFailure): boolean
}

export function createSpacing(time: SteadyTime, journal: Pick<Journal, 'sentSince' | 'byIds'>): Spacing {
  const last = new Map<string, number>()
  const recalled = new Set<KindName>()

  function keysOf({ kind, operations }: Batch): string[] {
    const { spaced } = kindOf(kind)
    return spaced ? operations.map(({ params }) => `${kind}:${spaced.of(params)}`) : []
  }

  /** What left before the program began, by the system's clock: one that was set since has it wait the whole time at most. */
  function recall({ kind }: Batch): void {
    const { spaced } = kindOf(kind)
    if (!spaced || recalled.has(kind)) return
    recalled.add(kind)
    const sent = journal.sentSince(kind, time.now() - spaced.milliseconds)
    for (const { id, params } of journal.byIds([...sent.keys()]).filter(isReadable)) {
      last.set(`${kind}:${spaced.of(params)}`, Math.min(sent.get(id) ?? 0, time.now()))
    }
  }

  function left(batch: Batch): void {
    for (const key of keysOf(batch)) last.set(key, time.now())
  }

  return {
    until(batch) {
      recall(batch)
      const apart = kindOf(batch.kind).spaced?.milliseconds ?? 0
      const ends = keysOf(batch).map((key) => (last.get(key) ?? -Infinity) + apart)
      const until = Math.max(...ends)
      return until > time.now() ? until : null
    },
    left,
    failed(batch, failure) {
      if (failure.effect === 'unknown') return false
      const isTooEarly = kindOf(batch.kind).spaced?.code === failure.code
      if (isTooEarly) left(batch)
      else for (const key of keysOf(batch)) last.delete(key)
      return isTooEarly
    },
  }
}

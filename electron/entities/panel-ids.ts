import type { Cache } from '../store/cache.ts'

/**
 * The panel's ids of trackers by ours. A tracker that the cache does not know, and that we never moved, keeps the id by
 * which we first saw it, which is the panel's.
 */
export function panelIds(cache: Cache, trackers: readonly number[]): (tracker: number) => number {
  const known = cache.trackers.panelIds(trackers)
  return (tracker) => known.get(tracker) ?? tracker
}

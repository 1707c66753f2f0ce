import type { Permission } from '../../shared/model/permissions.ts'
import type { Problem } from '../../shared/problem.ts'
import { panelIds } from '../operations/panel-ids.ts'
import { listTrackers, pageSize, pageSizeOf, readTracker, type PanelTracker } from '../panel/panel-api.ts'
import { isAboutThatAlone, type PanelFailure } from '../panel/failure.ts'
import type { Panel } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import { ageOf, momentOf, type Moment } from '../time.ts'
import { meetsAllOfItsSort } from './kind-pauses.ts'

/** How long a read counts as "just before sending": milliseconds. (design: read at most 60 s before) */
export const freshFor = 60_000

/** Reads are made for what can be sent within this time, so that they are still fresh when its turn comes: milliseconds. */
export const readAhead = 40_000

/** What reading takes. */
export const readingNeeds: readonly Permission[] = [{ category: 'trackers', operation: 'read' }]

/** Whether a reading that failed is about that tracker, or that owner, alone. */
const isAboutOne = (error: unknown): error is PanelFailure => isAboutThatAlone(error) && !meetsAllOfItsSort(error)

/** Trackers as the panel held them at most {@link freshFor} ago. */
export interface Freshness {
  /**
   * Reads those that are not fresh for at least `margin` more milliseconds, by as few requests as it takes; not all of
   * them where the panel cannot show one just now.
   */
  ensure(panel: Panel, trackers: readonly number[], margin: number, signal?: AbortSignal): Promise<void>
  /** The tracker as last read; undefined if that is too long ago, null if the panel has none to show. */
  of(tracker: number): PanelTracker | null | undefined
  /**
   * Why the panel has none to show: it does not know it, or refuses to show it, as it does for a corrupted one. Where
   * it may show it later, the problem says so.
   */
  refusal(tracker: number): Problem
  /** Forgets what was read of a tracker, since it has been changed by ourselves. */
  spend(tracker: number): void
}

/**
 * How many requests reading would take: one for each tracker, the lists of their owners, or the whole list, where a page
 * of a list has so many rows.
 */
export function cheapestReading(
  trackers: readonly { readonly userId: number }[],
  countByUser: (users: readonly number[]) => Map<number, number>,
  total: number,
  rowsAtOnce: number = pageSize,
): { by: 'tracker' | 'owner' | 'all'; requests: number } {
  const wanted = new Map<number, number>()
  for (const { userId } of trackers) wanted.set(userId, (wanted.get(userId) ?? 0) + 1)
  const counts = countByUser([...wanted.keys()])
  const pages = (rows: number) => Math.max(1, Math.ceil(rows / rowsAtOnce))
  let byOwner = 0
  for (const user of wanted.keys()) byOwner += pages(counts.get(user) ?? 0)
  const all = pages(total)
  if (trackers.length <= byOwner && trackers.length <= all) return { by: 'tracker', requests: trackers.length }
  return byOwner < all ? { by: 'owner', requests: byOwner } : { by: 'all', requests: all }
}

/** A tracker as it was read; the moment is from before it was asked for. */
interface Read {
  readonly at: Moment
  readonly held: PanelTracker | null
  readonly refusal?: Problem
}

/** One tracker; what is wrong with that one alone is no reason to hold up the others. */
async function readOne(
  panel: Panel,
  panelId: number,
  signal?: AbortSignal,
): Promise<{ held: PanelTracker | null; refusal?: Problem }> {
  try {
    return { held: await readTracker(panel, panelId, signal) }
  } catch (error) {
    if (isAboutOne(error)) return { held: null, refusal: error.problem }
    throw error
  }
}

export function createFreshness(options: { cache: Cache; clock: Clock }): Freshness {
  const { cache, clock } = options
  /** Counts what was forgotten, and when each tracker was. */
  let spends = 0
  const spentAt = new Map<number, number>()
  const read = new Map<number, Read>()

  /** What was read of a tracker, if it is still fresh in `margin` milliseconds. */
  function freshRead(tracker: number, margin: number): Read | undefined {
    const entry = read.get(tracker)
    return entry && ageOf(clock, entry.at) + margin <= freshFor ? entry : undefined
  }

  async function readPages(panel: Panel, ids: ReadonlyMap<number, number>, userId?: number, signal?: AbortSignal) {
    for (let offset = 0; ;) {
      const at = momentOf(clock)
      const asked = spends
      const page = await listTrackers(panel, { ...(userId ? { userId } : {}), offset, signal })
      for (const row of page.list) {
        const id = ids.get(row.panelId)
        // A change of our own that was settled meanwhile may be newer than this page.
        if (id !== undefined && (spentAt.get(id) ?? 0) <= asked) read.set(id, { at, held: row })
      }
      const length = page.list.length + page.skipped
      offset += length
      if (offset >= page.count || length === 0) return
    }
  }

  /**
   * The lists of some owners, or of all (null). One that the panel does not give, as when its owner is gone, leaves its
   * trackers to be read singly.
   */
  async function readLists(
    panel: Panel,
    ids: ReadonlyMap<number, number>,
    owners: Iterable<number | null>,
    signal?: AbortSignal,
  ) {
    for (const owner of owners) {
      try {
        await readPages(panel, ids, owner ?? undefined, signal)
      } catch (error) {
        if (!isAboutOne(error)) throw error
      }
    }
  }

  return {
    async ensure(panel, trackers, margin, signal) {
      const isStale = (id: number) => {
        const entry = freshRead(id, margin)
        return !entry || entry.refusal?.again === true
      }
      const stale = [...new Set(trackers)].filter(isStale)
      if (stale.length === 0) return
      const known = cache.trackers.byIds(stale)
      const panelIdOf = panelIds(cache, stale)
      const way = cheapestReading(
        [...known.values()],
        cache.trackers.countByUser,
        cache.count('tracker'),
        pageSizeOf(panel),
      )
      if (way.by !== 'tracker' && known.size > 0) {
        const ids = new Map(stale.map((id) => [panelIdOf(id), id]))
        const owners = way.by === 'all' ? [null] : new Set([...known.values()].map((row) => row.userId))
        await readLists(panel, ids, owners, signal)
      }
      for (const id of stale) {
        if (!isStale(id)) continue
        const one = { at: momentOf(clock), ...(await readOne(panel, panelIdOf(id), signal)) }
        read.set(id, one)
        // It took several tries: the others are sent first, and what is left to read is read after that.
        if (one.refusal?.again) return
      }
    },

    of: (tracker) => freshRead(tracker, 0)?.held,
    refusal: (tracker) => read.get(tracker)?.refusal ?? { code: 'entity-gone', values: { id: tracker } },
    spend(tracker) {
      read.delete(tracker)
      spentAt.set(tracker, ++spends)
    },
  }
}

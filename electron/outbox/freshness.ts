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
import type { Weight } from '../weight.ts'

/** Quick reads are made for what can be sent within this time, so that they are fresh when its turn comes: milliseconds. */
export const readAhead = 40_000

/** What reading takes. */
export const readingNeeds: readonly Permission[] = [{ category: 'trackers', operation: 'read' }]

/** Whether a reading that failed is about that tracker, or that owner, alone. */
const isAboutOne = (error: unknown): error is PanelFailure => isAboutThatAlone(error) && !meetsAllOfItsSort(error)

/** What is needed of a tracker that was read: whether what was shown of it is enough. */
export type Enough = (held: PanelTracker) => boolean

/** Trackers as the panel held them just now. */
export interface Freshness {
  /**
   * Reads those that were not read within the last `within` milliseconds, by as few requests as it takes; not all of
   * them where the panel cannot show one just now.
   */
  ahead(panel: Panel, trackers: readonly number[], within: number, signal?: AbortSignal): Promise<void>
  /**
   * Reads one by itself, unless it was read within the last `within` milliseconds. What one way of reading does not show
   * enough of is read in the other way as well.
   */
  now(panel: Panel, tracker: number, within: number, enough: Enough, signal?: AbortSignal): Promise<void>
  /** The tracker as it was read within the last `within` milliseconds, else undefined; null if the panel has none to show. */
  of(tracker: number, within: number): PanelTracker | null | undefined
  /**
   * Why the panel has none to show: it does not know it, or refuses to show it, as it does for a corrupted one. Where
   * it may show it later, the problem says so.
   */
  refusal(tracker: number): Problem
  /** Forgets what was read of a tracker, since it has been changed by ourselves. */
  spend(tracker: number): void
  weigh(): Weight
}

/** After so many reads of a tracker that were too old when they came, they count from then on: the panel is that slow. */
const mostLate = 3

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

/** A tracker as it was read, and in which ways; the moment is that at which it was asked for. */
interface Read {
  readonly at: Moment
  readonly held: PanelTracker | null
  readonly by: 'list' | 'single' | 'both'
  readonly refusal?: Problem
}

/** What either of two reads has shown. */
function merged(one: PanelTracker, other: PanelTracker): PanelTracker {
  const shown = Object.entries(one).filter(([, value]) => value !== undefined)
  return { ...other, ...Object.fromEntries(shown) }
}

/** What was read longer ago than this is of no use to anybody: milliseconds. */
const keptFor = 120_000

export function createFreshness(options: { cache: Cache; clock: Clock }): Freshness {
  const { cache, clock } = options
  /** Counts what was forgotten, and when each tracker was: as long as anything is being read that was asked for before. */
  let spends = 0
  const spentAt = new Map<number, number>()
  let reading = 0
  let clearedAt = clock.monotonic()
  const read = new Map<number, Read>()
  /** Reads of a tracker, one after the other, that were too old when they came. */
  const late = new Map<number, number>()

  function freshRead(tracker: number, within: number): Read | undefined {
    const entry = read.get(tracker)
    return entry && ageOf(clock, entry.at) <= within ? entry : undefined
  }

  /** Reads, and knows what was forgotten meanwhile. */
  async function knowing<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    reading += 1
    try {
      return await work()
    } finally {
      reading -= 1
      if (reading === 0) spentAt.clear()
    }
  }

  /** Lets go of what is too old for anything, now and then: whoever was read need not be sent. */
  function clearOld(): void {
    if (clock.monotonic() - clearedAt < keptFor) return
    clearedAt = clock.monotonic()
    for (const [tracker, { at }] of read) if (ageOf(clock, at) > keptFor) read.delete(tracker)
  }

  /** One tracker; what is wrong with that one alone is no reason to hold up the others. */
  async function readOne(panel: Panel, tracker: number, panelId: number, within: number, signal?: AbortSignal) {
    let at = momentOf(clock)
    const onLeaving = () => void (at = momentOf(clock))
    const asked = spends
    let one: Pick<Read, 'held' | 'refusal'>
    try {
      one = { held: await readTracker(panel, panelId, { signal, onLeaving }) }
    } catch (error) {
      if (!isAboutOne(error)) throw error
      one = { held: null, refusal: error.problem }
    }
    if (isSpentSince(tracker, asked)) return
    const age = ageOf(clock, at)
    // Longer than a read may take, only the computer can have slept, or its clock have been set.
    const isSlept = age > panel.timeouts.read
    const times = isSlept ? 0 : age > within ? (late.get(tracker) ?? 0) + 1 : 0
    if (times > 0) late.set(tracker, times)
    else late.delete(tracker)
    read.set(tracker, { ...one, by: 'single', at: times >= mostLate ? momentOf(clock) : at })
  }

  /** Whether it has been changed by ourselves since: what was asked for before may be older than that. */
  const isSpentSince = (tracker: number, asked: number) => (spentAt.get(tracker) ?? 0) > asked

  async function readPages(panel: Panel, ids: ReadonlyMap<number, number>, userId?: number, signal?: AbortSignal) {
    for (let offset = 0; ;) {
      let at = momentOf(clock)
      const onLeaving = () => void (at = momentOf(clock))
      const asked = spends
      const which = userId ? { userId } : {}
      const page = await listTrackers(panel, { ...which, offset, signal, onLeaving })
      for (const row of page.list) {
        const id = ids.get(row.panelId)
        // A change of our own that was settled meanwhile may be newer than this page.
        if (id !== undefined && !isSpentSince(id, asked)) read.set(id, { at, held: row, by: 'list' })
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

  /** Reads a tracker in the way in which it was not read, and keeps what either shows. */
  async function readOtherwise(panel: Panel, tracker: number, first: Read, within: number, signal?: AbortSignal) {
    const panelId = panelIds(cache, [tracker])(tracker)
    if (first.by === 'list') await readOne(panel, tracker, panelId, within, signal)
    else if (first.held) await readLists(panel, new Map([[panelId, tracker]]), [first.held.userId || null], signal)
    const second = read.get(tracker)
    if (!second || !first.held || second === first) return
    if (second.held) read.set(tracker, { at: first.at, held: merged(second.held, first.held), by: 'both' })
  }

  return {
    ahead: (panel, trackers, within, signal) =>
      knowing(async () => {
        clearOld()
        const isStale = (id: number) => {
          const entry = freshRead(id, within)
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
          await readOne(panel, id, panelIdOf(id), within, signal)
          // It took several tries: the others are sent first, and what is left to read is read after that.
          if (read.get(id)?.refusal?.again) return
        }
      }),

    now: (panel, tracker, within, enough, signal) =>
      knowing(async () => {
        clearOld()
        const kept = freshRead(tracker, within)
        if (!kept || kept.refusal?.again) {
          await readOne(panel, tracker, panelIds(cache, [tracker])(tracker), within, signal)
        }
        const found = freshRead(tracker, within)
        if (found?.held && found.by !== 'both' && !enough(found.held)) {
          await readOtherwise(panel, tracker, found, within, signal)
        }
      }),

    of: (tracker, within) => freshRead(tracker, within)?.held,
    refusal: (tracker) => read.get(tracker)?.refusal ?? { code: 'entity-gone', values: { id: tracker } },
    spend(tracker) {
      read.delete(tracker)
      late.delete(tracker)
      spends += 1
      if (reading > 0) spentAt.set(tracker, spends)
    },
    weigh: () => ({ reads: read.size, 'late reads': late.size, 'spent reads': spentAt.size }),
  }
}

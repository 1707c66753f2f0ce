import type { EntityName } from '../../shared/entities/entity.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Whereabouts } from '../entities/row-reader.ts'
import { readerOf } from '../entities/row-readers.ts'
import { pageSize, pageSizeOf } from '../panel/panel-api.ts'
import { isAboutThatAlone, type PanelFailure } from '../panel/failure.ts'
import type { Panel } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import { ageOf, momentOf, type Moment } from '../time.ts'
import { meetsAllOfItsSort } from './kind-pauses.ts'
import type { Weight } from '../weight.ts'

/** Quick reads are made for what can be sent within this time, so that they are fresh when its turn comes: milliseconds. */
export const readAhead = 40_000

/** Whether a reading that failed is about that row, or that owner, alone. */
const isAboutOne = (error: unknown): error is PanelFailure => isAboutThatAlone(error) && !meetsAllOfItsSort(error)

/** What is needed of a row that was read: whether what was shown of it is enough. */
export type Enough = (held: object) => boolean

/** A row that is to be read, by our id. */
export interface Wanted {
  readonly row: number
  /** The user in whose session; null where rows are the panel's own. */
  readonly user: number | null
  /** The lane in which what is done to it takes turns with what is done to others: that may shift it; null for none. */
  readonly turns: string | null
}

/** Rows of one entity as the panel held them just now, by our ids. */
export interface Freshness {
  /**
   * Reads those that were not read within the last `within` milliseconds, by as few requests as it takes; not all of
   * them where the panel cannot show one just now.
   */
  ahead(panel: Panel, rows: readonly Wanted[], within: number, signal?: AbortSignal): Promise<void>
  /**
   * Reads one by itself, unless it was read within the last `within` milliseconds. What one way of reading does not show
   * enough of is read in the other way as well.
   */
  now(panel: Panel, wanted: Wanted, within: number, enough: Enough, signal?: AbortSignal): Promise<void>
  /**
   * Reads rows that the panel shows together, as parts of one whole, at one moment: `read` tells when its request leaves,
   * and answers what is shown, by our ids. What is no part of it any more is read by itself.
   */
  together(
    panel: Panel,
    wanted: readonly Wanted[],
    within: number,
    read: (onLeaving: () => void) => Promise<ReadonlyMap<number, object>>,
    signal?: AbortSignal,
  ): Promise<void>
  /** The row as it was read within the last `within` milliseconds, else undefined; null if the panel has none to show. */
  of(row: number, within: number): object | null | undefined
  /**
   * Why the panel has none to show: it does not know it, or refuses to show it, as it does for a corrupted tracker.
   * Where it may show it later, the problem says so.
   */
  refusal(row: number): Problem
  /** Forgets what was read of a row, since it has been changed by ourselves. */
  spend(row: number): void
  /** Forgets what was read of all rows that take turns there, since one that we have changed may have shifted them. */
  spendTurns(turns: string): void
  weigh(): Weight
}

/** After so many reads of a row that were too old when they came, they count from then on: the panel is that slow. */
const mostLate = 3

/**
 * How many requests reading would take: one for each row, the lists of their owners and one for each row without, or the
 * whole list, where a page of a list has so many rows.
 */
export function cheapestReading(
  rows: readonly Pick<Whereabouts, 'owner'>[],
  ownedBy: (owners: readonly number[]) => ReadonlyMap<number, number>,
  total: number,
  rowsAtOnce: number = pageSize,
): { by: 'row' | 'owner' | 'all'; requests: number } {
  const owners = new Set<number>()
  let byOwner = 0
  for (const { owner } of rows) {
    if (owner === null) byOwner += 1
    else owners.add(owner)
  }
  const counts = ownedBy([...owners])
  const pages = (rows: number) => Math.max(1, Math.ceil(rows / rowsAtOnce))
  for (const owner of owners) byOwner += pages(counts.get(owner) ?? 0)
  const all = pages(total)
  if (rows.length <= byOwner && rows.length <= all) return { by: 'row', requests: rows.length }
  return byOwner < all ? { by: 'owner', requests: byOwner } : { by: 'all', requests: all }
}

/** A row as it was read, and in which ways; the moment is that at which it was asked for. */
interface Read {
  readonly at: Moment
  readonly held: object | null
  readonly by: 'list' | 'single' | 'both'
  readonly refusal?: Problem
}

/** What either of two reads has shown. */
function merged(one: object, other: object): object {
  const shown = Object.entries(one).filter(([, value]) => value !== undefined)
  return { ...other, ...Object.fromEntries(shown) }
}

/** What was read longer ago than this is of no use to a sending: milliseconds. */
const keptForSending = 120_000

export function createFreshness(options: {
  entity: EntityName
  cache: Cache
  clock: Clock
  /** How long what was read is kept: milliseconds. */
  keptFor?: number
}): Freshness {
  const { entity, cache, clock, keptFor = keptForSending } = options
  const reader = readerOf(entity)
  /** Counts what was forgotten, and when each row was: as long as anything is being read that was asked for before. */
  let spends = 0
  const spentAt = new Map<number, number>()
  let reading = 0
  let clearedAt = clock.monotonic()
  const read = new Map<number, Read>()
  /** Reads of a row, one after the other, that were too old when they came. */
  const late = new Map<number, number>()
  /** Rows that were read, by the lane in which they take turns. */
  const inTurns = new Map<string, Set<number>>()

  function freshRead(row: number, within: number): Read | undefined {
    const entry = read.get(row)
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

  /** Lets go of what is too old for anything, now and then: not all that was read is sent. */
  function clearOld(): void {
    if (clock.monotonic() - clearedAt < keptFor) return
    clearedAt = clock.monotonic()
    for (const [row, { at }] of read) if (ageOf(clock, at) > keptFor) read.delete(row)
    for (const [turns, rows] of inTurns) if (![...rows].some((row) => read.has(row))) inTurns.delete(turns)
  }

  /** One row; what is wrong with that one alone is no reason to hold up the others. */
  async function readOne(panel: Panel, row: number, where: Whereabouts, within: number, signal?: AbortSignal) {
    let at = momentOf(clock)
    const onLeaving = () => void (at = momentOf(clock))
    const asked = spends
    let one: Pick<Read, 'held' | 'refusal'>
    try {
      one = { held: await reader.one(panel, where, { signal, onLeaving }) }
    } catch (error) {
      if (!isAboutOne(error)) throw error
      one = { held: null, refusal: error.problem }
    }
    keep(panel, row, { ...one, by: 'single' }, at, asked, within)
  }

  /** Keeps what was asked for at a moment, unless it was changed by ourselves meanwhile. */
  function keep(panel: Panel, row: number, found: Omit<Read, 'at'>, at: Moment, asked: number, within: number): void {
    if (isSpentSince(row, asked)) return
    const age = ageOf(clock, at)
    // Longer than a read may take, only the computer can have slept, or its clock have been set.
    const isSlept = age > panel.timeouts.read
    const times = isSlept ? 0 : age > within ? (late.get(row) ?? 0) + 1 : 0
    if (times > 0) late.set(row, times)
    else late.delete(row)
    read.set(row, { ...found, at: times >= mostLate ? momentOf(clock) : at })
  }

  /** Whether it has been changed by ourselves since: what was asked for before may be older than that. */
  const isSpentSince = (row: number, asked: number) => (spentAt.get(row) ?? 0) > asked

  async function readPages(panel: Panel, ids: ReadonlyMap<number, number>, owner: number | null, signal?: AbortSignal) {
    for (let offset = 0; ;) {
      let at = momentOf(clock)
      const onLeaving = () => void (at = momentOf(clock))
      const asked = spends
      const page = await reader.page?.(panel, owner, offset, { signal, onLeaving })
      if (!page) return
      for (const row of page.list) {
        const id = ids.get(reader.panelIdOf(row))
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
   * rows to be read singly.
   */
  async function readLists(
    panel: Panel,
    ids: ReadonlyMap<number, number>,
    owners: Iterable<number | null>,
    signal?: AbortSignal,
  ) {
    for (const owner of owners) {
      try {
        await readPages(panel, ids, owner, signal)
      } catch (error) {
        if (!isAboutOne(error)) throw error
      }
    }
  }

  /** Where a row is; the panel may have it by our own id of it where nothing else is known. */
  function whereIs({ row, user }: Wanted): Whereabouts {
    const known = reader.whereabouts(cache, [row]).get(row) ?? { panelId: row, owner: null }
    return { ...known, owner: known.owner ?? user }
  }

  /** Reads a row in the way in which it was not read, and keeps what either shows. */
  async function readOtherwise(panel: Panel, wanted: Wanted, first: Read, within: number, signal?: AbortSignal) {
    const { row } = wanted
    const where = whereIs(wanted)
    if (first.by === 'list') await readOne(panel, row, where, within, signal)
    else if (first.held && reader.page)
      await readLists(panel, new Map([[where.panelId, row]]), [reader.ownerOf(first.held)], signal)
    const second = read.get(row)
    if (!second || !first.held || second === first) return
    if (second.held) read.set(row, { at: first.at, held: merged(second.held, first.held), by: 'both' })
  }

  function spend(row: number): void {
    read.delete(row)
    late.delete(row)
    spends += 1
    if (reading > 0) spentAt.set(row, spends)
  }

  /**
   * What was read of a row for another lane, as that in which it comes to a route of its own, is forgotten once it is
   * wanted in this one: what was done here since may have shifted it, and nobody knew then that it takes turns here.
   */
  function noteTurns({ row, turns }: Wanted): void {
    if (turns === null) return
    const rows = inTurns.get(turns) ?? new Set()
    inTurns.set(turns, rows)
    if (!rows.has(row)) spend(row)
    rows.add(row)
  }

  return {
    ahead: (panel, rows, within, signal) =>
      knowing(async () => {
        clearOld()
        rows.forEach(noteTurns)
        const isStale = (id: number) => {
          const entry = freshRead(id, within)
          return !entry || entry.refusal?.again === true
        }
        const wanted = new Map(rows.map((each) => [each.row, each]))
        const stale = [...wanted.keys()].filter(isStale)
        if (stale.length === 0) return
        const known = reader.whereabouts(cache, stale)
        const where = new Map([...known].map(([id, at]) => [id, { ...at, owner: at.owner ?? wanted.get(id)!.user }]))
        const way = cheapestReading(
          [...where.values()],
          (owners) => reader.ownedBy(cache, owners),
          reader.page ? cache.count(entity) : Infinity,
          pageSizeOf(panel),
        )
        if (way.by !== 'row') {
          const ids = new Map([...where].map(([id, { panelId }]) => [panelId, id]))
          const owners = new Set([...where.values()].flatMap(({ owner }) => owner ?? []))
          await readLists(panel, ids, way.by === 'all' ? [null] : owners, signal)
        }
        for (const id of stale) {
          if (!isStale(id)) continue
          await readOne(panel, id, where.get(id) ?? whereIs(wanted.get(id)!), within, signal)
          // It took several tries: the others are sent first, and what is left to read is read after that.
          if (read.get(id)?.refusal?.again) return
        }
      }),

    now: (panel, wanted, within, enough, signal) =>
      knowing(async () => {
        clearOld()
        noteTurns(wanted)
        const { row } = wanted
        const kept = freshRead(row, within)
        if (!kept || kept.refusal?.again) await readOne(panel, row, whereIs(wanted), within, signal)
        const found = freshRead(row, within)
        if (found?.held && found.by !== 'both' && !enough(found.held)) {
          await readOtherwise(panel, wanted, found, within, signal)
        }
      }),

    together: (panel, wanted, within, readAll, signal) =>
      knowing(async () => {
        clearOld()
        wanted.forEach(noteTurns)
        let at = momentOf(clock)
        const asked = spends
        const found = await readAll(() => void (at = momentOf(clock)))
        for (const each of wanted) {
          const held = found.get(each.row)
          if (held) keep(panel, each.row, { held, by: 'both' }, at, asked, within)
          // What others have taken out of the whole may be elsewhere by now, which it does not show.
          else await readOne(panel, each.row, whereIs(each), within, signal)
        }
      }),

    of: (row, within) => freshRead(row, within)?.held,
    refusal: (row) => read.get(row)?.refusal ?? { code: 'entity-gone', values: { id: row } },
    spend,
    spendTurns(turns) {
      for (const row of inTurns.get(turns) ?? []) spend(row)
      inTurns.delete(turns)
    },
    weigh: () => ({
      reads: read.size,
      'late reads': late.size,
      'spent reads': spentAt.size,
      'lanes read': inTurns.size,
    }),
  }
}

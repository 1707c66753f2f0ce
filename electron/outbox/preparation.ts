import type { Problem } from '../../shared/problem.ts'
import { entities, type EntityName } from '../../shared/entities/entity.ts'
import type { Permission } from '../../shared/model/permissions.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn, thirdValues } from '../../shared/operations/edit.ts'
import { readerOf } from '../entities/row-readers.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Panel } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { baseInForce } from './base.ts'
import { createFreshness, readAhead, type Freshness } from './freshness.ts'
import type { Packet } from './packing.ts'
import { freshFor, readingOf } from './reading.ts'
import { sumOf, type Weight } from '../weight.ts'

/** How long an operation waits whose row the panel cannot show just now: milliseconds. */
const afterFailure = 10_000

/** What came of looking whether a request may go. */
interface Admission {
  /** Whether it may go as it is. */
  readonly clear: boolean
  /** Operations that wait, or became conflicts, and those that were refused. */
  readonly setAside: readonly number[]
  readonly refused: readonly number[]
}

/** What goes before sending: reading afresh what edits were made against, and finding conflicts. */
export interface Preparation {
  /** Reads together what those of these requests need that are read quickly. Throws where that fails. */
  readAhead(packets: readonly Packet[], signal: AbortSignal): Promise<void>
  /** Reads what a request needs that is read exactly and not fresh, or was not shown whole. Throws where that fails. */
  read(packet: Packet, signal: AbortSignal): Promise<void>
  /**
   * Looks whether a request may go: where the panel holds a third value, the operation becomes a conflict; where it has
   * nothing to show, it is refused, or waits if that may change. What is not fresh is left for another reading.
   */
  admit(packet: Packet): Admission
  /** Whether everything that a request was prepared by is still fresh. */
  isFresh(packet: Packet): boolean
  /** Whether a request must leave soon, lest what it was prepared by grow old. */
  isInHurry(packet: Packet): boolean
  /** Forgets what was read for a request, which has changed it. */
  spend(packet: Packet): void
  /** A row of the entity that a request is about, as it was read, if that is fresh. */
  held(packet: Packet, row: number): object | undefined
  /** Reads such a row back just after we have changed it; undefined where that took too long, or the panel shows none. */
  readBack(packet: Packet, row: number, signal?: AbortSignal): Promise<object | undefined>
  weigh(): Weight
}

/** What reading the rows of such a kind takes. */
export function readingNeedsOf(kind: KindName): readonly Permission[] {
  return readerOf(kindOf(kind).entity).needs
}

export function createPreparation(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  time: SteadyTime
  panel: Panel
}): Preparation {
  const { journal, time, panel } = options
  const freshness = new Map<EntityName, Freshness>(
    Object.values(entities).map(({ name }) => [name, createFreshness({ ...options, entity: name })]),
  )
  const freshnessFor = ({ kind }: Packet) => freshness.get(kindOf(kind).entity)!

  /** How old what a request is prepared by may be: milliseconds. */
  function within({ operations }: Packet): number {
    return Math.min(...operations.map(({ changeSet }) => freshFor[readingOf(journal, changeSet)]))
  }

  const isReadAhead = (packet: Packet) => within(packet) >= freshFor.quick

  function readsOf(packet: Packet): number[] {
    const carrier = carrierOf(packet.kind)
    return packet.operations.map(({ params }) => carrier.reads(params)).filter((id) => id !== null)
  }

  /** Whether all is shown that an operation goes by: what it was made against, and what it has to write along. */
  function isEnough(packet: Packet, params: unknown, held: object): boolean {
    const carrier = carrierOf(packet.kind)
    if (carrier.lacks?.(params, held)) return false
    const edit = editIn(params)
    if (!carrier.holds || !edit) return true
    const shown = carrier.holds(held)
    return Object.entries(edit.set).every(([field, value]) => value === undefined || shown[field] !== undefined)
  }

  /** How an operation stands to what the panel holds now. */
  function standing(
    packet: Packet,
    params: unknown,
  ): 'clear' | 'stale' | { refused: Problem } | { theirs: Record<string, unknown> } {
    const carrier = carrierOf(packet.kind)
    const row = carrier.reads(params)
    if (row === null) return 'clear'
    const freshness = freshnessFor(packet)
    const held = freshness.of(row, within(packet))
    if (held === undefined) return 'stale'
    if (held === null) return { refused: freshness.refusal(row) }
    const edit = editIn(params)
    const theirs = carrier.holds && edit ? thirdValues(edit, baseInForce(journal, edit), carrier.holds(held)) : null
    if (theirs) return { theirs }
    const lacking = carrier.lacks?.(params, held)
    return lacking ? { refused: lacking } : 'clear'
  }

  return {
    async readAhead(packets, signal) {
      const read = packets.filter(isReadAhead)
      for (const each of freshness.values()) {
        const rows = read.filter((packet) => freshnessFor(packet) === each).flatMap(readsOf)
        await each.ahead(panel, rows, freshFor.quick - readAhead, signal)
      }
    },

    async read(packet, signal) {
      const carrier = carrierOf(packet.kind)
      const freshness = freshnessFor(packet)
      for (const { params } of packet.operations) {
        const row = carrier.reads(params)
        if (row === null) continue
        // What was read ahead and has grown old is read ahead once more, together with others.
        if (isReadAhead(packet) && freshness.of(row, within(packet)) === undefined) continue
        await freshness.now(panel, row, within(packet), (held) => isEnough(packet, params, held), signal)
      }
    },

    admit(packet) {
      const setAside: number[] = []
      const refused: number[] = []
      let clear = true
      for (const { id, params } of packet.operations) {
        const found = standing(packet, params)
        if (found === 'clear') continue
        clear = false
        if (found === 'stale') continue
        if ('theirs' in found) {
          const { theirs } = found
          setAside.push(...journal.move([id], 'conflict', { theirs, problem: { code: 'conflict' } }))
        } else if (found.refused.again) {
          const change = { problem: found.refused, retryAt: time.now() + afterFailure }
          setAside.push(...journal.move([id], 'waiting', change))
        } else refused.push(...journal.move([id], 'rejected', { problem: found.refused }))
      }
      return { clear, setAside, refused }
    },

    isFresh: (packet) => readsOf(packet).every((row) => freshnessFor(packet).of(row, within(packet))),
    isInHurry: (packet) => readsOf(packet).length > 0 && !isReadAhead(packet),
    spend: (packet) => readsOf(packet).forEach((row) => freshnessFor(packet).spend(row)),
    weigh: () => sumOf([...freshness.values()].map((each) => each.weigh())),
    held: (packet, row) => freshnessFor(packet).of(row, freshFor.quick) ?? undefined,
    async readBack(packet, row, signal) {
      const freshness = freshnessFor(packet)
      await freshness.now(panel, row, freshFor.exact, () => true, signal)
      return freshness.of(row, freshFor.exact) ?? undefined
    },
  }
}

import type { Problem } from '../../shared/problem.ts'
import { anyEdit, thirdValues } from '../../shared/operations/edit.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Panel } from '../panel/panel.ts'
import type { PanelTracker } from '../panel/panel-api.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { baseInForce } from './base.ts'
import { createFreshness, readAhead } from './freshness.ts'
import type { Packet } from './packing.ts'
import { freshFor, readingOf } from './reading.ts'
import type { Weight } from '../weight.ts'

/** How long an operation waits whose tracker the panel cannot show just now: milliseconds. */
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
  /** A tracker as it was read, if that is fresh. */
  held(tracker: number): PanelTracker | undefined
  /** Reads a tracker back just after we have changed it; undefined where that took too long, or the panel shows none. */
  readBack(tracker: number, signal?: AbortSignal): Promise<PanelTracker | undefined>
  weigh(): Weight
}

export function createPreparation(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  time: SteadyTime
  panel: Panel
}): Preparation {
  const { journal, time, panel } = options
  const freshness = createFreshness(options)

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
  function isEnough(packet: Packet, params: unknown, held: PanelTracker): boolean {
    const carrier = carrierOf(packet.kind)
    if (carrier.lacks?.(params, held)) return false
    const edit = anyEdit.safeParse(params)
    if (!carrier.holds || !edit.success) return true
    const shown = carrier.holds(held)
    return Object.entries(edit.data.set).every(([field, value]) => value === undefined || shown[field] !== undefined)
  }

  /** How an operation stands to what the panel holds now. */
  function standing(
    packet: Packet,
    params: unknown,
  ): 'clear' | 'stale' | { refused: Problem } | { theirs: Record<string, unknown> } {
    const carrier = carrierOf(packet.kind)
    const tracker = carrier.reads(params)
    if (tracker === null) return 'clear'
    const held = freshness.of(tracker, within(packet))
    if (held === undefined) return 'stale'
    if (held === null) return { refused: freshness.refusal(tracker) }
    const edit = anyEdit.safeParse(params)
    const theirs =
      carrier.holds && edit.success
        ? thirdValues(edit.data, baseInForce(journal, edit.data), carrier.holds(held))
        : null
    if (theirs) return { theirs }
    const lacking = carrier.lacks?.(params, held)
    return lacking ? { refused: lacking } : 'clear'
  }

  return {
    readAhead(packets, signal) {
      const trackers = packets.filter(isReadAhead).flatMap(readsOf)
      return freshness.ahead(panel, trackers, freshFor.quick - readAhead, signal)
    },

    async read(packet, signal) {
      const carrier = carrierOf(packet.kind)
      for (const { params } of packet.operations) {
        const tracker = carrier.reads(params)
        if (tracker === null) continue
        // What was read ahead and has grown old is read ahead once more, together with others.
        if (isReadAhead(packet) && freshness.of(tracker, within(packet)) === undefined) continue
        await freshness.now(panel, tracker, within(packet), (held) => isEnough(packet, params, held), signal)
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

    isFresh: (packet) => readsOf(packet).every((tracker) => freshness.of(tracker, within(packet))),
    isInHurry: (packet) => readsOf(packet).length > 0 && !isReadAhead(packet),
    spend: (packet) => readsOf(packet).forEach((tracker) => freshness.spend(tracker)),
    weigh: () => freshness.weigh(),
    held: (tracker) => freshness.of(tracker, freshFor.quick) ?? undefined,
    async readBack(tracker, signal) {
      await freshness.now(panel, tracker, freshFor.exact, () => true, signal)
      return freshness.of(tracker, freshFor.exact) ?? undefined
    },
  }
}

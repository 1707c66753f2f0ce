import { anyEdit, thirdValues } from '../../shared/operations/edit.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Panel } from '../panel/panel.ts'
import type { PanelTracker } from '../panel/panel-api.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { baseInForce } from './base.ts'
import { createFreshness } from './freshness.ts'
import type { Packet } from './packing.ts'

/** How long an operation waits whose tracker the panel cannot show just now: milliseconds. */
const afterFailure = 10_000

/** What goes before sending: reading afresh what edits were made against, and finding conflicts. */
export interface Preparation {
  /** Reads what these requests need and is not fresh for `margin` more milliseconds. Throws where that fails. */
  read(packets: readonly Packet[], margin: number, signal: AbortSignal): Promise<void>
  /**
   * Sorts out requests that may not go: where the panel holds a third value, the operation becomes a conflict; where
   * it has nothing to show, it is refused, or waits if that may change. What is not fresh is left for another reading.
   */
  sort(packets: readonly Packet[]): { clear: Packet[]; setAside: number[]; refused: number[] }
  /** Whether everything that a request was prepared by is still fresh. */
  isFresh(packet: Packet): boolean
  /** Forgets what was read for a request, which has changed it. */
  spend(packet: Packet): void
  /** A tracker as it was read, if that is fresh. */
  held(tracker: number): PanelTracker | undefined
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

  function readsOf(packet: Packet): number[] {
    const carrier = carrierOf(packet.kind)
    return packet.operations.map(({ params }) => carrier.reads(params)).filter((id) => id !== null)
  }

  /** How an operation stands to what the panel holds now. */
  function standing(packet: Packet, params: unknown): 'clear' | 'stale' | 'gone' | { theirs: Record<string, unknown> } {
    const carrier = carrierOf(packet.kind)
    const tracker = carrier.reads(params)
    if (tracker === null) return 'clear'
    const held = freshness.of(tracker)
    if (held === undefined) return 'stale'
    if (held === null) return 'gone'
    const edit = anyEdit.safeParse(params)
    if (!carrier.holds || !edit.success) return 'clear'
    const theirs = thirdValues(edit.data, baseInForce(journal, edit.data), carrier.holds(held))
    return theirs ? { theirs } : 'clear'
  }

  return {
    read: (packets, margin, signal) => freshness.ensure(panel, packets.flatMap(readsOf), margin, signal),

    sort(packets) {
      const setAside: number[] = []
      const refused: number[] = []
      const clear = packets.filter((packet) => {
        for (const { id, params } of packet.operations) {
          const found = standing(packet, params)
          if (found === 'clear') continue
          if (found === 'gone') {
            const problem = freshness.refusal(carrierOf(packet.kind).reads(params) ?? 0)
            if (problem.again) {
              setAside.push(...journal.move([id], 'waiting', { problem, retryAt: time.now() + afterFailure }))
            } else refused.push(...journal.move([id], 'rejected', { problem }))
          } else if (found !== 'stale') {
            const { theirs } = found
            setAside.push(...journal.move([id], 'conflict', { theirs, problem: { code: 'conflict' } }))
          }
          return false
        }
        return true
      })
      return { clear, setAside, refused }
    },

    isFresh: (packet) => readsOf(packet).every((tracker) => freshness.of(tracker)),
    spend: (packet) => readsOf(packet).forEach((tracker) => freshness.spend(tracker)),
    held: (tracker) => freshness.of(tracker) ?? undefined,
  }
}

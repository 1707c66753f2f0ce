import type { Panel } from '../panel/panel.ts'
import { principalOf } from '../panel/endpoint.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import { idsOf, type Batch } from './batching.ts'

/** How many sessions are asked for at once: each takes turns from the dealer's own rate. */
const mostOpenings = 4
/** Operations that are looked past while their session is being opened, at most. */
const mostAwaited = 2000

/**
 * Which requests can go to their endpoints now. The dealer's session is opened in passing, since all wait for it. Those
 * of others are opened while others are sent, and what waits for one takes no place among the requests under way.
 */
export interface Reach {
  /**
   * Those that can go. The session that another needs is asked for; where it cannot be had for now, its operations wait,
   * with the reason.
   */
  within(batches: readonly Batch[]): Batch[]
  /** Operations whose session is being opened. */
  readonly awaited: ReadonlySet<number>
  /** Whether any session is being opened. */
  readonly isOpening: boolean
}

export function createReach(options: {
  journal: Journal
  panel: Panel
  time: SteadyTime
  events: OutboxEvents
  /** Ends the waiting for sessions. */
  signal: AbortSignal
  /** A session could not be opened. */
  failed: (error: unknown) => void
  /** A session is open, or cannot be had for now. */
  changed: () => void
}): Reach {
  const { journal, panel, time } = options
  const opening = new Set<string>()
  const awaited = new Set<number>()

  /** Asks for the session of a request, unless that is done already or too many others are being asked for. */
  function open({ endpoint }: Batch): void {
    const principal = principalOf(endpoint)
    if (opening.has(principal) || opening.size >= mostOpenings) return
    opening.add(principal)
    void panel
      .at(endpoint)
      .open(options.signal)
      .catch(options.failed)
      .finally(() => {
        opening.delete(principal)
        // Those of other sessions are found again where theirs is still being opened.
        awaited.clear()
        options.changed()
      })
  }

  /** Operations wait for as long as nothing goes where they are to go. */
  function setAside(batches: readonly Batch[]): void {
    journal.commit(() => {
      for (const batch of batches) {
        const { problem = null, wait = 0 } = panel.at(batch.endpoint).held ?? {}
        journal.move(idsOf(batch), 'waiting', { problem, retryAt: time.now() + wait })
      }
    })
    tell(options.events, journal.byIds(batches.flatMap(idsOf)))
  }

  return {
    within(batches) {
      const held: Batch[] = []
      const reached = batches.filter((batch) => {
        const line = panel.at(batch.endpoint)
        if (line.held) held.push(batch)
        else if (line.isOpen || line === panel) return true
        else {
          open(batch)
          for (const id of idsOf(batch)) if (awaited.size < mostAwaited) awaited.add(id)
        }
        return false
      })
      if (held.length > 0) setAside(held)
      return reached
    },
    awaited,
    get isOpening() {
      return opening.size > 0
    },
  }
}

import type { Panel } from '../panel/panel.ts'
import { principalOf } from '../panel/endpoint.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { tell, type News } from './news.ts'
import { idsOf, type Packet } from './packing.ts'

/** How many sessions are asked for at once: each takes turns from the dealer's own rate. */
const mostOpenings = 4
/** Operations that are looked past while their session is being opened, at most. */
const mostAwaited = 2000

/**
 * Which requests can go to their endpoints now. The dealer's session is opened in passing, since all wait for it. Those
 * of others are opened beside the sending, and what waits for one takes no place among the requests under way.
 */
export interface Reach {
  /**
   * Those that can go. The session that another needs is asked for; where it cannot be had for now, its operations wait,
   * with the reason.
   */
  within(packets: readonly Packet[]): Packet[]
  /** Operations whose session is being opened. */
  readonly awaited: ReadonlySet<number>
  /** Whether any session is being opened. */
  readonly isOpening: boolean
}

export function createReach(options: {
  journal: Journal
  panel: Panel
  time: SteadyTime
  news: News
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
  function open({ endpoint }: Packet): void {
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
  function setAside(packets: readonly Packet[]): void {
    journal.commit(() => {
      for (const packet of packets) {
        const { problem = null, wait = 0 } = panel.at(packet.endpoint).held ?? {}
        journal.move(idsOf(packet), 'waiting', { problem, retryAt: time.now() + wait })
      }
    })
    tell(options.news, journal.byIds(packets.flatMap(idsOf)))
  }

  return {
    within(packets) {
      const held: Packet[] = []
      const reached = packets.filter((packet) => {
        const line = panel.at(packet.endpoint)
        if (line.held) held.push(packet)
        else if (line.isOpen || line === panel) return true
        else {
          open(packet)
          for (const id of idsOf(packet)) if (awaited.size < mostAwaited) awaited.add(id)
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

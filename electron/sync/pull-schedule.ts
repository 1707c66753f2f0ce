import type { PullInterval } from '../../shared/contract/profiles.ts'
import type { Clock } from '../ports.ts'
import type { Pull } from './pull.ts'

const minute = 60_000

/** How soon it is looked again whether a pull that is due may begin: milliseconds. */
const lookAgain = 20_000

/** The longest that pulls which fail are apart, in intervals: each time twice as long. */
const mostIntervals = 8

/** Has pulls begin by themselves, every so many minutes, and never in the way of sending. */
export interface PullSchedule {
  /** Minutes from one pull to the next; 0 for none. */
  readonly every: PullInterval
  set(every: PullInterval): void
  /** Something is being sent, or no longer: a pull that began by itself makes way. */
  look(): void
}

/**
 * Pulls that begin by themselves, until the signal ends them. One that a person has begun counts like any: the next is
 * due so long after it. `isBusy` says whether something is being sent, `isOnline` whether the panel can be asked.
 */
export function createPullSchedule(options: {
  pull: Pull
  clock: Clock
  every: PullInterval
  signal: AbortSignal
  isOnline: () => boolean
  isBusy: () => boolean
}): PullSchedule {
  const { pull, clock, isOnline, isBusy } = options
  let { every } = options
  /** When one was last begun here, by the clock that is never set; and how many in a row have failed. */
  let begunAt = -Infinity
  let failed = 0
  /** Whether the pull that is under way, or was last, began here. */
  let isOurs = false
  let waiting = new AbortController()

  /** Milliseconds until the next one is due. */
  function due(): number {
    const interval = every * minute
    const pause = interval * Math.min(mostIntervals, 2 ** failed)
    // The age is counted from the end of a pull, the interval from its beginning.
    return Math.max(interval - lookAgain - pull.age(), begunAt + pause - clock.monotonic())
  }

  /** Takes note of how the last one ended. */
  function settle(): void {
    if (!isOurs || pull.state.running) return
    isOurs = false
    failed = pull.state.problem === null ? 0 : failed + 1
  }

  function begin(): void {
    // One that broke off is tried again by itself, sooner than that.
    const mayBegin = isOnline() && !isBusy() && !pull.state.running && pull.state.retryAt === null
    if (due() > 0 || !mayBegin) return
    begunAt = clock.monotonic()
    isOurs = true
    pull.start()
  }

  async function run(): Promise<void> {
    while (!options.signal.aborted) {
      settle()
      if (every > 0) begin()
      const wait = Math.max(lookAgain, Math.min(due(), every * minute))
      const { signal } = waiting
      // Where none is ever due, only another interval ends the wait.
      await (every > 0 ? clock.sleep(wait, signal).catch(() => undefined) : untilAborted(signal))
    }
  }

  function wake(): void {
    waiting.abort()
    waiting = new AbortController()
  }

  options.signal.addEventListener('abort', wake)
  void run()
  return {
    get every() {
      return every
    },
    set(chosen) {
      every = chosen
      failed = 0
      wake()
    },
    look() {
      if (!isOurs || !isBusy() || !pull.state.running) return
      pull.stop()
      // It has not had its turn: it begins again once everything has been sent.
      isOurs = false
      begunAt = -Infinity
      wake()
    },
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

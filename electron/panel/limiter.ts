import type { Clock, Random } from '../ports.ts'
import { untilAborted } from './waiting.ts'

/** Keeps requests of one dealer at one host within the panel's rate, whoever sends them. */
export interface Limiter {
  /** Resolves when it is the caller's turn to send one request: first come, first served, evenly spaced. */
  take(signal?: AbortSignal): Promise<void>
  /** The panel has answered 429 or code 15: everybody pauses, and the rate is halved. */
  tooMany(): void
  /** The panel has taken a request: the rate creeps back to the full one. */
  fine(): void
  /** Requests a second at present. */
  readonly rate: number
}

/** The panel's limit for all sessions of one dealer, in requests a second. (panel-api.md, section 1) */
export const dealerRate = 10

// Requests do not arrive as evenly as they leave; half a per cent keeps jitter of some milliseconds within the limit.
const slack = 1.005
const firstPause = 1000
const longestPause = 60_000
const slowest = 1 / 32
const creep = 1 / 50

/** A limiter of `perSecond` requests; `Infinity` never waits, except after a 429. */
export function createLimiter({
  clock,
  random,
  perSecond,
}: {
  clock: Clock
  random: Random
  perSecond: number
}): Limiter {
  let fraction = 1
  let strikes = 0
  let lastTaken = -Infinity
  let pausedUntil = -Infinity
  let queue: Promise<void> = Promise.resolve()

  const spacing = () => (1000 * slack) / (perSecond * fraction)

  /** Milliseconds until the next request may leave. */
  function wait(): number {
    return Math.max(lastTaken + spacing(), pausedUntil) - clock.monotonic()
  }

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    // Looked at again after each sleep: the panel may have answered 429 meanwhile, or the timer may have been early.
    for (let left = wait(); left > 0; left = wait()) await clock.sleep(left, signal)
    lastTaken = clock.monotonic()
  }

  return {
    take(signal) {
      const mine = queue.then(() => turn(signal))
      queue = mine.catch(() => undefined)
      return untilAborted(mine, signal)
    },
    tooMany() {
      // Requests that were under way together are all refused together: that is one strike, not many.
      if (clock.monotonic() < pausedUntil) return
      const pause = firstPause * 2 ** strikes * (1 + random.next() / 4)
      pausedUntil = clock.monotonic() + Math.min(pause, longestPause)
      strikes += 1
      fraction = Math.max(fraction / 2, slowest)
    },
    fine() {
      if (clock.monotonic() < pausedUntil) return
      strikes = 0
      fraction = Math.min(fraction + creep, 1)
    },
    get rate() {
      return 1000 / spacing()
    },
  }
}

/** The limiters of this program, one for each host and dealer, shared across profiles, pulls and sending. */
interface Limiters {
  /** The one for a dealer (or, before that is known, a login) at a panel's base address; made on first use. */
  of(baseUrl: string, dealer: number | string): Limiter
}

/** Limiters of `perSecond` requests each. */
export function createLimiters(options: { clock: Clock; random: Random; perSecond: number }): Limiters {
  const known = new Map<string, Limiter>()
  return {
    of(baseUrl, dealer) {
      const key = `${dealer}@${new URL(baseUrl).host}`
      const limiter = known.get(key) ?? createLimiter(options)
      known.set(key, limiter)
      return limiter
    },
  }
}

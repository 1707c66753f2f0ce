import { noLongerWanted, type Clock, type Random } from '../ports.ts'

/** Keeps requests of one dealer at one host within the panel's rate, whoever sends them. */
export interface Limiter {
  /**
   * Resolves when it is the caller's turn to send one request: first come, first served, evenly spaced. One in a hurry,
   * such as a change whose read must not grow old, comes before the others, and does not wait for what the rate was
   * lowered to; the others wait so much longer.
   */
  take(signal?: AbortSignal, inHurry?: boolean): Promise<void>
  /** The panel has answered 429 or code 15: everybody pauses, and the rate is halved. */
  tooMany(): void
  /** The panel has taken a request: the rate creeps back to the full one. */
  fine(): void
  /** Requests a second at present. */
  readonly rate: number
}

/** Somebody who waits for a turn. */
interface Waiting {
  readonly inHurry: boolean
  readonly go: () => void
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
  /** Turns that those in a hurry have taken early: the others wait for them. */
  let owed = 0
  let pausedUntil = -Infinity
  const waiting: Waiting[] = []
  /** Wakes who waits for the next turn, to look who has it now. */
  let sleeping: AbortController | null = null
  let serving = false

  const fullSpacing = (1000 * slack) / perSecond
  const spacing = () => fullSpacing / fraction

  /** Milliseconds until the next request may leave. */
  function wait(inHurry: boolean): number {
    return Math.max(lastTaken + (inHurry ? fullSpacing : (1 + owed) * spacing()), pausedUntil) - clock.monotonic()
  }

  /** Gives turns until nobody waits any more. */
  async function serve(): Promise<void> {
    if (serving) return
    serving = true
    for (;;) {
      const next = waiting.find(({ inHurry }) => inHurry) ?? waiting[0]
      if (!next) break
      // Looked at again after each sleep: the panel may have answered 429 meanwhile, or the timer may have been early.
      const left = wait(next.inHurry)
      if (left > 0) {
        sleeping = new AbortController()
        await clock.sleep(left, sleeping.signal).catch(() => undefined)
        sleeping = null
        continue
      }
      const now = clock.monotonic()
      const early = (lastTaken + (1 + owed) * spacing() - now) / spacing()
      owed = early > 0 ? early : 0
      lastTaken = now
      waiting.splice(waiting.indexOf(next), 1)
      next.go()
    }
    serving = false
  }

  return {
    take(signal, inHurry = false) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error)
      return new Promise<void>((resolve, reject) => {
        const leave = () => {
          waiting.splice(waiting.indexOf(mine), 1)
          sleeping?.abort(noLongerWanted)
          reject(signal?.reason as Error)
        }
        const mine: Waiting = {
          inHurry,
          go() {
            signal?.removeEventListener('abort', leave)
            resolve()
          },
        }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.push(mine)
        if (inHurry) sleeping?.abort(noLongerWanted)
        void serve()
      })
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

/** Limiters that are remembered at most: one that whoever has it goes on using is its own. */
const limitersMost = 200

/** Limiters of `perSecond` requests each. */
export function createLimiters(options: { clock: Clock; random: Random; perSecond: number }): Limiters {
  const known = new Map<string, Limiter>()
  return {
    of(baseUrl, dealer) {
      const key = `${dealer}@${new URL(baseUrl).host}`
      const limiter = known.get(key) ?? createLimiter(options)
      // The most recently used stay.
      known.delete(key)
      known.set(key, limiter)
      for (const oldest of known.keys()) {
        if (known.size <= limitersMost) break
        known.delete(oldest)
      }
      return limiter
    },
  }
}

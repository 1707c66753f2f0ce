import { noLongerWanted, type Clock, type Random } from '../ports.ts'
import { keepRecent } from '../recently-used.ts'

/** Whose limit it is, at one host: the dealer's, one user's, or that of our address as a whole. */
export type Scope = 'dealer' | 'address' | `user ${number}`

/** Keeps requests within the limits of their scopes, no matter who sends them. */
export interface Limiter {
  /**
   * Resolves when it is the caller's turn to send one request, in all of its scopes at once: first come, first served,
   * evenly spaced. One in a hurry, such as a change whose read must not grow old, comes before the others, and does not
   * wait for what the rate was lowered to; the others wait so much longer.
   */
  take(signal?: AbortSignal, inHurry?: boolean): Promise<void>
  /** The same for a request before which something has to be done yet, such as writing it down: then it is to {@link leave}. */
  turn(signal?: AbortSignal, inHurry?: boolean): Promise<void>
  /**
   * Resolves when a request that has had its turn may leave: at once as a rule, and else when it is far enough behind
   * what has left before, for what was done since their turns may have brought several together.
   */
  leave(): Promise<void>
  /**
   * It was too much: everybody in the scope that it is about pauses, and its rate is halved. That is the first scope,
   * the principal's own, where the API has said so; and every scope where something before it has, which knows addresses
   * alone.
   */
  tooMany(about: 'principal' | 'address'): void
  /** A request was taken: the rate creeps back to the full one. */
  fine(): void
  /** Requests a second at present. */
  readonly rate: number
}

/** The documented limits, in requests a second: all sessions of one dealer's, … (panel-api.md, section 1) */
export const dealerRate = 10
/** … one user's, and those of our address. */
const [userRate, addressRate] = [50, 50]

// Requests do not arrive as evenly as they leave; half a per cent keeps jitter of some milliseconds within the limit.
const slack = 1.005
const firstPause = 1000
const longestPause = 60_000
const slowest = 1 / 32
const creep = 1 / 50

/** What is waited for: to leave, after a turn; or for a turn, in a hurry or not. In the order in which they are served. */
const waits = ['leaving', 'hurry', 'usual'] as const
type Wait = (typeof waits)[number]

/** How fast requests may go in one scope. */
interface Pace {
  /** Milliseconds until the next turn, or until the next request that has had its turn may leave. */
  wait(wait: Wait): number
  /** A turn is taken now. */
  take(): void
  /** A request that has had its turn leaves now. */
  leave(): void
  tooMany(): void
  fine(): void
  readonly rate: number
}

/** A pace of `perSecond` requests; `Infinity` never waits, except after a 429. */
function createPace({ clock, random, perSecond }: { clock: Clock; random: Random; perSecond: number }): Pace {
  let fraction = 1
  let strikes = 0
  let lastTaken = -Infinity
  let lastLeft = -Infinity
  /** Turns that those in a hurry have taken early: the others wait for them. */
  let owed = 0
  let pausedUntil = -Infinity

  const fullSpacing = (1000 * slack) / perSecond
  const spacing = () => fullSpacing / fraction

  return {
    wait(wait) {
      const now = clock.monotonic()
      if (wait === 'leaving') return lastLeft + fullSpacing - now
      return Math.max(lastTaken + (wait === 'hurry' ? fullSpacing : (1 + owed) * spacing()), pausedUntil) - now
    },
    take() {
      const now = clock.monotonic()
      const early = (lastTaken + (1 + owed) * spacing() - now) / spacing()
      owed = early > 0 ? early : 0
      lastTaken = now
    },
    leave: () => void (lastLeft = clock.monotonic()),
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

/** Somebody who waits, for a turn or to leave. */
interface Waiting {
  readonly paces: readonly Pace[]
  readonly wait: Wait
  readonly go: () => void
}

/** Waits for a turn in every pace at once, or to leave by every pace at once. */
interface Turns {
  take(paces: readonly Pace[], wait: Exclude<Wait, 'leaving'>, signal?: AbortSignal): Promise<void>
  leave(paces: readonly Pace[]): Promise<void>
}

/**
 * One queue for all: a turn is taken, and a request leaves, in every pace at the same moment, so that none of them sees
 * requests closer than it allows. Who waits for one pace does not hold up those who need another.
 */
function createTurns(clock: Clock): Turns {
  const waiting: Waiting[] = []
  /** Wakes who waits for the next turn, to look who has it now. */
  let sleeping: { readonly until: number; readonly wake: AbortController } | null = null
  let serving = false

  const leftOf = ({ paces, wait }: Pick<Waiting, 'paces' | 'wait'>) => Math.max(...paces.map((pace) => pace.wait(wait)))

  /** Who has the next turn; or the milliseconds until somebody has. */
  function next(): Waiting | number {
    let soonest = Infinity
    for (const wait of waits) {
      // All who wait for the same paces wait equally long.
      const seen = new Set<readonly Pace[]>()
      for (const one of waiting) {
        if (one.wait !== wait || seen.has(one.paces)) continue
        seen.add(one.paces)
        const left = leftOf(one)
        if (left <= 0) return one
        soonest = Math.min(soonest, left)
      }
    }
    return soonest
  }

  /** Gives turns until nobody waits any more. */
  async function serve(): Promise<void> {
    if (serving) return
    serving = true
    while (waiting.length > 0) {
      // Looked at again after each sleep: the panel may have answered 429 meanwhile, or the timer may have been early.
      const one = next()
      if (typeof one === 'number') {
        sleeping = { until: clock.monotonic() + one, wake: new AbortController() }
        await clock.sleep(one, sleeping.wake.signal).catch(() => undefined)
        sleeping = null
        continue
      }
      for (const pace of one.paces) {
        if (one.wait === 'leaving') pace.leave()
        else pace.take()
      }
      waiting.splice(waiting.indexOf(one), 1)
      one.go()
    }
    serving = false
  }

  function join(mine: Waiting): void {
    waiting.push(mine)
    const isSooner = mine.wait !== 'usual' || (sleeping && clock.monotonic() + leftOf(mine) < sleeping.until)
    if (isSooner) sleeping?.wake.abort(noLongerWanted)
    void serve()
  }

  return {
    take(paces, wait, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error)
      return new Promise<void>((resolve, reject) => {
        const giveUp = () => {
          waiting.splice(waiting.indexOf(mine), 1)
          sleeping?.wake.abort(noLongerWanted)
          reject(signal?.reason as Error)
        }
        const mine: Waiting = {
          paces,
          wait,
          go() {
            signal?.removeEventListener('abort', giveUp)
            resolve()
          },
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        join(mine)
      })
    },
    leave(paces) {
      return new Promise((go) => join({ paces, wait: 'leaving', go }))
    },
  }
}

/** The limiter for some scopes of those who speak to one host for one dealer: the principal's own scope first. */
export type Limits = (scopes: readonly [Scope, ...Scope[]]) => Limiter

/** The limits of this program, shared across profiles, pulls and sending. */
interface Limiters {
  /** Those of a dealer (or, before that is known, a login) at a panel's base address. */
  of(baseUrl: string, dealer: number | string): Limits
}

/** Scopes that are remembered at most: a scope that is still used is never dropped. */
const scopesMost = 200

/** Limits of `perSecond` requests for a dealer, and of no less for a user and for our address. */
export function createLimiters(options: { clock: Clock; random: Random; perSecond: number }): Limiters {
  const { clock, perSecond } = options
  const turns = createTurns(clock)
  const known = new Map<string, Pace>()

  function rateOf(scope: Scope): number {
    if (scope === 'dealer') return perSecond
    return Math.max(perSecond, scope === 'address' ? addressRate : userRate)
  }

  function paceOf(key: string, scope: Scope): Pace {
    const pace = known.get(key) ?? createPace({ ...options, perSecond: rateOf(scope) })
    keepRecent(known, key, pace, scopesMost)
    return pace
  }

  return {
    of(baseUrl, dealer) {
      const { host } = new URL(baseUrl)
      return (scopes) => {
        const paces = scopes.map((scope) => paceOf(`${scope === 'dealer' ? `dealer ${dealer}` : scope}@${host}`, scope))
        const turn: Limiter['turn'] = (signal, inHurry = false) =>
          turns.take(paces, inHurry ? 'hurry' : 'usual', signal)
        const leave = () => turns.leave(paces)
        return {
          take: (signal, inHurry) => turn(signal, inHurry).then(leave),
          turn,
          leave,
          tooMany(about) {
            for (const pace of about === 'principal' ? paces.slice(0, 1) : paces) pace.tooMany()
          },
          fine() {
            for (const pace of paces) pace.fine()
          },
          get rate() {
            return Math.min(...paces.map(({ rate }) => rate))
          },
        }
      }
    },
  }
}

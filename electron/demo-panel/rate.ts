/** How many requests a dealer may make, over all its sessions. */
export interface RateLimit {
  /** Requests that are regained every second, up to `burst`. */
  readonly perSecond: number
  /** Requests that may come at once after a pause. */
  readonly burst: number
}

/** The documented limit: 10 requests a second for a dealer. (panel-api.md, section 1) */
export const documentedRate: RateLimit = { perSecond: 10, burst: 10 }

/** The documented limit of the User API: 50 requests a second for a user, and for an address. (panel-api.md, section 1) */
export const userRate: RateLimit = { perSecond: 50, burst: 50 }

/** A bucket of requests that fills up again as time goes by; a request that finds it empty takes nothing. */
export class RateBucket {
  readonly #limit: RateLimit | null
  #left: number
  #at = 0

  /** `null` limits nothing. */
  constructor(limit: RateLimit | null) {
    this.#limit = limit
    this.#left = limit?.burst ?? 0
  }

  /** Whether one more request is let through at `now`, in milliseconds. */
  take(now: number): boolean {
    if (!this.#limit) return true
    const { perSecond, burst } = this.#limit
    const regained = (Math.max(0, now - this.#at) * perSecond) / 1000
    this.#left = Math.min(burst, this.#left + regained)
    this.#at = now
    // Sums of fractions may fall short of a whole request by a hair.
    if (this.#left < 1 - 1e-9) return false
    this.#left -= 1
    return true
  }
}

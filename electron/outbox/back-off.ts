import type { Clock } from '../ports.ts'

/**
 * How long sending rests after something failed although the connection is up: milliseconds. Each time twice as long,
 * until something has gone well.
 */
const rests = { first: 2_000, longest: 60_000 }

/** Lets sending rest after a failure, before it goes on. */
export interface BackOff {
  /** Whether something has failed since it last rested. */
  readonly isDue: boolean
  /** Something failed. */
  failed(): void
  /** Something has gone well. */
  wentWell(): void
  /** Rests, unless `signal` ends it. */
  rest(signal: AbortSignal): Promise<void>
}

export function createBackOff(clock: Clock): BackOff {
  let isDue = false
  let next = rests.first
  return {
    get isDue() {
      return isDue
    },
    failed: () => void (isDue = true),
    wentWell: () => void (next = rests.first),
    async rest(signal) {
      const length = next
      next = Math.min(rests.longest, length * 2)
      await clock.sleep(length, signal).catch(() => undefined)
      isDue = false
    },
  }
}

import type { Clock, Random } from '../ports.ts'

/** How long is waited before another try: milliseconds; each time twice as long. */
const pauses = { first: 1_000, longest: 60_000 }
/** What stood for so long was well: the next try comes soon again. */
const steady = 10_000

/** How long to wait before a connection is tried again. */
export interface Tries {
  /** Milliseconds to wait after one that stood so long; 0 for one that never did. */
  pauseAfter(stood: number): number
}

export function createTries(random: Random): Tries {
  let next = pauses.first
  return {
    pauseAfter(stood) {
      if (stood >= steady) next = pauses.first
      const pause = next * (0.75 + random.next() / 2)
      next = Math.min(pauses.longest, next * 2)
      return pause
    },
  }
}

/** Waits; ends early, and without an error, where the signal is aborted. */
export async function pauseOf(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(milliseconds, signal).catch(() => undefined)
}

/** First wait after a failure without effect: milliseconds. */
const firstWait = 2_000
/** The longest one, after which an operation goes again: milliseconds. */
export const longestWait = 120_000

/** How long an operation waits after so many attempts: each time twice as long, and at least as long as the panel asks. */
export function waitAfter(attempts: number, least: number): number {
  return Math.max(least, Math.min(longestWait, firstWait * 2 ** (Math.max(1, attempts) - 1)))
}

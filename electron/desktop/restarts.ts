/** How often the core is started again at most within {@link window}. */
const most = 3
/** Milliseconds. */
const window = 60_000

/**
 * Says, each time that the core has ended unasked, whether it is started again: three times within a minute at most,
 * since a core that ends at once would otherwise do nothing else. Moments are milliseconds on a clock that is never set.
 */
export function createRestarts(now: () => number): { mayRestart(): boolean; forget(): void } {
  let restarts: number[] = []
  return {
    mayRestart() {
      const moment = now()
      restarts = restarts.filter((earlier) => moment - earlier < window)
      if (restarts.length >= most) return false
      restarts.push(moment)
      return true
    },
    /** A person wants it tried again. */
    forget() {
      restarts = []
    },
  }
}

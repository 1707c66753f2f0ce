import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

/** The machine's own clock. */
export const machineClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await sleep(milliseconds, undefined, { signal })
    } catch (error) {
      // Node rejects with an error of its own; the port promises the signal's reason.
      throw signal?.aborted ? signal.reason : error
    }
  },
  turn: () => turn(),
}

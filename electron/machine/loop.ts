import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Loop } from '../ports.ts'

/** How often it is looked whether the loop goes round, and how often that is told: milliseconds. */
const [resolution, every] = [20, 1_000]

/** The loop of this process. A stand still is told within a second, and up to 20 ms shorter than it was. */
export const machineLoop: Loop = {
  onDelay(listener) {
    const delays = monitorEventLoopDelay({ resolution })
    delays.enable()
    const timer = setInterval(() => {
      const longest = delays.max / 1e6 - resolution
      delays.reset()
      if (longest > 0) listener(longest)
    }, every)
    timer.unref()
    return () => {
      clearInterval(timer)
      delays.disable()
    }
  },
}

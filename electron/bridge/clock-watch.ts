import type { Clock } from '../ports.ts'

/** How often it is looked, and from when on two clocks are apart: milliseconds. */
const [every, apart] = [20_000, 1_000]

/**
 * Tells, within some seconds, that the system's clock was set or that the computer has slept: its clock has then gone
 * on otherwise than the one that is never set. Ends with the signal.
 */
export async function watchClock(clock: Clock, signal: AbortSignal, jumped: () => void): Promise<void> {
  const difference = () => clock.now() - clock.monotonic()
  for (let before = difference(); !signal.aborted; before = difference()) {
    const slept = await clock.sleep(every, signal).then(
      () => true,
      () => false,
    )
    if (slept && Math.abs(difference() - before) > apart) jumped()
  }
}

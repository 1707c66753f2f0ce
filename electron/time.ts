import type { Clock } from './ports.ts'

/** A moment of this process, by both of its clocks. */
export interface Moment {
  readonly wall: number
  readonly monotonic: number
}

/** This very moment. */
export const momentOf = (clock: Clock): Moment => ({ wall: clock.now(), monotonic: clock.monotonic() })

/**
 * Milliseconds since a moment, at most: for what must not be believed when it is old. The monotonic clock may stand
 * still while the computer sleeps, and the other one is set; so it is what either says. One that was set back far
 * counts as well: the computer may have slept before.
 */
export function ageOf(clock: Clock, { wall, monotonic }: Moment): number {
  return Math.max(clock.monotonic() - monotonic, Math.abs(clock.now() - wall))
}

/**
 * The time that is waited for and proved by: milliseconds since 1970 as the system's clock stood when this began, and
 * from then on by the clock that is never set. So no more time has passed by it than truly has, however the system's
 * clock jumps. Another one, as after a restart, is apart from it by nobody knows how much.
 */
export interface SteadyTime {
  now(): number
  /** What the system's clock shows at one of these times, as far as is known now: for a person. */
  told(at: number): number
}

/** Steady time that begins now. */
export function createSteadyTime(clock: Clock): SteadyTime {
  const epoch = clock.now() - clock.monotonic()
  const now = () => Math.floor(epoch + clock.monotonic())
  return { now, told: (at) => at + clock.now() - now() }
}

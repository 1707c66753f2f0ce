import type { Clock } from '../../electron/ports.ts'
import type { SimClock } from './sim-clock.ts'

/** The clock of one computer in simulated time: it can be set wrong, and the computer can sleep, or be slow. */
export interface SimComputer extends Clock {
  /** Sets what a person reads forward, or back: milliseconds. */
  set(milliseconds: number): void
  /**
   * Lets the computer sleep for so long: the world goes on, its timers and the clock that is never set stand still, and
   * what comes in meanwhile is heard when it wakes.
   */
  suspend(milliseconds: number): Promise<void>
  /** From now on, until a program has had its turn again others take so long: milliseconds. */
  turnsTake(milliseconds: number): void
  /** Resolves once it is awake. */
  awake(): Promise<void>
}

/** A computer whose clock is right, and awake. */
export function createSimComputer(world: SimClock): SimComputer {
  let apart = 0
  let slept = 0
  let turn = 0
  let asleepSince: number | null = null
  let wake: () => void = () => undefined
  let awake = Promise.resolve()

  const monotonic = () => (asleepSince ?? world.monotonic()) - slept

  return {
    now: () => world.now() + apart,
    monotonic,
    turn: () => world.sleep(turn),
    turnsTake: (milliseconds) => void (turn = milliseconds),
    async sleep(milliseconds, signal) {
      const due = monotonic() + Math.max(0, milliseconds)
      do {
        await world.sleep(due - monotonic(), signal)
        await awake
      } while (monotonic() < due)
    },
    set: (milliseconds) => void (apart += milliseconds),
    async suspend(milliseconds) {
      asleepSince = world.monotonic()
      awake = new Promise((resolve) => (wake = resolve))
      await world.advance(milliseconds)
      slept += world.monotonic() - asleepSince
      asleepSince = null
      wake()
      await world.settle()
    },
    awake: () => awake,
  }
}

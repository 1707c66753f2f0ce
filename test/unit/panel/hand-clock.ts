import type { Clock, Random } from '../../../electron/ports.ts'

/** A clock that goes on only when it is told to. */
interface HandClock extends Clock {
  /** Wakes whoever sleeps until then, one after the other, each at its time. */
  advance(milliseconds: number): Promise<void>
  /** Sets what a person reads forward, or back; nothing else changes. */
  set(milliseconds: number): void
  /** Goes on for as long as anybody sleeps. */
  run(): Promise<void>
}

/** A hand-made clock that begins at 0. `late` is by how much each sleep oversleeps. */
export function createHandClock({ late = () => 0 }: { late?: () => number } = {}): HandClock {
  let time = 0
  let apart = 0
  const sleepers: { at: number; wake: () => void }[] = []

  /** Lets every promise that can go on do so. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  async function wakeUntil(end: number): Promise<void> {
    await settle()
    for (;;) {
      const next = sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) return
      time = Math.max(time, next.at)
      next.wake()
      await settle()
    }
  }

  return {
    now: () => time + apart,
    monotonic: () => time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: time + milliseconds + late(), wake: () => end(resolve) }
        const end = (then: () => void) => {
          sleepers.splice(sleepers.indexOf(sleeper), 1)
          signal?.removeEventListener('abort', abort)
          then()
        }
        const abort = () => end(() => reject(signal?.reason as Error))
        if (signal?.aborted) return reject(signal.reason as Error)
        sleepers.push(sleeper)
        signal?.addEventListener('abort', abort)
      }),
    turn: () => Promise.resolve(),
    async advance(milliseconds) {
      const end = time + milliseconds
      await wakeUntil(end)
      time = end
    },
    set: (milliseconds) => void (apart += milliseconds),
    run: () => wakeUntil(Infinity),
  }
}

/** Chance that always falls the same way. */
export function fixedRandom(next = 0): Random {
  return { next: () => next, id: () => 'id' }
}

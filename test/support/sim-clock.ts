import type { Clock } from '../../electron/ports.ts'

/** Time that goes on only while somebody waits for something: the same work takes the same time in every run. */
export interface SimClock extends Clock {
  /** Lets everything go on that needs no time. */
  settle(): Promise<void>
  /** Wakes the sleeper who is due next, at its time; answers whether there was one. */
  step(): Promise<boolean>
  /** Lets time go by, waking everybody who is due meanwhile, each at its time. */
  advance(milliseconds: number): Promise<void>
  /** Lets time go by until the condition holds. Throws where nobody sleeps any more, or after `most` milliseconds. */
  until(condition: () => boolean | Promise<boolean>, most?: number): Promise<void>
}

const hour = 3_600_000

/** A clock that begins at `start`, milliseconds since 1970, UTC. Those who are due together wake as they fell asleep. */
export function createSimClock(start = Date.UTC(2026, 10, 20, 12)): SimClock {
  let time = start
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  async function step(end = Infinity): Promise<boolean> {
    let next: (typeof sleepers)[number] | undefined
    for (const sleeper of sleepers) if (sleeper.at <= end && (!next || sleeper.at < next.at)) next = sleeper
    if (!next) return false
    time = Math.max(time, next.at)
    next.wake()
    await settle()
    return true
  }

  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const end = (then: () => void) => {
        sleepers = sleepers.filter((other) => other !== sleeper)
        signal?.removeEventListener('abort', abort)
        then()
      }
      const abort = () => end(() => reject(signal?.reason as Error))
      // Whole milliseconds, as on a machine: its timers are never early.
      const sleeper = { at: time + Math.max(0, Math.ceil(milliseconds)), wake: () => end(resolve) }
      if (signal?.aborted) return reject(signal.reason as Error)
      sleepers.push(sleeper)
      signal?.addEventListener('abort', abort)
    })

  return {
    now: () => time,
    monotonic: () => time - start,
    // Others may be due at this very time, and come first.
    turn: () => sleep(0),
    sleep,
    settle,
    step,
    async advance(milliseconds) {
      const end = time + milliseconds
      await settle()
      while (await step(end));
      time = end
    },
    async until(condition, most = 6 * hour) {
      const end = time + most
      await settle()
      while (!(await condition())) {
        if (!(await step(end))) {
          throw new Error(sleepers.length > 0 ? `It did not come to pass in ${most} ms` : 'Nothing is left to wait for')
        }
      }
    },
  }
}

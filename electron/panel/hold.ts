import type { Problem } from '../../shared/problem.ts'
import type { Clock, Random } from '../ports.ts'

/** Why nothing goes to a principal for now, and for how many whole milliseconds more. */
export interface Held {
  readonly problem: Problem
  readonly wait: number
}

/** Holds up what goes to one principal, each time for longer until something has gone well. */
export interface Hold {
  readonly held: Held | null
  on(problem: Problem): Held
  /** Something has gone well: the next hold is a short one again. */
  release(): void
}

const pauses = { first: 2_000, longest: 300_000 }

export function createHold({ clock, random }: { clock: Clock; random: Random }): Hold {
  let pause = pauses.first
  let until = -Infinity
  let why: Problem | null = null

  function held(): Held | null {
    const wait = Math.ceil(until - clock.monotonic())
    return why && wait > 0 ? { problem: why, wait } : null
  }

  return {
    get held() {
      return held()
    },
    on(problem) {
      // What was under way together fails together: that is one reason to wait, not many.
      const standing = held()
      if (standing) return standing
      const wait = Math.ceil(pause * (0.75 + random.next() / 2))
      pause = Math.min(pauses.longest, pause * 2)
      until = clock.monotonic() + wait
      why = problem
      return { problem, wait }
    },
    release() {
      pause = pauses.first
      why = null
    },
  }
}

import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'

/** A run of sending, from the first request until nothing is left that could be sent now. */
export interface Run {
  /** For a person. */
  readonly startedAt: number
  /** The same moment by the clock that is never set: for how long it has taken. */
  readonly began: number
  done: number
  /** Of those done, what was so already. */
  already: number
  refused: number
}

/**
 * So many operations have been done, so many of those were so already, and so many refused; less than none where refused
 * ones wait after all.
 */
export interface Settled {
  readonly done?: number
  readonly already?: number
  readonly refused?: number
}

/** Counts what comes of sending, run by run. */
export interface Runs {
  /** The run that goes on; null where none does. */
  readonly present: Run | null
  /** That one, or the last that has ended. */
  readonly last: Run | null
  /** Begins a run by sending these operations, or goes on with the last one, where what it had put off goes again. */
  begin(operations: readonly number[]): void
  /** Counts what was settled; what is looked up after a run has ended belongs to it. */
  count(settled: Settled): void
  /** Nothing is left that could be sent now. */
  end(): void
}

export function createRuns({ journal, clock }: { journal: Journal; clock: Clock }): Runs {
  let present: Run | null = null
  let last: Run | null = null
  /** What the last run left that goes on by itself. */
  let putOff: ReadonlySet<number> = new Set()

  return {
    get present() {
      return present
    },
    get last() {
      return present ?? last
    },
    begin(operations) {
      if (present) return
      const goesOn = operations.some((id) => putOff.has(id))
      const begun = { startedAt: clock.now(), began: clock.monotonic(), done: 0, already: 0, refused: 0 }
      present = (goesOn ? last : null) ?? begun
    },
    count({ done = 0, already = 0, refused = 0 }) {
      const counted = present ?? last
      if (!counted) return
      counted.done += done
      counted.already += already
      counted.refused += refused
    },
    end() {
      if (!present) return
      last = present
      present = null
      putOff = new Set([...journal.inState('waiting'), ...journal.inState('unknown')].map(({ id }) => id))
    },
  }
}

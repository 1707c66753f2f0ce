import type { Clock } from '../ports.ts'
import type { Journal } from './journal.ts'

/** How long nothing is written until the log is moved into the journal: milliseconds. */
const idle = 1000

/**
 * Moves what stands in the journal's log into the journal itself, so that a log which is lost takes little along: right
 * after a step of a person, and whenever nothing has been written for a second. Not in between, for it costs as much as
 * a commit, and sending commits all the time.
 */
export interface Checkpoints {
  /** A step has been answered. */
  stepEnded(): void
  /** Something has been committed. */
  written(): void
  end(): void
}

export function createCheckpoints(journal: () => Pick<Journal, 'checkpoint'>, clock: Clock): Checkpoints {
  const ended = new AbortController()
  let writes = 0
  let waiting = false

  async function whenIdle(): Promise<void> {
    for (let seen = -1; seen !== writes;) {
      seen = writes
      await clock.sleep(idle, ended.signal)
    }
    waiting = false
    journal().checkpoint()
  }

  return {
    stepEnded: () => void clock.turn().then(() => ended.signal.aborted || journal().checkpoint()),
    written() {
      writes += 1
      if (waiting || ended.signal.aborted) return
      waiting = true
      whenIdle().catch(() => undefined)
    },
    end: () => ended.abort(),
  }
}

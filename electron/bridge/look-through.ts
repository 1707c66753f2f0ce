import type { Clock, Log } from '../ports.ts'

/** So many operations are looked at before others have their turn: some milliseconds' work. */
const operationsAtOnce = 500

/** Something that is found by looking at operations, some at a time; it answers how many are left to be looked at. */
export type Look = (most: number) => number

/**
 * Looks at operations before anybody asks what was found, a few at a time and others having their turn in between:
 * the first question then waits for none of it. What has not been looked at by then, the one who asks looks at.
 */
export interface LookThrough {
  /** Looks at some now, and at the rest in the background. */
  begin(): void
  /** Resolves once nothing is left to be looked at. */
  ended(): Promise<void>
  close(): Promise<void>
}

export function createLookThrough(
  looks: readonly Look[],
  { clock, log }: { clock: Pick<Clock, 'turn'>; log: Pick<Log, 'warn'> },
): LookThrough {
  let going: Promise<void> | null = null
  let closed = false
  const lookOn = () => looks.reduce((left, look) => left + look(operationsAtOnce), 0)

  async function lookAtAll(): Promise<void> {
    while (!closed && lookOn() > 0) await clock.turn()
  }

  const ended = () => going ?? Promise.resolve()
  return {
    begin() {
      going ??= lookAtAll()
        // The next question meets it again, and it is told to a person.
        .catch((error: unknown) => log.warn('operations could not be looked at', { error: String(error) }))
        .finally(() => (going = null))
    },
    ended,
    close() {
      closed = true
      return ended()
    },
  }
}

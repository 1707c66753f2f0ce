import type { Connection } from '../panel/connection.ts'

/** Why waiting or reading ended before its time: a pause, or the connection. */
export class Interruption extends Error {
  override name = 'Interruption'
}

/**
 * Whether anything may leave: not while a person has paused sending, a step takes a part of the queue away, there is no
 * connection, or the profile is being closed.
 */
export interface Gate {
  readonly isOpen: boolean
  /** Ends the waiting and reading that goes before a request, once nothing may leave any more. */
  readonly leaving: AbortSignal
  /** Ends all that waits, once the profile is being closed. */
  readonly closing: AbortSignal
  paused: boolean
  /** Whether a step takes a part of the queue away. */
  resting: boolean
  /** Ends the waiting and reading that goes before a request. */
  interrupt(): void
  close(): void
}

export function createGate(connection: Pick<Connection, 'state'>): Gate {
  const closing = new AbortController()
  let leaving = new AbortController()
  const gate: Gate = {
    get isOpen() {
      return !gate.paused && !gate.resting && !closing.signal.aborted && connection.state.state === 'online'
    },
    get leaving() {
      return leaving.signal
    },
    closing: closing.signal,
    paused: false,
    resting: false,
    interrupt() {
      leaving.abort(new Interruption())
      leaving = new AbortController()
    },
    close() {
      closing.abort(new Error('the profile is being closed'))
      gate.interrupt()
    },
  }
  return gate
}

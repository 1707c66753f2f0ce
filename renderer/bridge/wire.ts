import type { CallMessage } from '../../shared/contract.ts'

/** A way to the core: what differs between the desktop application and the preview page. */
export interface Wire {
  /**
   * Resolves to whatever came back, not yet parsed. Throws a ProblemError: `core-unreachable` where nothing did,
   * `core-broke-down` where the core ended while it had the call, `bad-call` where the host would not even hand the
   * call on.
   */
  send(message: CallMessage): Promise<unknown>
  /** Has a core started that was given up; undefined where a person does that elsewhere. */
  startAgain?(): void
}

/** What is called with the events of a wire. */
export interface WireListener {
  /** An event of the core, not yet parsed. */
  event(event: unknown): void
  /** Events may have been missed; from now on they come again. */
  returned(): void
  /** The same, from another core: the one before broke down. */
  restarted(): void
  /** The core is not started again unless a person wants it; its log is at this path. */
  gaveUp(log: string): void
  /** A person chose something in the native menu. */
  chosen(what: string): void
  /** Events cannot come until it has returned. */
  disconnected(): void
}

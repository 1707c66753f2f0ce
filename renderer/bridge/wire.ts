import type { CallMessage } from '../../shared/contract.ts'

/** A way to the core: what differs between the desktop application and the preview page. */
export interface Wire {
  /**
   * Resolves to whatever came back, not yet parsed. Throws a ProblemError: `core-unreachable` where nothing did,
   * `bad-call` where the host would not even hand the call on.
   */
  send(message: CallMessage): Promise<unknown>
}

/** What a wire tells of its own accord. */
export interface Hearing {
  /** An event of the core, not yet parsed. */
  heard(event: unknown): void
  /** Events may have been missed; from now on they come again. */
  returned(): void
  /** Events cannot come until it has returned. */
  fellSilent(): void
}

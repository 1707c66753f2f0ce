import type { CallMessage } from './contract.ts'

/**
 * What a host puts within the window's reach, and all that it puts there. What crosses it is `unknown` on purpose:
 * the window parses every answer and every event itself, against shared/contract.ts.
 */
export interface HostBridge {
  readonly host: 'desktop'
  /** Hands a call to the core. Resolves to a `CallAnswer`, also where the call failed. */
  call(message: CallMessage): Promise<unknown>
  /** Calls `listener` with every `CoreEvent` until the function that it returns is called. */
  listen(listener: (event: unknown) => void): () => void
}

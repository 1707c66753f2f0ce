/**
 * What a host puts within the window's reach, and all that it puts there. What crosses it is `unknown` on purpose:
 * the window parses every answer and every event itself, against shared/contract.ts.
 */
export interface HostBridge {
  readonly host: 'desktop'
  /**
   * Hands a `CallMessage` to the core. Resolves to a `CallAnswer`, also where the call failed. Both are JSON: text goes
   * through the walls around the window at once, objects are copied one by one, which is felt at thousands of cells.
   */
  call(message: string): Promise<unknown>
  /** Calls `listener` with every `CoreEvent` until the function that it returns is called. */
  listen(listener: (event: unknown) => void): () => void
}

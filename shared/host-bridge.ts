/**
 * What a host puts within the window's reach, and all that it puts there. What crosses it is `unknown` on purpose:
 * the window parses every answer and every event itself, against shared/contract.ts.
 */
export interface HostBridge {
  readonly host: 'desktop'
  /**
   * Hands a `CallMessage` to the core, or to the next one where there is none. Resolves to a `CallAnswer`, also where the
   * call failed; rejects where the core ended while it had the call. Both are JSON: text goes through the walls around
   * the window at once, objects are copied one by one, which is felt at thousands of cells.
   */
  call(message: string): Promise<unknown>
  /** Tells `listener` what comes unasked until the function that it returns is called. */
  listen(listener: HostListener): () => void
  /** Has a core started that was given up. */
  startAgain(): void
  /** Zooms the window: 1 is its natural size. */
  zoom(factor: number): void
  /** Opens the folder of the log in the system's own window of files. */
  openLogFolder(): void
}

/** What the native menu has of the window's own. */
export const menuChoices = [
  'zoom-in',
  'zoom-out',
  'zoom-reset',
  'guide',
  'keys',
  'news',
  'diagnostics',
  'about',
] as const
export type MenuChoice = (typeof menuChoices)[number]

/** What a host tells the window unasked. */
export interface HostListener {
  /** A `CoreEvent`. */
  event(event: unknown): void
  /** The core has ended: nothing comes until it is told otherwise. */
  disconnected(): void
  /** Another core is there, on the same files. What the one before had not answered may have been done or not. */
  restarted(): void
  /** The core ended too often, and is not started again unless a person wants it. Its log is at this path. */
  gaveUp(log: string): void
  /** A person chose something in the native menu: a {@link MenuChoice}. */
  chosen(what: string): void
}

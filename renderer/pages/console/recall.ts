/** Going through commands that were sent before, from what is being typed. */
export interface Recall {
  /** The one before; null where there is none. `typed` is what stands in the line. */
  older(typed: string): string | null
  /** The one after, and in the end what was being typed; null where that stands there already. */
  newer(): string | null
  /** What stands in the line is something new. */
  forget(): void
}

/** Goes through `commands`, oldest first, as they are when it begins. */
export function recallOf(commands: () => readonly string[]): Recall {
  let some: readonly string[] = []
  /** Which of them stands in the line; null: what is being typed. */
  let at: number | null = null
  let draft = ''

  return {
    older(typed) {
      if (at === null) {
        some = commands()
        draft = typed
      }
      const next = (at ?? some.length) - 1
      if (next < 0) return null
      at = next
      return some[at] ?? null
    },
    newer() {
      if (at === null) return null
      at = at + 1 < some.length ? at + 1 : null
      return at === null ? draft : (some[at] ?? null)
    },
    forget() {
      at = null
    },
  }
}

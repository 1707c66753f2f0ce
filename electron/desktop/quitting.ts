/** What may be kept from happening. */
interface Preventable {
  preventDefault(): void
}

/** Decides whether the program ends. A person is asked only while something is being sent, and once for each ending. */
export interface Quitting {
  /** The window is about to close, or the program to quit: kept from it where the person wants to stay. */
  begins(event: Preventable): void
  /** The system ends, and the program with it, whatever is under way. */
  forced(): void
}

/** `ask` answers whether a person wants to quit all the same. */
export function guardQuitting(isSending: () => boolean, ask: () => boolean): Quitting {
  let isAgreed = false
  return {
    begins(event) {
      if (isAgreed || !isSending()) return
      // Closing the window quits the program after it: that is one ending.
      isAgreed = ask()
      if (!isAgreed) event.preventDefault()
    },
    forced: () => void (isAgreed = true),
  }
}

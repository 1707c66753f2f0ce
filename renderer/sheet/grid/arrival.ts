/** So long rows are waited for before they are drawn without what stands in them, in milliseconds. */
const patience = 80

/** Waits for rows that are on their way. */
export interface Arrival {
  /** Resolves once the rows in sight are there, or have been waited for long enough; at once where they are. */
  untilThere(): Promise<void>
  /** More of them may be there. Returns whether somebody waits for them, and so draws them anyway. */
  told(): boolean
}

/**
 * Lets RevoGrid wait a moment for rows in sight, where it would draw them empty and a moment later once more: dragging
 * the scroll bar would wait for both. Where they take longer, each row is drawn as awaited until all are there.
 */
export function arrival(areThere: () => boolean): Arrival {
  let waiting: { readonly promise: Promise<void>; readonly end: () => void } | null = null
  /** They have been waited for in vain. */
  let isLate = false

  function begin(): Promise<void> {
    let resolve = (): void => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    const timer = setTimeout(() => {
      isLate = true
      end()
    }, patience)
    function end(): void {
      clearTimeout(timer)
      waiting = null
      resolve()
    }
    waiting = { promise, end }
    return promise
  }

  return {
    async untilThere() {
      const there = areThere()
      if (there) isLate = false
      if (!there && !isLate) await (waiting?.promise ?? begin())
    },
    told() {
      const there = areThere()
      if (there) isLate = false
      if (!waiting) return false
      if (there) waiting.end()
      return true
    },
  }
}

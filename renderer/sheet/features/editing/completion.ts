import type { CallOutput } from '../../../../shared/contract.ts'
import { completedMost } from '../../../../shared/contract/sheets.ts'

type Found = CallOutput<'sheet.completion'>

/** Asks what a text may be completed to from the column that is edited. */
export type FindCompletion = (text: string) => Promise<Found>

/** Completes what is typed from the other cells of a column. */
export interface Completion {
  /** Begins anew, for a cell; null: for one in which nothing is completed. */
  open(find: FindCompletion | null): void
  /** This stands in the field, typed to its end. `then` is told what it begins, at once where that is known. */
  typed(text: string, then: (value: string) => void): void
  /** Something else was done in the field: what is still being asked is of no use any more. */
  leave(): void
}

/**
 * Whether a value is a text with more behind it, upper and lower case alike. A number is not made another one: the clones
 * of a “Truck 12” bear its name, and a “Truck 1” is not meant to.
 */
function begins(value: string, text: string): boolean {
  if (/\d$/.test(text) && /^\d/.test(value.slice(text.length))) return false
  return value.length > text.length && value.slice(0, text.length).toLowerCase() === text.toLowerCase()
}

/**
 * Completes by asking as seldom as possible: once a text is the beginning of one value, or of none, whatever is typed
 * behind it is answered from that.
 */
export function completion(): Completion {
  let find: FindCompletion | null = null
  /** What is known of the texts that begin so. */
  let known: { readonly text: string; readonly found: Found } | null = null
  let turn = 0

  return {
    open(of) {
      turn += 1
      find = of
      known = null
    },
    typed(text, then) {
      const mine = (turn += 1)
      if (!find || text.trim() === '' || text.length > completedMost) return
      const settled = known !== null && !known.found.more && text.toLowerCase().startsWith(known.text.toLowerCase())
      if (settled) {
        const value = known?.found.value
        if (value && begins(value, text)) then(value)
        return
      }
      // What cannot be looked up now is not completed; the next character asks again.
      find(text).then(
        (found) => {
          if (mine !== turn) return
          known = { text, found }
          if (found.value !== null && begins(found.value, text)) then(found.value)
        },
        () => undefined,
      )
    },
    leave: () => void (turn += 1),
  }
}

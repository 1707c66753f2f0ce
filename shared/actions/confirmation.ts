import type { Action } from './action.ts'

/** The rows to which something is to be done that a person confirms by typing. */
export interface RowsToConfirm {
  readonly count: number
  /** What the only one is called; empty where there are several, or it has no name. */
  readonly name: string
}

/** What has to be typed: what the only row is called, or how many there are. */
export function wordToType({ count, name }: RowsToConfirm): string {
  return count === 1 && tidied(name) !== '' ? name.trim() : String(count)
}

/** Whether an action asks for no such word, or has been told the right one. */
export function isConfirmed({ asks }: Action, said: Readonly<Record<string, unknown>>, rows: RowsToConfirm): boolean {
  return Object.entries(asks).every(
    ([name, { form }]) => form !== 'confirmation' || isTyped(String(said[name]), wordToType(rows)),
  )
}

/** Of a number, with or without what parts its thousands. */
const isTyped = (text: string, word: string): boolean =>
  tidied(text) === tidied(word) || (/^\d+$/u.test(word) && text.replace(/[\s.,'’]/gu, '') === word)

/** A word as far as it matters: neither upper case nor how many blanks there are. */
const tidied = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()

import type { Problem } from '../problem.ts'
import { isInvisible } from './identifier.ts'

/** Longest label that the panel takes, in characters. (panel-tracker.md, settings/update) */
export const labelMost = 60
/** Longest comment that the panel takes, in characters. (panel-tracker.md, settings/update) */
export const commentMost = 3000

// Control, private-use and surrogate characters are refused by the API. (panel-api.md, section 2)
const unprintableInLines = /[^\P{Cc}\n\r\t]|[\p{Co}\p{Cs}]/u

const breaks = /[\n\r\t]/

/**
 * The rule for any text: characters that can be printed; with `lines`, line breaks and tabs are let through, else they
 * are named, for they are seen and easily mended.
 */
export function checkPrintable(text: string, lines: 'lines' | 'line' = 'line'): Problem | null {
  if (unprintableInLines.test(text)) return { code: 'text-unprintable' }
  return lines === 'line' && breaks.test(text) ? { code: 'text-line-break' } : null
}

/** A text with a blank in place of its line breaks and tabs, and none of them at its ends. */
export function inOneLine(text: string): string {
  return text.replace(/[ ]*[\n\r\t]+[ ]*/g, (found, at: number) =>
    at === 0 || at + found.length === text.length ? '' : ' ',
  )
}

/**
 * The rule for a tracker's label: 1 to 60 printable characters, none of `<` and `>`, and something to be seen. Null
 * where it is kept.
 */
export function checkLabel(label: string): Problem | null {
  if (isInvisible(label)) return { code: 'label-empty' }
  if (label.length > labelMost) return { code: 'label-long', values: { length: label.length, most: labelMost } }
  if (/[<>]/.test(label)) return { code: 'label-brackets' }
  return checkPrintable(label)
}

/** The rule for a tracker's comment: up to 3000 printable characters; line breaks and tabs are let through. */
export function checkComment(comment: string): Problem | null {
  if (comment.length > commentMost) {
    return { code: 'comment-long', values: { length: comment.length, most: commentMost } }
  }
  return checkPrintable(comment, 'lines')
}

/**
 * Whether every program that keeps texts is likely to keep this one as it is: without blanks at its ends or side by side,
 * or line breaks and invisible characters, which are trimmed and joined; composed, which is made so; and without
 * characters beyond the first plane, which older databases drop.
 */
export function isPlainText(text: string): boolean {
  if (text !== text.trim() || text !== text.normalize('NFC')) return false
  return !/\s\s|[^\P{Z} ]|[\p{C}\u{10000}-\u{10ffff}]/u.test(text)
}

/** A text without what programs change of texts: blanks, case, invisible characters, how letters are composed. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{C}\u{10000}-\u{10ffff}]/gu, '')
}

/** Whether a program may have made this of a text that it was given: changed it in small ways, or cut it off. */
export function isMadeOf(kept: string, given: string): boolean {
  const [before, after] = [bare(given), bare(kept)]
  return before === after || (after !== '' && before.startsWith(after))
}

import type { CellValue } from './cell-value.ts'
import type { Problem } from '../problem.ts'
import { textOf } from './column-edit.ts'

/** What a row shows in a column, staged values included. */
export type Shown = (field: string) => CellValue

/** A pattern that has been read: the text that it makes of a row, `n` being the row's own number. */
export type Pattern = (shown: Shown, n: number) => string

type Part = (shown: Shown, n: number) => string

/** `n`, `n:0`, `n:000`: a number with at least so many digits. */
const numbered = /^n(?::(.*))?$/s

/** A number with at least `digits` digits, the sign not counted. */
function padded(n: number, digits: number): string {
  const text = String(Math.abs(n)).padStart(digits, '0')
  return n < 0 ? `-${text}` : text
}

/**
 * Reads a pattern such as `{model} {n:000}`: columns by their field names, `{n}` for the number with as many digits at
 * least as there are zeros, `{{` for a brace. Where it cannot be read the problem has `at`, the character counted from
 * 1, and `name`, what stands in the braces.
 */
export function readPattern(
  text: string,
  isColumn: (field: string) => boolean,
): { pattern: Pattern } | { problem: Problem } {
  const parts: Part[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    const literal = text.slice(at, open === -1 ? text.length : open)
    if (literal !== '') parts.push(() => literal)
    if (open === -1) break
    if (text[open + 1] === '{') {
      parts.push(() => '{')
      at = open + 2
      continue
    }
    const close = text.indexOf('}', open)
    if (close === -1) return { problem: { code: 'pattern-open', values: { at: open + 1 } } }
    const name = text.slice(open + 1, close)
    const values = { at: open + 1, name }
    const digits = numbered.exec(name)
    if (digits) {
      const zeros = digits[1] ?? ''
      if (!/^0{0,15}$/.test(zeros)) return { problem: { code: 'pattern-number', values } }
      parts.push((_, n) => padded(n, zeros.length))
    } else if (isColumn(name)) {
      parts.push((shown) => textOf(shown(name)))
    } else {
      return { problem: { code: 'pattern-column', values } }
    }
    at = close + 1
  }
  return { pattern: (shown, n) => parts.map((part) => part(shown, n)).join('') }
}

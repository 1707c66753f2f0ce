import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'
import type { SheetChange } from './sheet-change.ts'
import type { Problem } from '../problem.ts'
import { cellMost } from './cell-value.ts'

type Replace = Extract<SheetChange, { do: 'replace' }>

/** A text with what was found in it replaced. */
export type Replacing = (text: string) => string

/** What a match puts in the place of itself: text, or one of its groups. */
type Part = string | { readonly group: number }

/** `$1`, `${name}` or `$$` in a replacement; a dollar sign before anything else is itself. */
const reference = /\$(?:(\d{1,2})|\{([^}]*)\}|(\$))/g

/**
 * Makes ready to find and replace. Expressions are matched in linear time: one that a person has typed can be wrong,
 * but cannot stop the program. The problem of one that cannot be read names the `part` at fault where that is known.
 */
export function readReplacing(replace: Replace): { replacing: Replacing } | { problem: Problem } {
  const { find, regex, matchCase, whole } = replace
  const compiled = compile(regex ? find : RE2JS.quote(find), matchCase ? 0 : RE2JS.CASE_INSENSITIVE)
  if ('problem' in compiled) return compiled
  const { expression } = compiled
  const put = regex ? readReplacement(replace.with, expression) : { parts: [replace.with] }
  if ('problem' in put) return put

  return {
    replacing(text) {
      const matcher = expression.matcher(text)
      const made = () => put.parts.map((part) => (typeof part === 'string' ? part : (matcher.group(part.group) ?? '')))
      if (whole) return matcher.matches() ? made().join('') : text
      let result = ''
      let at = 0
      while (result.length < cellMost && matcher.find()) {
        result += text.slice(at, matcher.start()) + made().join('')
        at = matcher.end()
      }
      return result + text.slice(at)
    },
  }
}

function compile(find: string, flags: number): { expression: RE2JS } | { problem: Problem } {
  try {
    return { expression: RE2JS.compile(find, flags) }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    // What is blamed may begin with the flag that stands for `matchCase`, which nobody has typed.
    const part = error instanceof RE2JSSyntaxException ? error.getPattern()?.replace(/^\(\?i\)/, '') : null
    return { problem: { code: 'expression', ...(part && part !== find ? { values: { part } } : {}) } }
  }
}

function readReplacement(text: string, expression: RE2JS): { parts: Part[] } | { problem: Problem } {
  const groups = expression.groupCount()
  const named = new Map(Object.entries(expression.namedGroups()))
  const parts: Part[] = []
  let at = 0
  for (const found of text.matchAll(reference)) {
    const [whole, digits, name, dollar] = found
    parts.push(text.slice(at, found.index))
    at = found.index + whole.length
    if (dollar !== undefined) {
      parts.push('$')
      continue
    }
    // As everywhere: `$12` is group 1 and a 2 where there are fewer than twelve groups.
    const short = digits !== undefined && digits.length === 2 && Number(digits) > groups
    if (short) at -= 1
    const group = digits === undefined ? named.get(name ?? '') : Number(short ? digits[0] : digits)
    if (group === undefined || group > groups) {
      return { problem: { code: 'expression-group', values: { at: found.index + 1, name: name ?? digits ?? '' } } }
    }
    parts.push({ group })
  }
  parts.push(text.slice(at))
  return { parts: parts.filter((part) => part !== '') }
}

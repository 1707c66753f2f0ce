import type { SheetChange } from '../../../../shared/contract/changing.ts'
import type { Problem } from '../../../../shared/problem.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'

/** What can be done with the cells of a column, in the order in which it is offered. */
export const ways = ['set', 'replace', 'pattern', 'copy', 'case', 'trim', 'clear'] as const
export type Way = (typeof ways)[number]

/** A change as far as a person has described it; what was said of one way is kept while another is tried. */
export interface Draft {
  way: Way
  value: string
  find: string
  with: string
  regex: boolean
  matchCase: boolean
  whole: boolean
  pattern: string
  /** The first number and the distance to the next, as they are typed. */
  start: string
  step: string
  /** The field of the column that is copied. */
  from: string | null
  to: 'upper' | 'lower' | 'title'
}

/** A draft in which nothing has been said yet. */
export function plainDraft(): Draft {
  return {
    way: 'set',
    value: '',
    find: '',
    with: '',
    regex: false,
    matchCase: false,
    whole: false,
    pattern: '',
    start: '1',
    step: '1',
    from: null,
    to: 'title',
  }
}

/** What can be done with a column: a flag has no text to work on, and not every column may be empty. */
export function waysFor({ type, edit }: SheetColumn): readonly Way[] {
  if (!edit) return []
  if (type === 'flag') return ['set', 'copy']
  // Of a name nothing can be made but another name.
  if (edit.refersTo) return ['set', 'replace', 'copy']
  const mayBeEmpty = edit.check(edit.read('')) === null
  return ways.filter((way) => way !== 'clear' || mayBeEmpty)
}

/** The change that a draft describes; null while something is missing. */
export function changeOf(draft: Draft): SheetChange | null {
  switch (draft.way) {
    case 'set':
      return draft.value === '' ? null : { do: 'set', value: draft.value }
    case 'replace': {
      const { find, regex, matchCase, whole } = draft
      return find === '' ? null : { do: 'replace', find, with: draft.with, regex, matchCase, whole }
    }
    case 'pattern': {
      const start = wholeNumber(draft.start, 1e12)
      const step = wholeNumber(draft.step, 1e6)
      const { pattern } = draft
      return pattern === '' || start === null || step === null ? null : { do: 'pattern', pattern, start, step }
    }
    case 'copy':
      return draft.from === null ? null : { do: 'pattern', pattern: inBraces(draft.from), start: 1, step: 1 }
    case 'case':
      return { do: 'case', to: draft.to }
    case 'trim':
    case 'clear':
      return { do: draft.way }
  }
}

/** A whole number as it is typed; null where it is none, or beyond `most` either way. */
export function wholeNumber(text: string, most: number): number | null {
  const value = /^\s*[-+]?\d{1,15}\s*$/.test(text) ? Number(text) : NaN
  return Math.abs(value) <= most ? value : null
}

/** How a pattern names a column, or with `n` and zeros the row's own number. */
export function inBraces(name: string): string {
  return `{${name}}`
}

/** A text with a part of it replaced, as a field's selection is by what is inserted; and where the cursor goes. */
export function inserted(text: string, [from, to]: readonly [number, number], part: string): [string, number] {
  return [text.slice(0, from) + part + text.slice(to), from + part.length]
}

/** The field at which a problem of a change is shown; null where it belongs to none. */
export function fieldOfProblem({ code }: Problem): 'pattern' | 'find' | 'with' | null {
  if (code.startsWith('pattern-')) return 'pattern'
  if (code === 'expression') return 'find'
  return code === 'expression-group' ? 'with' : null
}

import type { SheetChange } from '../../../../shared/contract/changing.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { mostShift } from '../../../../shared/sheets/sheet-change.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'

/** What can be done with the cells of a column, in the order in which it is offered. */
export const ways = ['set', 'shift', 'replace', 'pattern', 'copy', 'case', 'trim', 'clear'] as const
export type Way = (typeof ways)[number]

/** In what moments are moved: each in minutes. */
export const units = { minutes: 1, hours: 60, days: 1440 } as const
export type Unit = keyof typeof units

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
  /** By how much it is moved, as it is typed, and in what. */
  by: string
  unit: Unit
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
    by: '30',
    unit: 'minutes',
    from: null,
    to: 'title',
  }
}

/** What can be done with a column: a flag has no text to work on, and not every column may be empty. */
export function waysFor({ type, edit }: SheetColumn): readonly Way[] {
  if (!edit) return []
  if (type === 'flag') return ['set', 'copy']
  // Of a name nothing can be made but another name.
  if (edit.refersTo) return ['set', 'replace', 'copy', ...(edit.mayBeEmpty ? (['clear'] as const) : [])]
  const mayBeEmpty = edit.check(edit.read('')) === null
  // Moments and numbers are moved; of letters they have none.
  if (type === 'date') return ['set', 'shift', 'copy']
  const others = ways.filter((way) => way !== 'clear' || mayBeEmpty)
  return others.filter((way) => (type === 'number' ? way !== 'case' && way !== 'trim' : way !== 'shift'))
}

/** The change that a draft describes; null while something is missing. */
export function changeOf(draft: Draft, column: Pick<SheetColumn, 'type'>): SheetChange | null {
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
    case 'shift': {
      const by = wholeNumber(draft.by, 1e6)
      const minutes = by === null ? null : by * (column.type === 'date' ? units[draft.unit] : 1)
      return minutes === null || minutes === 0 || Math.abs(minutes) > mostShift ? null : { do: 'shift', by: minutes }
    }
    case 'case':
      return { do: 'case', to: draft.to }
    case 'trim':
    case 'clear':
      return { do: draft.way }
  }
}

/** A whole number as it is typed; null where it is none, or beyond `most` either way. */
export function wholeNumber(text: string, most: number): number | null {
  const plain = text.replace('−', '-')
  const value = /^\s*[-+]?\d{1,15}\s*$/.test(plain) ? Number(plain) : NaN
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

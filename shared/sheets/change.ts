import type { SheetChange } from './sheet-change.ts'
import type { Problem } from '../problem.ts'
import { shiftedMoment } from '../rules/moment.ts'
import { cellMost } from './cell-value.ts'
import { textOf } from './column-edit.ts'
import { readPattern, type Shown } from './pattern.ts'
import { readReplacing } from './replacing.ts'
import type { SheetColumn } from './sheet.ts'

/** The text that a change makes of one cell, from what its row shows and the row's place among those changed, from 0. */
export type CellChange = (shown: Shown, place: number) => string

const blanks = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu

const cases: Readonly<Record<'upper' | 'lower' | 'title', (text: string) => string>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: (text) =>
    text.replace(word, (found) => {
      const [first = '', ...rest] = found
      return first.toUpperCase() + rest.join('').toLowerCase()
    }),
}

/** A whole number with so much added; any other text as it is. */
function shiftedNumber(text: string, by: number): string {
  const value = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? String(value + by) : text
}

/**
 * Makes a change of one column ready, once for all rows; or says what is wrong with it: a pattern or an expression that
 * cannot be read.
 */
export function readChange(
  change: SheetChange,
  field: string,
  columns: readonly SheetColumn[],
): { change: CellChange } | { problem: Problem } {
  const made = (work: (text: string) => string): { change: CellChange } => ({
    change: (shown) => work(textOf(shown(field))).slice(0, cellMost),
  })
  switch (change.do) {
    case 'set':
      return made(() => change.value)
    case 'clear':
      return made(() => '')
    case 'shift': {
      const isMoment = columns.some((column) => column.field === field && column.type === 'date')
      return made((text) => (isMoment ? shiftedMoment(text, change.by) : shiftedNumber(text, change.by)))
    }
    case 'case':
      return made(cases[change.to])
    case 'trim':
      return made((text) =>
        text
          .replace(/[\u200b\ufeff]/g, '')
          .replace(blanks, ' ')
          .trim(),
      )
    case 'replace': {
      const read = readReplacing(change)
      return 'problem' in read ? read : made(read.replacing)
    }
    case 'pattern': {
      const read = readPattern(change.pattern, (name) => columns.some((column) => column.field === name))
      if ('problem' in read) return read
      const { start, step } = change
      return { change: (shown, place) => read.pattern(shown, start + place * step).slice(0, cellMost) }
    }
  }
}

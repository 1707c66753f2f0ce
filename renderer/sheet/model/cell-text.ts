import type { CellValue } from '../../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'

const counts = new Intl.NumberFormat('en')
const amounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Words in the person's language for what the panel has codes for. */
export interface CellWords {
  readonly yes: string
  readonly no: string
  /** What one of the panel's codes in a field is called; the code itself where it has no words. */
  named(field: string, code: string): string
}

type Column = Pick<SheetColumn, 'field' | 'type'>

/** What a cell shows. A flag that is not set shows nothing, as an empty cell does. */
export function shownText({ field, type }: Column, value: CellValue, words: CellWords): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? words.yes : ''
  if (typeof value === 'number' && type === 'number') return counts.format(value)
  if (typeof value === 'number' && type === 'money') return amounts.format(value)
  return type === 'choice' ? words.named(field, String(value)) : String(value)
}

/** What a cell is for the clipboard: numbers without separators, so that a spreadsheet takes them for numbers. */
export function plainText({ field, type }: Column, value: CellValue, words: CellWords): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return type === 'choice' ? words.named(field, String(value)) : String(value)
}

/** What a value is called where it is chosen, as in a filter: `blank` where it is none, and flags in words. */
export function valueText(column: Column, value: CellValue, words: CellWords, blank: string): string {
  if (value === null || value === '') return blank
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return shownText(column, value, words)
}

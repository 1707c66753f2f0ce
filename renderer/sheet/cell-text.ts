import type { CellValue } from '../../shared/contract/sheets.ts'
import type { ColumnType } from '../../shared/sheets/sheet.ts'

const counts = new Intl.NumberFormat('en')
const amounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** The words for a flag, in the person's language. */
export interface FlagWords {
  readonly yes: string
  readonly no: string
}

/** What a cell shows. A flag that is not set shows nothing, as an empty cell does. */
export function shownText(type: ColumnType, value: CellValue, words: FlagWords): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? words.yes : ''
  if (typeof value === 'number' && type === 'number') return counts.format(value)
  if (typeof value === 'number' && type === 'money') return amounts.format(value)
  return String(value)
}

/** What a cell is for the clipboard: numbers without separators, so that a spreadsheet takes them for numbers. */
export function plainText(value: CellValue, words: FlagWords): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return String(value)
}

import type { CellValue } from '../../../../shared/contract/sheets.ts'
import { byteOrderMark, csvLines } from '../../../../shared/imports/csv-text.ts'
import { guardFormula } from '../../../../shared/imports/formula-guard.ts'
import type { Sheet, SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { type CellWords, plainText } from '../../model/cell-text.ts'

/** So many rows are asked for at a time: the core has time for others in between, and this page for its person. */
const rowsAtOnce = 1000

/** A column of the file. */
export type ExportedColumn = Pick<SheetColumn, 'field' | 'type'> & { readonly heading: string }

/** The columns of a file of a sheet: those that are shown, and those that it is told by besides. */
export function columnsOfFile(sheet: Pick<Sheet, 'columns' | 'told'>, shown: readonly SheetColumn[]): SheetColumn[] {
  const fields = new Set(shown.map(({ field }) => field))
  const told = sheet.columns.filter(({ field }) => sheet.told?.includes(field) && !fields.has(field))
  return [...shown, ...told]
}

/**
 * Rows as CSV, as the columns show them: numbers without separators, flags and codes in words. Cells that a spreadsheet
 * would take for formulas are guarded; an import takes the guard off again. Null where nobody wants it any more.
 */
export async function viewAsCsv(options: {
  /** Rows of the view, those of groups among them. */
  readonly count: number
  readonly columns: readonly ExportedColumn[]
  readonly words: CellWords
  /** What stands between the cells. */
  readonly separator: string
  /** The shown values of rows `from` on, group rows left out. */
  readonly cells: (from: number, count: number) => Promise<CellValue[][]>
  /** Is told how many rows of the view have been written. */
  readonly tell: (done: number) => void
  readonly isWanted: () => boolean
}): Promise<{ text: string; rows: number } | null> {
  const { count, columns, words, separator, cells, tell, isWanted } = options
  const lines = (records: readonly (readonly string[])[]): string =>
    csvLines(
      records.map((record) => record.map(guardFormula)),
      separator,
    )
  const parts = [byteOrderMark, lines([columns.map(({ heading }) => heading)])]
  let rows = 0
  for (let from = 0; from < count; from += rowsAtOnce) {
    const stretch = await cells(from, Math.min(rowsAtOnce, count - from))
    if (!isWanted()) return null
    rows += stretch.length
    parts.push(
      lines(stretch.map((row) => columns.map((column, index) => plainText(column, row[index] ?? null, words)))),
    )
    tell(Math.min(count, from + rowsAtOnce))
  }
  return { text: parts.join(''), rows }
}

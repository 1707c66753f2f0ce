import { readTable, type FileTable, type RowTrouble } from '../../electron/imports/read-rows.ts'
import { looksLikeHeading } from '../../electron/imports/suggest.ts'
import type { FileReading } from '../../shared/contract/imports.ts'

/** A file as a table, with all its rows at hand. */
export interface WholeTable extends Pick<FileTable, 'reading' | 'headings'> {
  readonly rows: (readonly string[])[]
  readonly numbers: number[]
  /** By index of the row. */
  readonly troubles: Map<number, RowTrouble>
  readonly damaged: Map<number, readonly number[]>
}

/** Reads a file, and takes every row of it. */
export async function wholeTable(bytes: Uint8Array, reading: Partial<FileReading> = {}): Promise<WholeTable> {
  const table = await readTable(bytes, reading, looksLikeHeading, { pause: () => Promise.resolve() })
  return wholeOf(table)
}

/** Every row of a table, piece by piece. */
export function wholeOf(table: FileTable): WholeTable {
  const whole: WholeTable = {
    reading: table.reading,
    headings: table.headings,
    rows: [],
    numbers: [],
    troubles: new Map(),
    damaged: new Map(),
  }
  table.pieces.forEach(({ first, count }, piece) => {
    const rows = table.rows(piece)
    if (first !== whole.rows.length || rows.length !== count) throw new Error(`Piece ${piece} is not where it was`)
    for (const { cells, number, trouble, damaged } of rows) {
      if (trouble) whole.troubles.set(whole.rows.length, trouble)
      if (damaged) whole.damaged.set(whole.rows.length, damaged)
      whole.rows.push(cells)
      whole.numbers.push(number)
    }
  })
  if (whole.rows.length !== table.count) throw new Error('The pieces do not make the table')
  return whole
}

import { delimiters, type FileReading } from '../../shared/contract/imports.ts'
import { unguardFormula } from '../../shared/imports/formula-guard.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import { guessDelimiter } from './delimiter.ts'
import { decode, guessEncoding, lostCharacter } from './encoding.ts'
import { cutRecord, lineBreakOf, type RecordFormat } from './records.ts'

/** A text without a line break in this many characters is no table. */
const longestLine = 4 * 1024 * 1024

/** More columns are not read: somebody's spreadsheet has hundreds, a wrong file has any number. */
const columnsMost = 1000
/** More rows are not read at a time; a spreadsheet holds no more than this either. */
const rowsMost = 1_000_000

/** Excel's own way to say what separates the cells. The line is no row, and Excel does not count it as one. */
const separatorLine = /^sep=(.)\r?\n/i

/** The records of a file that hold anything, in their order. */
interface FileRecords {
  readonly cells: string[][]
  /** Where each stands in the file, as a person counts: blank records count, line breaks within a cell do not. */
  readonly numbers: number[]
  /** Indexes of those whose quotes do not fit. */
  readonly misquoted: Set<number>
}

/** Something about a row that was not read cleanly. A row with cells too many may have been cut in the wrong places. */
export interface RowTrouble {
  readonly problem: Problem
  readonly verdict: 'doubt' | 'refused'
}

/** A file as a table: its headings, if it has any, apart from its rows. */
export interface FileTable {
  readonly reading: FileReading
  /** One for each column; empty where the file has no headings. */
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The number of each row, as a person counts. */
  readonly numbers: readonly number[]
  /** By index of the row. */
  readonly troubles: ReadonlyMap<number, RowTrouble>
  /** By index of the row: its columns in which characters were lost, or that hold what no text has. */
  readonly damaged: ReadonlyMap<number, readonly number[]>
}

/** What no cell has that was read as it was written. */
const damage = new RegExp(`[\\0${lostCharacter}]`)

async function readRecords(texts: Iterable<string>, format: RecordFormat, clock: Clock): Promise<FileRecords> {
  const records: FileRecords = { cells: [], numbers: [], misquoted: new Set() }
  let number = 0
  let rest = ''
  const take = (text: string, ended: boolean): void => {
    let at = 0
    while (at < text.length) {
      const record = cutRecord(text, at, format, ended)
      if (!record) break
      at = record.next
      number += 1
      const { cells } = record
      if (cells.every((cell) => cell.trim() === '')) continue
      if (records.cells.length > rowsMost) fail('file-rows', { most: rowsMost })
      for (let i = 0; i < cells.length; i++) if (cells[i]!.includes("'")) cells[i] = unguardFormula(cells[i]!)
      if (!record.quotesFit) records.misquoted.add(records.cells.length)
      records.cells.push(cells)
      records.numbers.push(number)
    }
    rest = text.slice(at)
  }
  for (const text of texts) {
    take(rest + text, false)
    if (rest.length > longestLine) fail('file-binary', { format: '' })
    await clock.turn()
  }
  take(rest, true)
  return records
}

/** The number of cells of a row without the empty ones at its end. */
function filledWidth(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && cells[width - 1]!.trim() === '') width -= 1
  return width
}

/** The number of columns: a last one in which nothing stands, not even a heading, is a separator too many. */
function columnCount(heading: readonly string[] | null, rows: readonly (readonly string[])[]): number {
  const given = heading ? heading.length : usualWidth(rows)
  let filled = heading ? filledWidth(heading) : 0
  for (const row of rows) {
    if (filled >= given) break
    filled = Math.max(filled, filledWidth(row))
  }
  return Math.max(1, Math.min(given, filled))
}

/** The columns of a row in which characters were lost; null where it has none. */
function damagedColumns(cells: readonly string[]): number[] | null {
  if (!cells.some((cell) => damage.test(cell))) return null
  return cells.flatMap((cell, column) => (damage.test(cell) ? [column] : []))
}

/** The number of cells that most rows have. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
}

function troubleOf(cells: readonly string[], columns: number, misquoted: boolean): RowTrouble | null {
  if (misquoted) return { problem: { code: 'file-quotes' }, verdict: 'doubt' }
  if (cells.length === columns) return null
  const problem: Problem = { code: 'row-ragged', values: { found: cells.length, expected: columns } }
  if (cells.length < columns) return { problem, verdict: 'doubt' }
  return cells.slice(columns).every((cell) => cell.trim() === '') ? null : { problem, verdict: 'refused' }
}

/**
 * Reads a file into rows, guessing what `reading` leaves open; `looksLikeHeading` tells of the first row whether it
 * holds headings. One bad row never spoils another. Throws `file-empty`, `file-binary`, `file-encoding`, `file-columns`
 * and `file-rows`, and nothing else, whatever the bytes.
 */
export async function readTable(
  bytes: Uint8Array,
  reading: Partial<FileReading>,
  looksLikeHeading: (first: readonly string[], rows: readonly (readonly string[])[]) => boolean,
  clock: Clock,
): Promise<FileTable> {
  const encoding = reading.encoding ?? guessEncoding(bytes)
  await clock.turn()
  const pieces = decode(bytes, encoding)
  const first = pieces.next()
  const whole = first.done ? '' : first.value
  const told = separatorLine.exec(whole)
  const start = whole.slice(told?.[0].length ?? 0)
  const toldDelimiter = delimiters.find((one) => one === told?.[1])
  const delimiter = reading.delimiter ?? toldDelimiter ?? guessDelimiter(start, whole.length >= bytes.length)
  const texts = (function* () {
    yield start
    yield* pieces
  })()
  const records = await readRecords(texts, { delimiter, lineBreak: lineBreakOf(start) }, clock)
  const [firstCells, ...others] = records.cells
  if (!firstCells) fail('file-empty')
  const found = usualWidth(records.cells)
  if (found > columnsMost) fail('file-columns', { found, most: columnsMost })
  const heading = reading.heading ?? looksLikeHeading(firstCells, others)
  const skip = heading ? 1 : 0
  const rows = heading ? others : records.cells
  if (rows.length === 0) fail('file-empty')
  const columns = columnCount(heading ? firstCells : null, rows)
  if (columns > columnsMost) fail('file-columns', { found: columns, most: columnsMost })
  const troubles = new Map<number, RowTrouble>()
  const damaged = new Map<number, number[]>()
  rows.forEach((cells, index) => {
    const trouble = troubleOf(cells, columns, records.misquoted.has(index + skip))
    if (trouble) troubles.set(index, trouble)
    const lost = damagedColumns(cells)
    if (lost) damaged.set(index, lost)
  })
  return {
    reading: { encoding, delimiter, heading },
    headings: Array.from({ length: columns }, (_, column) => (heading ? (firstCells[column] ?? '').trim() : '')),
    rows,
    numbers: heading ? records.numbers.slice(1) : records.numbers,
    troubles,
    damaged,
  }
}

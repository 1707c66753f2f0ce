import { delimiters, type FileReading } from '../../shared/contract/imports.ts'
import { unguardFormula } from '../../shared/imports/formula-guard.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { guessDelimiter } from './delimiter.ts'
import { fileText, guessEncoding, lostCharacter, refuseBinary, type FileText } from './encoding.ts'
import { cutRecord, lineBreakOf, type RecordFormat } from './records.ts'

/** So many bytes at the beginning tell how a file is to be cut. */
const lookSize = 256 * 1024
/** A piece has no more rows than this, */
const pieceRows = 1000
/** … and no more bytes, where its records are shorter than that: a few milliseconds' work. */
const pieceBytes = 128 * 1024

/** A text without a line break in so many bytes is no table. */
const longestLine = 4 * 1024 * 1024

/** More columns are not read: somebody's spreadsheet has hundreds, a wrong file has any number. */
const columnsMost = 1000
/** More rows are not read at a time; a spreadsheet holds no more than this either. */
const rowsMost = 1_000_000

/** So many rows at the beginning are kept for looking at. */
const headRows = 200

/** Excel's own way to say what separates the cells. The line is no row, and Excel does not count it as one. */
const separatorLine = /^sep=(.)\r?\n/i

/** Something about a row that was not read cleanly. A row with cells too many may have been cut in the wrong places. */
export interface RowTrouble {
  readonly problem: Problem
  readonly verdict: 'doubt' | 'refused'
}

/** A row of a file. */
export interface FileRow {
  readonly cells: readonly string[]
  /** Where it stands in the file, as a person counts: blank records count, line breaks within a cell do not. */
  readonly number: number
  readonly trouble: RowTrouble | null
  /** Its columns in which characters were lost, or that hold what no text has. */
  readonly damaged: readonly number[] | null
  /** By column, the cells that had a guard against formulas, with it; null where none had. */
  readonly guarded: ReadonlyMap<number, string> | null
}

/** Some rows of a file that follow each other. */
export interface FilePiece {
  /** The index of the first one. */
  readonly first: number
  readonly count: number
}

/**
 * A file as a table: its headings, if it has any, apart from its rows. What it holds is where its pieces begin: rows
 * are cut anew from the file's bytes whenever they are asked for, so a million of them take no more than those.
 */
export interface FileTable {
  readonly reading: FileReading
  /** One for each column; empty where the file has no headings. */
  readonly headings: readonly string[]
  /** How many rows there are. */
  readonly count: number
  /** The first ones, cell by cell. */
  readonly head: readonly (readonly string[])[]
  readonly pieces: readonly FilePiece[]
  /** The rows of a piece, by its place among the pieces. */
  rows(piece: number): FileRow[]
  /** Rows that were not read as they were written, at most so many, in the order of the file. */
  unclean(most: number): { row: number; problem: Problem }[]
}

/** What reading tells about, and asks, between two pieces. */
export interface ReadingPace {
  /** Lets others have their turn; throws where nobody wants the result any more. */
  pause(bytesDone: number, bytes: number): Promise<void>
}

/** One record of a file that holds anything. */
interface CutRecord {
  readonly cells: readonly string[]
  readonly number: number
  readonly quotesFit: boolean
  readonly guarded: ReadonlyMap<number, string> | null
}

/** Where the records of a piece stand in the file, and what is known of them. */
interface Piece {
  readonly from: number
  readonly to: number
  /** How many records come before the first one: all of them, and those that hold anything. */
  readonly before: number
  readonly index: number
  readonly count: number
  /** The fewest cells that a record has, and the most without empty ones at its end. */
  readonly shortest: number
  readonly filled: number
  /** Whether quotes do not fit somewhere in it, or characters were lost. */
  readonly spoilt: boolean
}

/** What no cell has that was read as it was written. */
const damage = new RegExp(`[\\0${lostCharacter}]`)

/** Takes the guard against formulas off cells; what they were with it is told by column. */
function takeGuardsOff(cells: readonly string[]): Pick<CutRecord, 'cells' | 'guarded'> {
  if (!cells.some((cell) => cell.includes("'"))) return { cells, guarded: null }
  const bare = cells.map((cell) => (cell.includes("'") ? unguardFormula(cell) : cell))
  const guarded = new Map(cells.flatMap((cell, column) => (cell === bare[column] ? [] : [[column, cell]])))
  return { cells: bare, guarded: guarded.size > 0 ? guarded : null }
}

/**
 * Cuts records off a text, at most {@link pieceRows} of them; answers how far it came, and how many records there were
 * with the blank ones.
 */
function cutRecords(text: string, before: number, format: RecordFormat, ended: boolean) {
  const records: CutRecord[] = []
  const mayBeGuarded = text.includes("'")
  let number = before
  let at = 0
  while (at < text.length && records.length < pieceRows) {
    const record = cutRecord(text, at, format, ended)
    if (!record) break
    at = record.next
    number += 1
    const { cells, quotesFit } = record
    if (cells.every((cell) => cell.trim() === '')) continue
    records.push({ ...(mayBeGuarded ? takeGuardsOff(cells) : { cells, guarded: null }), number, quotesFit })
  }
  return { records, number, at }
}

/** Where in the file a text goes on that has so many line breaks from `from` on. */
function afterLines(text: FileText, from: number, lines: number): number {
  let at = from
  for (let line = 0; line < lines; line++) at = text.lineEnd(at)
  return at
}

function linesIn(text: string, to: number, lineBreak: string): number {
  let lines = 0
  for (let at = text.indexOf(lineBreak); at >= 0 && at < to; at = text.indexOf(lineBreak, at + 1)) lines += 1
  return lines
}

/** The number of cells of a row without the empty ones at its end. */
function filledWidth(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && cells[width - 1]!.trim() === '') width -= 1
  return width
}

/** The columns of a row in which characters were lost; null where it has none. */
function damagedColumns(cells: readonly string[]): number[] | null {
  if (!cells.some((cell) => damage.test(cell))) return null
  return cells.flatMap((cell, column) => (damage.test(cell) ? [column] : []))
}

function troubleOf({ cells, quotesFit }: CutRecord, columns: number): RowTrouble | null {
  if (!quotesFit) return { problem: { code: 'file-quotes' }, verdict: 'doubt' }
  if (cells.length === columns) return null
  const problem: Problem = { code: 'row-ragged', values: { found: cells.length, expected: columns } }
  if (cells.length < columns) return { problem, verdict: 'doubt' }
  return filledWidth(cells) <= columns ? null : { problem, verdict: 'refused' }
}

/** What one pass over a file finds: its pieces, its first records, and how wide its records are. */
async function passOver(
  text: FileText,
  { length }: Uint8Array,
  start: number,
  format: RecordFormat,
  pace: ReadingPace,
): Promise<{ pieces: Piece[]; head: (readonly string[])[]; count: number; usualWidth: number; filled: number }> {
  const pieces: Piece[] = []
  const head: (readonly string[])[] = []
  const widths = new Map<number, number>()
  let [from, before, index, filled] = [start, 0, 0, 0]
  let size = pieceBytes
  while (from < length) {
    const to = text.lineEnd(Math.min(length, from + size))
    if (to - from - size > longestLine) fail('file-binary', { format: '' })
    const part = text.part(from, to)
    const { records, number, at } = cutRecords(part, before, format, to === length)
    if (at === 0 && part.length > 0) {
      // A record that is longer than a piece. Its quotes are given up before it becomes longer than a text may be.
      if (part.length > longestLine) fail('file-binary', { format: '' })
      size = (to - from) * 2
      continue
    }
    const end = at === part.length ? to : afterLines(text, from, linesIn(part, at, format.lineBreak))
    const used = at === part.length ? part : part.slice(0, at)
    text.count(from, end, used)
    let [shortest, widest] = [Infinity, 0]
    let spoilt = damage.test(used)
    for (const { cells, quotesFit } of records) {
      widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
      shortest = Math.min(shortest, cells.length)
      widest = Math.max(widest, filledWidth(cells))
      spoilt ||= !quotesFit
      if (head.length <= headRows) head.push(cells)
    }
    if (records.length > 0) {
      pieces.push({ from, to: end, before, index, count: records.length, shortest, filled: widest, spoilt })
    }
    index += records.length
    if (index > rowsMost + 1) fail('file-rows', { most: rowsMost })
    filled = Math.max(filled, widest)
    // As much as so many rows are likely to take, so that little is read twice.
    size = Math.min(pieceBytes, Math.ceil(((end - from) / Math.max(1, number - before)) * pieceRows))
    before = number
    from = end
    await pace.pause(from, length)
  }
  const usualWidth = [...widths].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
  return { pieces, head, count: index, usualWidth, filled }
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
  pace: ReadingPace,
): Promise<FileTable> {
  const encoding = reading.encoding ?? guessEncoding(bytes)
  refuseBinary(bytes)
  await pace.pause(0, bytes.length)
  const isAll = bytes.length <= lookSize
  const look = new TextDecoder(encoding).decode(bytes.subarray(0, lookSize), { stream: !isAll })
  const told = separatorLine.exec(look)
  const toldDelimiter = delimiters.find((one) => one === told?.[1])
  const start = look.slice(told?.[0].length ?? 0)
  const delimiter = reading.delimiter ?? toldDelimiter ?? guessDelimiter(start, isAll)
  const format: RecordFormat = { delimiter, lineBreak: lineBreakOf(start) }
  const text = fileText(bytes, encoding, format.lineBreak)
  const begin = told ? fileText(bytes, encoding, '\n').lineEnd(0) : 0
  const { pieces, head, count, usualWidth, filled } = await passOver(text, bytes, begin, format, pace)
  text.settle()
  const [firstCells, ...others] = head
  if (!firstCells) fail('file-empty')
  if (usualWidth > columnsMost) fail('file-columns', { found: usualWidth, most: columnsMost })
  const heading = reading.heading ?? looksLikeHeading(firstCells, others)
  const skip = heading ? 1 : 0
  if (count === skip) fail('file-empty')
  // A last column in which nothing stands, not even a heading, is a separator too many.
  const columns = Math.max(1, Math.min(heading ? firstCells.length : usualWidth, filled))
  if (columns > columnsMost) fail('file-columns', { found: columns, most: columnsMost })

  const mayBeUnclean = ({ spoilt, shortest, filled: widest }: Piece) => spoilt || shortest < columns || widest > columns

  function rows(at: number): FileRow[] {
    const piece = pieces[at]!
    const { records } = cutRecords(text.part(piece.from, piece.to), piece.before, format, true)
    if (piece.index < skip) records.shift()
    const unclean = mayBeUnclean(piece)
    return records.map((record) => ({
      cells: record.cells,
      number: record.number,
      trouble: unclean ? troubleOf(record, columns) : null,
      damaged: piece.spoilt ? damagedColumns(record.cells) : null,
      guarded: record.guarded,
    }))
  }

  return {
    reading: { encoding, delimiter, heading },
    headings: Array.from({ length: columns }, (_, column) => (heading ? (firstCells[column] ?? '').trim() : '')),
    count: count - skip,
    head: heading ? others : head.slice(0, headRows),
    pieces: pieces.map(({ index, count: records }) => ({
      first: Math.max(0, index - skip),
      count: index < skip ? records - skip : records,
    })),
    rows,
    unclean(most) {
      const found: { row: number; problem: Problem }[] = []
      for (let at = 0; at < pieces.length && found.length < most; at++) {
        if (!mayBeUnclean(pieces[at]!)) continue
        for (const { number, trouble, damaged } of rows(at)) {
          if (trouble) found.push({ row: number, problem: trouble.problem })
          else if (damaged) found.push({ row: number, problem: { code: 'text-damaged' } })
        }
      }
      return found.slice(0, most)
    },
  }
}

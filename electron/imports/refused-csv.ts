import type { FieldSource, FileReading, ImportMapping } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type { TextFile } from '../../shared/contract/text-file.ts'
import { byteOrderMark, csvLines } from '../../shared/imports/csv-text.ts'
import { encodeText } from '../../shared/imports/encode-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import { problemText, type ProblemTexts } from '../../shared/locales/problem-text.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { RefusedFileRow, StagedFile } from './needs.ts'
import type { FileTable } from './read-rows.ts'

/** So many rows are written before others have their turn. */
const chunkSize = 1000

/** The words that the file of refused rows is written in. */
export interface RefusedWords {
  readonly problems: ProblemTexts
  /** The heading of the column of reasons. */
  readonly reason: string
}

/** A row that stays behind, and everything that is wrong with it. */
interface RefusedRow {
  readonly row: { readonly cells: readonly string[] }
  readonly findings: readonly { readonly problem: Problem }[]
}

/** Headings without the column of reasons that a file of refused rows ends with. */
export function withoutReasons(headings: readonly string[], reason: string): readonly string[] {
  return headings.at(-1) === reason ? headings.slice(0, -1) : headings
}

/** Records as CSV text, a spreadsheet's formulas guarded. */
async function csvText(
  head: readonly string[] | null,
  delimiter: string,
  records: AsyncIterable<readonly (readonly string[])[]>,
): Promise<string> {
  const lines = (some: readonly (readonly string[])[]) =>
    csvLines(
      some.map((cells) => cells.map(guardFormula)),
      delimiter,
    )
  const parts = [lines(head ? [head] : [])]
  for await (const some of records) parts.push(lines(some))
  return parts.join('')
}

/** A text as a file in this encoding, or in UTF-8 where the encoding lacks one of its characters. */
function inEncoding(text: string, encoding: FileReading['encoding']): Omit<TextFile, 'name'> {
  // The code pages have no mark; and one character that a reason needs is not worth the letters of all the names.
  const isPage = encoding === 'windows-1251' || encoding === 'windows-1252'
  if (isPage && encodeText(text, encoding)) return { text, encoding }
  return { text: byteOrderMark + text, encoding: isPage ? 'utf-8' : encoding }
}

/** A row's own cells, why it was refused, and after that any cells too many: reading it again finds them there. */
function refusedRecord(cells: readonly string[], headings: number, own: readonly string[], reason: string): string[] {
  return [...own, reason, ...cells.slice(headings)]
}

/**
 * Rows of a file as CSV text, in the file's own columns, delimiter and encoding, why they were refused in a
 * further column. A row that had cells too many keeps them, after the reason, so that reading the file again finds
 * the same fault; a column of reasons from before is written anew.
 */
export async function refusedCsv(
  { headings, reading }: Pick<FileTable, 'headings' | 'reading'>,
  refused: AsyncIterable<readonly RefusedRow[]>,
  words: RefusedWords,
): Promise<Omit<TextFile, 'name'>> {
  const own = withoutReasons(headings, words.reason)
  const record = ({ row: { cells }, findings }: RefusedRow): string[] =>
    refusedRecord(
      cells,
      headings.length,
      own.map((_, column) => cells[column] ?? ''),
      findings.map(({ problem }) => problemText(words.problems, problem)).join(' '),
    )
  async function* records() {
    for await (const some of refused) yield some.map(record)
  }
  const head = reading.heading ? [...own, words.reason] : null
  return inEncoding(await csvText(head, reading.delimiter, records()), reading.encoding)
}

/**
 * What the panel refused of a staged file, as {@link refusedCsv}; and how that file is mapped. It always has headings,
 * and what one value was given for all rows stands in a column of its own: it needs nothing that is not in it.
 */
export async function refusedSetCsv(
  file: StagedFile,
  refused: AsyncIterable<readonly RefusedFileRow[]>,
  words: RefusedWords,
  clock: Clock,
): Promise<{ file: Omit<TextFile, 'name'>; headings: string[]; mapping: ImportMapping }> {
  const { fields } = importOf(file.mapping.kind)
  const rows: RefusedFileRow[] = []
  for await (const some of refused) rows.push(...some)
  const found = file.headings ?? headingsFor(file.mapping, Math.max(0, ...rows.map(({ cells }) => cells.length)))
  const own = [...withoutReasons(found, words.reason)]
  const added: string[] = []
  const mapped = Object.entries(file.mapping.fields).map(([key, source]): [string, FieldSource] => {
    if (source.from !== 'constant') return [key, source]
    added.push(source.value)
    return [key, { from: 'column', column: own.length + added.length - 1 }]
  })
  const constants = Object.entries(file.mapping.fields).filter(([, { from }]) => from === 'constant')
  const headings = [...own, ...constants.map(([key]) => fields[key]?.headings[0] ?? key), words.reason]
  const record = ({ cells, problem }: RefusedFileRow): string[] => {
    const mine = own.map((_, column) => cells[column] ?? '')
    const reason = problem ? problemText(words.problems, problem) : ''
    return refusedRecord(cells, found.length, [...mine, ...added], reason)
  }
  async function* records() {
    for (let from = 0; from < rows.length; from += chunkSize) {
      yield rows.slice(from, from + chunkSize).map(record)
      await clock.turn()
    }
  }
  const text = await csvText(headings, file.delimiter, records())
  return {
    file: inEncoding(text, file.encoding),
    headings,
    mapping: { ...file.mapping, fields: Object.fromEntries(mapped) },
  }
}

/** Headings for a file that has none: by which its fields are known, and numbers for columns that were passed over. */
function headingsFor({ kind, fields }: ImportMapping, count: number): string[] {
  const named = new Map(
    Object.entries(fields).flatMap(([key, source]) =>
      source.from === 'column' ? [[source.column, importOf(kind).fields[key]?.headings[0] ?? key] as const] : [],
    ),
  )
  return Array.from({ length: count }, (_, column) => named.get(column) ?? String(column + 1))
}

/** The name of the file of refused rows: the file's own, marked. */
export function refusedName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')} – refused.csv`
}

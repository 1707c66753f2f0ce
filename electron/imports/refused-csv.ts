import type { FieldSource, FileReading, ImportMapping } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type { TextFile } from '../../shared/contract/text-file.ts'
import { byteOrderMark, csvLines } from '../../shared/imports/csv-text.ts'
import { encodeText } from '../../shared/imports/encode-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import { problemText, type ProblemTexts } from '../../shared/locales/problem-text.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { StagedFile } from './needs.ts'
import type { FileTable } from './read-rows.ts'

/** So many rows are written at a time. */
const chunkSize = 1000

/** The words that the file of refused rows is written in. */
export interface RefusedWords {
  readonly problems: ProblemTexts
  /** The heading of the column of reasons. */
  readonly reason: string
}

/** Headings without the column of reasons that a file of refused rows ends with. */
export function withoutReasons(headings: readonly string[], reason: string): readonly string[] {
  return headings.at(-1) === reason ? headings.slice(0, -1) : headings
}

/** Records as CSV text, a spreadsheet's formulas guarded. Lets others have their turn after every thousand. */
async function csvText(
  head: readonly string[] | null,
  delimiter: string,
  count: number,
  record: (index: number) => readonly string[],
  clock: Clock,
): Promise<string> {
  const lines = (records: readonly (readonly string[])[]) =>
    csvLines(
      records.map((cells) => cells.map(guardFormula)),
      delimiter,
    )
  const parts = [lines(head ? [head] : [])]
  for (let from = 0; from < count; from += chunkSize) {
    const some = Array.from({ length: Math.min(chunkSize, count - from) }, (_, index) => record(from + index))
    parts.push(lines(some))
    await clock.turn()
  }
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
  table: FileTable,
  indexes: readonly number[],
  findings: ReadonlyMap<number, readonly Finding[]>,
  words: RefusedWords,
  clock: Clock,
): Promise<Omit<TextFile, 'name'>> {
  const { headings, reading } = table
  const own = withoutReasons(headings, words.reason)
  const record = (at: number): string[] => {
    const index = indexes[at]!
    const cells = table.rows[index]!
    const reason = (findings.get(index) ?? []).map(({ problem }) => problemText(words.problems, problem)).join(' ')
    return refusedRecord(
      cells,
      headings.length,
      own.map((_, column) => cells[column] ?? ''),
      reason,
    )
  }
  const head = reading.heading ? [...own, words.reason] : null
  return inEncoding(await csvText(head, reading.delimiter, indexes.length, record, clock), reading.encoding)
}

/**
 * What the panel refused of a staged file, as {@link refusedCsv}; and how that file is mapped. It always has headings,
 * and what one value was given for all rows stands in a column of its own: it needs nothing that is not in it.
 */
export async function refusedSetCsv(
  file: StagedFile,
  rows: readonly { readonly cells: readonly string[]; readonly problem: Problem | null }[],
  words: RefusedWords,
  clock: Clock,
): Promise<{ file: Omit<TextFile, 'name'>; headings: string[]; mapping: ImportMapping }> {
  const { fields } = importOf(file.mapping.kind)
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
  const record = (index: number): string[] => {
    const { cells, problem } = rows[index]!
    const mine = own.map((_, column) => cells[column] ?? '')
    const reason = problem ? problemText(words.problems, problem) : ''
    return refusedRecord(cells, found.length, [...mine, ...added], reason)
  }
  const text = await csvText(headings, file.delimiter, rows.length, record, clock)
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

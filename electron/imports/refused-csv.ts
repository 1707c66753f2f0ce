import { byteOrderMark, csvLines } from '../../shared/imports/csv-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import { problemText, type ProblemTexts } from '../../shared/locales/problem-text.ts'
import type { Clock } from '../ports.ts'
import type { FileTable } from './read-rows.ts'

/** So many rows are written at a time. */
const chunkSize = 1000

/** The words that the file of refused rows is written in. */
export interface RefusedWords {
  readonly problems: ProblemTexts
  /** The heading of the column of reasons. */
  readonly reason: string
}

/**
 * Rows of a file as CSV text, in the file's own columns and with its own delimiter, why they were refused in a
 * further column. A row that had cells too many keeps them, after the reason, so that reading the file again finds
 * the same fault; a column of reasons from before is written anew.
 */
export async function refusedCsv(
  table: FileTable,
  indexes: readonly number[],
  findings: ReadonlyMap<number, readonly Finding[]>,
  words: RefusedWords,
  clock: Clock,
): Promise<string> {
  const { headings, reading } = table
  const reasonAt = headings.at(-1) === words.reason ? headings.length - 1 : headings.length
  const record = (index: number): string[] => {
    const cells = table.rows[index]!
    const own = Array.from({ length: reasonAt }, (_, column) => cells[column] ?? '')
    const reason = (findings.get(index) ?? []).map(({ problem }) => problemText(words.problems, problem)).join(' ')
    return [...own, reason, ...cells.slice(headings.length)].map(guardFormula)
  }
  const head = reading.heading ? [[...headings.slice(0, reasonAt), words.reason].map(guardFormula)] : []
  const parts = [byteOrderMark, csvLines(head, reading.delimiter)]
  for (let from = 0; from < indexes.length; from += chunkSize) {
    parts.push(csvLines(indexes.slice(from, from + chunkSize).map(record), reading.delimiter))
    await clock.turn()
  }
  return parts.join('')
}

/** The name of the file of refused rows: the file's own, marked. */
export function refusedName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')} – refused.csv`
}

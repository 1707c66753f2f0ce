import { csvText } from '../../shared/imports/csv-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import { problemText, type ProblemTexts } from '../../shared/locales/problem-text.ts'
import type { FileTable } from './read-rows.ts'

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
export function refusedCsv(
  table: FileTable,
  indexes: readonly number[],
  findings: ReadonlyMap<number, readonly Finding[]>,
  words: RefusedWords,
): string {
  const { headings, reading } = table
  const reasonAt = headings.at(-1) === words.reason ? headings.length - 1 : headings.length
  function* records(): Generator<string[]> {
    if (reading.heading) yield [...headings.slice(0, reasonAt), words.reason].map(guardFormula)
    for (const index of indexes) {
      const cells = table.rows[index]!
      const own = Array.from({ length: reasonAt }, (_, column) => cells[column] ?? '')
      const reason = (findings.get(index) ?? []).map(({ problem }) => problemText(words.problems, problem)).join(' ')
      yield [...own, reason, ...cells.slice(headings.length)].map(guardFormula)
    }
  }
  return csvText(records(), reading.delimiter)
}

/** The name of the file of refused rows: the file's own, marked. */
export function refusedName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')} – refused.csv`
}

import { delimiters } from '../../shared/contract/imports.ts'
import { cutRecord, lineBreakOf, type Delimiter } from './records.ts'

/** So many records are enough to judge by. */
const recordsEnough = 100

/** How many columns the records of a text have under a delimiter, and how many of the records agree on it. */
function agreement(text: string, delimiter: Delimiter, whole: boolean): { columns: number; share: number } {
  const format = { delimiter, lineBreak: lineBreakOf(text) }
  const counts = new Map<number, number>()
  let records = 0
  for (let at = 0; at < text.length && records < recordsEnough;) {
    const record = cutRecord(text, at, format, whole)
    if (!record) break
    at = record.next
    if (record.cells.length === 1 && record.cells[0]!.trim() === '') continue
    records += 1
    counts.set(record.cells.length, (counts.get(record.cells.length) ?? 0) + 1)
  }
  const [columns, agreeing] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0])
  return { columns, share: records === 0 ? 0 : agreeing / records }
}

/**
 * The delimiter under which the records agree best on a number of columns, quotes taken into account; where several
 * do as well, the one that makes more columns. A list of single values has none: the comma stands for it. `whole`
 * says that `text` is all there is.
 */
export function guessDelimiter(text: string, whole: boolean): Delimiter {
  const guesses = delimiters
    .map((delimiter) => ({ delimiter, ...agreement(text, delimiter, whole) }))
    .filter(({ columns }) => columns > 1)
    .sort((a, b) => b.share - a.share || b.columns - a.columns)
  return guesses[0]?.delimiter ?? ','
}

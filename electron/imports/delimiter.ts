import { delimiters } from '../../shared/contract/imports.ts'
import { cutRecord, lineBreakOf, type Delimiter } from './records.ts'

/** So many records are enough to judge by. */
const recordsEnough = 100

/** How well a delimiter cuts a text. */
interface Agreement {
  readonly columns: number
  /** Shares of all records: those with so many columns and every quote where this delimiter would have it, … */
  readonly clean: number
  /** … and those with so many columns, whatever their quotes. */
  readonly share: number
}

function agreement(text: string, delimiter: Delimiter, whole: boolean): Agreement {
  const format = { delimiter, lineBreak: lineBreakOf(text) }
  const counts = new Map<number, { all: number; clean: number }>()
  let records = 0
  for (let at = 0; at < text.length && records < recordsEnough;) {
    const record = cutRecord(text, at, format, whole)
    if (!record) break
    at = record.next
    const { cells, strayQuotes } = record
    if (cells.length === 1 && cells[0]!.trim() === '') continue
    records += 1
    const count = counts.get(cells.length) ?? { all: 0, clean: 0 }
    count.all += 1
    if (!strayQuotes) count.clean += 1
    counts.set(cells.length, count)
  }
  const [best] = [...counts].sort(([, a], [, b]) => b.clean - a.clean || b.all - a.all)
  if (!best) return { columns: 1, clean: 0, share: 0 }
  const [columns, { all, clean }] = best
  return { columns, clean: clean / records, share: all / records }
}

/**
 * The delimiter under which the records agree best on a number of columns, first of all those whose quotes stand where
 * it would have them; where several do as well, the one that makes more columns. A list of single values has none: the comma stands for it. `whole`
 * says that `text` is all there is.
 */
export function guessDelimiter(text: string, whole: boolean): Delimiter {
  const guesses = delimiters
    .map((delimiter) => ({ delimiter, ...agreement(text, delimiter, whole) }))
    .filter(({ columns }) => columns > 1)
    .sort((a, b) => b.clean - a.clean || b.share - a.share || b.columns - a.columns)
  return guesses[0]?.delimiter ?? ','
}

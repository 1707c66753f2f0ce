import type { FileReading } from '../../shared/contract/imports.ts'

export type Delimiter = FileReading['delimiter']

/** How a text is cut into records. */
export interface RecordFormat {
  readonly delimiter: Delimiter
  /** `\r` alone only in files of very old programs; a `\r` before a `\n` goes with it. */
  readonly lineBreak: '\n' | '\r'
}

/** One record of a file. */
export interface FileRecord {
  readonly cells: string[]
  /** Where in the text the next record begins. */
  readonly next: number
  /** False where quotes were opened and never closed, or something followed a closing one. */
  readonly quotesFit: boolean
  /** Whether a quote stands in the middle of a cell that is not quoted: 5" pipes have one, and so has a wrong guess. */
  readonly strayQuotes: boolean
}

/** The longest cell that a spreadsheet holds: a quoted one that runs on beyond it was never meant to be one. */
const longestCell = 32_767

/** The line break that a text uses. */
export function lineBreakOf(text: string): '\n' | '\r' {
  return text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
}

/**
 * Cuts the record that begins at `from` off a text, as RFC 4180 has it; null where the record may go on in text that
 * is still to come (`ended` says that none is). Quotes that do not fit spoil the line that they stand on and nothing
 * else: it is cut at every delimiter, and its quotes are left in its cells.
 */
export function cutRecord(text: string, from: number, format: RecordFormat, ended: boolean): FileRecord | null {
  const { delimiter, lineBreak } = format
  const lineEnd = text.indexOf(lineBreak, from)
  if (lineEnd < 0 && !ended) return null
  const end = lineEnd < 0 ? text.length : lineEnd
  const next = lineEnd < 0 ? text.length : lineEnd + 1
  const line = text.slice(from, lineBreak === '\n' ? withoutReturns(text, from, end) : end)
  if (!line.includes('"')) return { cells: line.split(delimiter), next, quotesFit: true, strayQuotes: false }
  const quoted = cutQuoted(text, from, format, ended)
  if (quoted === 'unfinished') return null
  return quoted ?? { cells: line.split(delimiter), next, quotesFit: false, strayQuotes: true }
}

/** Where a line ends without the returns at its end: some programs write two of them. */
function withoutReturns(text: string, from: number, end: number): number {
  let at = end
  while (at > from && text[at - 1] === '\r') at -= 1
  return at
}

/** The same for a record with quotes in it; null where they do not fit. */
function cutQuoted(
  text: string,
  from: number,
  { delimiter, lineBreak }: RecordFormat,
  ended: boolean,
): FileRecord | 'unfinished' | null {
  const cells: string[] = []
  let strayQuotes = false
  let at = from
  for (;;) {
    if (text[at] === '"') {
      const close = closingQuote(text, at, ended)
      if (typeof close !== 'number') return close
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'))
      at = close + 1
      while (text[at] === ' ') at += 1
      if (lineBreak === '\n') at = afterReturns(text, at)
    } else {
      let end = at
      while (end < text.length && text[end] !== delimiter && text[end] !== lineBreak) end += 1
      const cut = lineBreak === '\n' && text[end] !== delimiter ? withoutReturns(text, at, end) : end
      const cell = text.slice(at, cut)
      strayQuotes ||= cell.includes('"')
      cells.push(cell)
      at = end
    }
    if (at >= text.length) return ended ? { cells, next: text.length, quotesFit: true, strayQuotes } : 'unfinished'
    if (text[at] === lineBreak) return { cells, next: at + 1, quotesFit: true, strayQuotes }
    if (text[at] !== delimiter) return null
    at += 1
  }
}

/** Where a line goes on after returns that end it; `at` where they end none. */
function afterReturns(text: string, at: number): number {
  let end = at
  while (text[end] === '\r') end += 1
  return end >= text.length || text[end] === '\n' ? end : at
}

/** Where the quote that is opened at `open` is closed. */
function closingQuote(text: string, open: number, ended: boolean): number | 'unfinished' | null {
  let at = open + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return ended || text.length - open > longestCell ? null : 'unfinished'
    if (quote - open > longestCell) return null
    if (quote + 1 >= text.length) return ended ? quote : 'unfinished'
    if (text[quote + 1] !== '"') return quote
    at = quote + 2
  }
}

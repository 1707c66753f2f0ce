/**
 * Text of the clipboard ↔ cells, as Excel and LibreOffice write and read it: a tab between cells, a line break after
 * each row, and quotes around a cell that holds either of them. Only `text/plain`; HTML is neither read nor written.
 */

/** Whether a cell would be read back as something else if it stood there as it is. */
const needsQuotes = /^"|[\t\r\n]/

function quoted(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/**
 * Cells as text. Rows end with CRLF, as in Excel; a single cell is its plain text, so that it fits into any field, line
 * breaks and quotes included.
 */
export function textOfCells(cells: readonly (readonly string[])[]): string {
  const [only = []] = cells
  if (cells.length === 1 && only.length === 1) return only[0] ?? ''
  return cells.map((row) => `${row.map(quoted).join('\t')}\r\n`).join('')
}

/** A text with its line breaks all alike: the clipboard of some systems writes them anew. */
function plainBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** Whether a text that comes from the clipboard is one that was put there. */
export function isSameText(one: string, other: string): boolean {
  return plainBreaks(one) === plainBreaks(other)
}

/** What a pasted text is: the single cell that was copied here last, if it is that one's text, else its cells. */
export function cellsOfPasted(text: string, copiedCell: string | null): string[][] {
  const isCopied = copiedCell !== null && isSameText(copiedCell, text)
  return isCopied ? [[copiedCell]] : cellsOfText(text)
}

/** Where the quoted cell that begins at `start` ends, or null where its closing quote is missing or not at its end. */
function endOfQuoted(text: string, start: number): number | null {
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return null
    if (text[quote + 1] !== '"') return isEnd(text[quote + 1]) ? quote + 1 : null
    at = quote + 2
  }
}

function isEnd(character: string | undefined): boolean {
  return character === undefined || character === '\t' || character === '\r' || character === '\n'
}

function endOfPlain(text: string, start: number): number {
  let at = start
  while (!isEnd(text[at])) at += 1
  return at
}

/**
 * Text as cells. Never empty: no text is one empty cell. The line break after the last row adds no row, and a quote
 * that is never closed is text like any other. Rows are as long as they are; it is for the reader to level them.
 */
export function cellsOfText(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    const row = rows.at(-1) ?? []
    const quotedEnd = text[at] === '"' ? endOfQuoted(text, at) : null
    const end = quotedEnd ?? endOfPlain(text, at)
    row.push(quotedEnd === null ? text.slice(at, end) : text.slice(at + 1, end - 1).replaceAll('""', '"'))
    at = end
    if (text[at] === '\t') {
      at += 1
      continue
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n' && at >= end) at += 1
    if (at >= text.length) return rows
    rows.push([])
  }
}

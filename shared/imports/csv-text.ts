/** What can stand between the cells of a file that is handed out, by its name. */
export const separators = { comma: ',', semicolon: ';', tab: '\t' } as const
export type SeparatorName = keyof typeof separators
export const separatorNames = ['comma', 'semicolon', 'tab'] as const satisfies readonly SeparatorName[]

/** The mark by which spreadsheets know that a file is UTF-8. */
export const byteOrderMark = '\ufeff'

/**
 * What a cell is quoted for. Any sign that separates cells somewhere is among it: who reads the file then sees by the
 * quotes which of them separates here.
 */
const quotedFor = /[",;|\t\r\n]|^\s|\s$/

/** One record of a CSV file, as RFC 4180 has it, without its line break. */
function csvRecord(cells: readonly string[], delimiter: string): string {
  return cells.map((cell) => (quotedFor.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)
}

/** Records as lines of a CSV file; cells are written as they are. */
export function csvLines(records: readonly (readonly string[])[], delimiter: string): string {
  return records.map((cells) => `${csvRecord(cells, delimiter)}\r\n`).join('')
}

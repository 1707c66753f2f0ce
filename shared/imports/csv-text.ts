/** The mark by which spreadsheets know that a file is UTF-8. */
export const byteOrderMark = '\ufeff'

/** One record of a CSV file, as RFC 4180 has it, without its line break. */
function csvRecord(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) =>
      cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter)
}

/** Records as lines of a CSV file; cells are written as they are. */
export function csvLines(records: readonly (readonly string[])[], delimiter: string): string {
  return records.map((cells) => `${csvRecord(cells, delimiter)}\r\n`).join('')
}

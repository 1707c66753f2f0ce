/** One record of a CSV file, as RFC 4180 has it, without its line break. */
function csvRecord(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) =>
      cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter)
}

/** The text of a CSV file, with the mark by which spreadsheets know UTF-8. Cells are written as they are. */
export function csvText(records: Iterable<readonly string[]>, delimiter: string): string {
  const lines = ['\ufeff']
  for (const cells of records) lines.push(csvRecord(cells, delimiter), '\r\n')
  return lines.join('')
}

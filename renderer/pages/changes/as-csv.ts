import type { PanelChange } from '../../../shared/contract/changes.ts'
import { byteOrderMark } from '../../../shared/imports/csv-text.ts'
import type { Lines } from '../../../shared/imports/guarded-lines.ts'

/** So many changes are asked for at a time. */
const atOnce = 1000

/** Changes as CSV, one a line, newest first. Null where nobody wants it any more. */
export async function changesAsCsv(options: {
  readonly headings: readonly string[]
  readonly lines: Lines
  readonly page: (from: number, count: number) => Promise<readonly PanelChange[]>
  readonly record: (change: PanelChange) => readonly string[]
  /** Is told how many lines have been written. */
  readonly tell: (written: number) => void
  readonly isWanted: () => boolean
}): Promise<string | null> {
  const { lines, isWanted } = options
  const parts = [byteOrderMark, lines([options.headings])]
  for (let written = 0; ;) {
    const rows = await options.page(written, atOnce)
    if (!isWanted()) return null
    parts.push(lines(rows.map(options.record)))
    options.tell((written += rows.length))
    if (rows.length < atOnce) return parts.join('')
  }
}

import type { ReportMonth, ReportTracker } from '../../../shared/contract/reports.ts'
import { byteOrderMark } from '../../../shared/imports/csv-text.ts'
import type { Lines } from '../../../shared/imports/guarded-lines.ts'
import { percentOf } from '../../../shared/rules/months.ts'

/** Months as CSV, one a line; numbers without separators, what is not known empty. */
export function monthsAsCsv(months: readonly ReportMonth[], headings: readonly string[], lines: Lines): string {
  const records = months.map(({ month, amount, readAt, change }) => {
    const more = change && amount !== null ? amount - change.before : null
    const percent = more === null || !change ? null : percentOf(more, change.before)
    return [
      month,
      String(amount ?? ''),
      String(more ?? ''),
      percent === null ? '' : percent.toFixed(1),
      String(change?.came ?? ''),
      String(change?.went ?? ''),
      readAt === null ? '' : new Date(readAt).toISOString(),
    ]
  })
  return byteOrderMark + lines([headings, ...records])
}

/** So many trackers are asked for at a time. */
const atOnce = 1000

/**
 * The trackers of months as CSV, one a line for each month in which it was counted. Null where nobody wants it any more.
 */
export async function trackersAsCsv(options: {
  readonly months: readonly string[]
  readonly headings: readonly string[]
  readonly lines: Lines
  /** Trackers of a month after one, so many at most. */
  readonly trackers: (month: string, after: number | null, count: number) => Promise<readonly ReportTracker[]>
  /** Is told how many lines have been written. */
  readonly tell: (written: number) => void
  readonly isWanted: () => boolean
}): Promise<string | null> {
  const { lines, tell, isWanted } = options
  const parts = [byteOrderMark, lines([options.headings])]
  let written = 0
  for (const month of options.months) {
    for (let after: number | null = null; ;) {
      const rows: readonly ReportTracker[] = await options.trackers(month, after, atOnce)
      if (!isWanted()) return null
      parts.push(lines(rows.map(({ id, label, deviceId, owner }) => [month, String(id), label, deviceId, owner])))
      tell((written += rows.length))
      if (rows.length < atOnce) break
      after = rows.at(-1)?.id ?? null
    }
  }
  return parts.join('')
}

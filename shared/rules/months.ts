/** A month of the calendar as the panel writes it, `2026-11`: in order as texts are. */
export const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/

const written = (count: number): string =>
  `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`

/** Months since the year 0. */
const counted = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** The month so many after another; before it where that is less than nothing. */
export function monthAfter(month: string, more = 1): string {
  return written(counted(month) + more)
}

/** How many months there are from one to another, both included; none where they stand the wrong way round. */
export function monthsIn({ from, to }: { readonly from: string; readonly to: string }): number {
  return Math.max(0, counted(to) - counted(from) + 1)
}

/** The months from one to another, both included. */
export function monthsFrom(span: { readonly from: string; readonly to: string }): string[] {
  return Array.from({ length: monthsIn(span) }, (_, index) => monthAfter(span.from, index))
}

/** The month of a moment (milliseconds since 1970), as UTC has it: the panel's bills go by that. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}

/** The moment at which a month is over. */
export function endOfMonth(month: string): number {
  return Date.parse(`${monthAfter(month)}-01T00:00:00Z`)
}

/** The last so many months, that of a moment included. */
export function lastMonths(at: number, count: number): { from: string; to: string } {
  const to = monthOf(at)
  return { from: monthAfter(to, 1 - count), to }
}

/** Months of a list that follow on each other, together; the list is in order. */
export function runsOf(months: readonly string[]): string[][] {
  const runs: string[][] = []
  for (const month of months) {
    const run = runs.at(-1)
    if (run && monthAfter(run.at(-1) ?? '') === month) run.push(month)
    else runs.push([month])
  }
  return runs
}

/** By how much of what there was before something has changed, in percent; null where there was nothing. */
export function percentOf(change: number, before: number): number | null {
  return before === 0 ? null : (change / before) * 100
}

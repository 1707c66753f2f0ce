import type { Problem } from '../problem.ts'
import { tidyIdentifier } from './identifier.ts'

// A moment is a day and a time of somebody's own, without a zone, as the User API has it: `2026-12-01 10:00:00`. Texts of
// this form are ordered as the moments are.

const clock = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2}))?\s*(?<half>[ap]\.?m\.?)?`
const yearFirst = new RegExp(
  String.raw`^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})(?:[T,]?\s*)${clock}$`,
  'i',
)
const dayFirst = new RegExp(String.raw`^(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4}),?\s+${clock}$`, 'i')
const eitherFirst = new RegExp(String.raw`^(?<one>\d{1,2})([/-])(?<other>\d{1,2})\2(?<year>\d{4}),?\s+${clock}$`, 'i')

type Parts = Partial<Record<string, string>>

/** A moment of these parts; null where the calendar or the clock has none. */
function momentOf({ year, month, day, hour, minute, second, half }: Parts): string | null {
  const [y, mo, d, mi, s] = [year, month, day, minute, second ?? 0].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  let h = Number(hour)
  if (half) {
    if (h < 1 || h > 12) return null
    h = (h % 12) + (/^p/i.test(half) ? 12 : 0)
  }
  if (h > 23 || mi > 59 || s > 59) return null
  const date = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null
  return date.toISOString().slice(0, 19).replace('T', ' ')
}

/** What a text says of day and time: the moment, or why it says none. */
function momentIn(text: string): { readonly moment: string } | { readonly problem: Problem } {
  const bare = tidyIdentifier(text).replace(/\s+/g, ' ')
  const problem = (code: 'moment-unreadable' | 'moment-ambiguous' | 'moment-impossible') => ({
    problem: { code, values: { value: text.slice(0, 100) } } satisfies Problem,
  })
  let parts: Parts | undefined = (yearFirst.exec(bare) ?? dayFirst.exec(bare))?.groups
  if (!parts) {
    const groups = eitherFirst.exec(bare)?.groups
    if (!groups) return problem('moment-unreadable')
    const { one, other } = groups
    // Some write the month first, others the day: where both would do, nobody is to guess.
    if (Number(one) <= 12 && Number(other) <= 12 && Number(one) !== Number(other)) return problem('moment-ambiguous')
    parts = Number(one) > 12 ? { ...groups, day: one, month: other } : { ...groups, day: other, month: one }
  }
  const moment = momentOf(parts)
  return moment === null ? problem('moment-impossible') : { moment }
}

/**
 * What a text for a moment becomes: year, month and day first, or day first with points, or with strokes where only one
 * reading is possible; with a time of 24 hours, or of 12 with am or pm. A text that says no moment stays as it is.
 */
export function readMoment(text: string): string {
  const found = momentIn(text)
  return 'moment' in found ? found.moment : text
}

/** The rule for a moment; null where it is kept. */
export function checkMoment(text: string): Problem | null {
  const found = momentIn(text)
  return 'problem' in found ? found.problem : null
}

/** A moment so many minutes later, or earlier, by the calendar alone; a text that says none as it is. */
export function shiftedMoment(text: string, minutes: number): string {
  const found = momentIn(text)
  if ('problem' in found) return text
  const at = Date.parse(`${found.moment.replace(' ', 'T')}Z`) + minutes * 60_000
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

const formats = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let format: Intl.DateTimeFormat | null = null
  try {
    const digits = '2-digit' as const
    format = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone: zone, year: 'numeric', month: digits, day: digits },
      ...{ hour: digits, minute: digits, second: digits, hourCycle: 'h23' },
    })
  } catch {
    // A zone that this computer does not know: nothing can be said of it.
  }
  formats.set(zone, format)
  return format
}

/** What clocks of a zone show at a time, in milliseconds since 1970, UTC; null where the zone is not known. */
export function momentAt(zone: string, at: number): string | null {
  return formatOf(zone)?.format(at) ?? null
}

const hour = 3_600_000

/** So many days of zones are remembered, at most. */
const mostDays = 5_000
/** Of days of zones, whether clocks are put forward or back nowhere near: asked of every stop, and costly to tell. */
const plainDays = new Map<string, boolean>()

const dayIn = (zone: string, day: string): string => `${zone} ${day}`

function isPlainDay(zone: string, day: string, offsetAt: (at: number) => number): boolean {
  const asked = dayIn(zone, day)
  const known = plainDays.get(asked)
  if (known !== undefined) return known
  const begins = Date.parse(`${day}T00:00:00Z`)
  const isPlain = offsetAt(begins - 24 * hour) === offsetAt(begins + 48 * hour)
  if (plainDays.size >= mostDays) plainDays.clear()
  plainDays.set(asked, isPlain)
  return isPlain
}

/**
 * How often a moment comes in a zone, by its IANA name: not at all where clocks are put forward over it, twice where they
 * are put back. Once where that cannot be told.
 */
export function timesIn(zone: string, moment: string): 0 | 1 | 2 {
  // Nearly every stop is of a day that is known by now.
  if (plainDays.get(dayIn(zone, moment.slice(0, 10)))) return 1
  const format = formatOf(zone)
  const asUtc = Date.parse(`${moment.replace(' ', 'T')}Z`)
  if (!format || Number.isNaN(asUtc)) return 1
  const localAt = (at: number) => format.format(at)
  const offsetAt = (at: number) => Date.parse(`${localAt(at).replace(' ', 'T')}Z`) - at
  if (isPlainDay(zone, moment.slice(0, 10), offsetAt)) return 1
  // The clocks of a zone differ from UTC by what they did a day before, or will a day after.
  const offsets = [-24, 24].map((hours) => offsetAt(asUtc + hours * hour))
  const found = new Set(offsets.map((offset) => asUtc - offset).filter((at) => localAt(at) === moment))
  return found.size > 1 ? 2 : found.size === 1 ? 1 : 0
}

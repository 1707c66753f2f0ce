import type { Problem } from '../problem.ts'
import { checkMoment, readMoment, shiftedMoment } from './moment.ts'

/** So many days at once, at most: a month. */
const mostDays = 31

const between = /[\s,;]+/

/**
 * The days that a text names, such as `2026-12-01, 2.12.2026`, or `+7` for a week after a given one, each once, as
 * `2026-12-01`; others are left out.
 */
export function daysIn(text: string, from = ''): string[] {
  const moments = namedIn(text).map((day) => {
    const later = daysLater(day)
    return later === null ? readMoment(`${day} 00:00`) : shiftedMoment(`${from} 00:00`, later * minutesOfDay)
  })
  return [...new Set(moments.filter((moment) => checkMoment(moment) === null).map((moment) => moment.slice(0, 10)))]
}

const minutesOfDay = 24 * 60

/** So many days later as `+7`, or earlier as `-1`; null for any other text. */
function daysLater(text: string): number | null {
  const [, sign, digits] = /^([+\-−–])(\d{1,4})$/.exec(text) ?? []
  return digits === undefined ? null : (sign === '+' ? 1 : -1) * Number(digits)
}

/** The rule for a list of days: at least one, each in the calendar, and no more than there are in a month. */
export function checkDays(text: string): Problem | null {
  const wrong = namedIn(text).find((day) => daysLater(day) === null && checkMoment(readMoment(`${day} 00:00`)) !== null)
  if (wrong !== undefined) return { code: 'day-unreadable', values: { value: wrong.slice(0, 100) } }
  const { length } = daysIn(text, '2026-01-01')
  return length < 1 || length > mostDays ? { code: 'days-count', values: { days: length, most: mostDays } } : null
}

const namedIn = (text: string): string[] => text.split(between).filter((day) => day !== '')

/** So many days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

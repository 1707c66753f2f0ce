import type { Problem } from '../problem.ts'
import { checkMoment, readMoment } from './moment.ts'

/** So many days at once, at most: a month. */
const mostDays = 31

const between = /[\s,;]+/

/** The days that a text names, such as `2026-12-01, 2.12.2026`, each once, as `2026-12-01`; others are left out. */
export function daysIn(text: string): string[] {
  const moments = namedIn(text).map((day) => readMoment(`${day} 00:00`))
  return [...new Set(moments.filter((moment) => checkMoment(moment) === null).map((moment) => moment.slice(0, 10)))]
}

/** The rule for a list of days: at least one, each in the calendar, and no more than there are in a month. */
export function checkDays(text: string): Problem | null {
  const wrong = namedIn(text).find((day) => checkMoment(readMoment(`${day} 00:00`)) !== null)
  if (wrong !== undefined) return { code: 'day-unreadable', values: { value: wrong.slice(0, 100) } }
  const { length } = daysIn(text)
  return length < 1 || length > mostDays ? { code: 'days-count', values: { days: length, most: mostDays } } : null
}

const namedIn = (text: string): string[] => text.split(between).filter((day) => day !== '')

/** So many days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

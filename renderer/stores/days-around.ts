import type { RouteChoice } from '../../shared/contract/routes.ts'

/** Days before and after today that are looked at where nobody has said otherwise. */
const daysBefore = 7
const daysAhead = 14

/** The days whose routes are looked at where nobody has said otherwise: those around a moment. */
export function daysAround(at: number): Pick<RouteChoice, 'from' | 'to'> {
  return { from: dayOf(at, -daysBefore), to: dayOf(at, daysAhead) }
}

/** A day of the clock of this computer, so many days after that of `at`. */
export function dayOf(at: number, offset: number): string {
  const day = new Date(at)
  day.setDate(day.getDate() + offset)
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0')
  return [part(day.getFullYear(), 4), part(day.getMonth() + 1, 2), part(day.getDate(), 2)].join('-')
}

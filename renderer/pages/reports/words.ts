import { percentOf } from '../../../shared/rules/months.ts'
import { number } from '../../wording.ts'

const named = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const short = new Intl.DateTimeFormat('en', { month: 'short', year: '2-digit', timeZone: 'UTC' })
const percents = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 })

/** A month as a person reads it: `Nov 2026`. */
export function monthName(month: string): string {
  return named.format(Date.parse(`${month}-01T00:00:00Z`))
}

/** The same where there is little room: `Nov 26`. */
export function shortMonth(month: string): string {
  return short.format(Date.parse(`${month}-01T00:00:00Z`))
}

/** A number with its sign, which none has that is nothing: `+12`, `−3`. */
export function signed(value: number, written: (value: number) => string = number): string {
  return value === 0 ? written(0) : `${value > 0 ? '+' : '−'}${written(Math.abs(value))}`
}

/** By how much something has changed, in percent: `+2.4 %`; empty where there was nothing before. */
export function percentWords(now: number, before: number): string {
  const percent = percentOf(now - before, before)
  return percent === null ? '' : `${signed(percent, (value) => percents.format(value))} %`
}

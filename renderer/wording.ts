import { computed, shallowRef } from 'vue'
import type { Problem, ProblemCode } from '../shared/problem.ts'
import { i18n } from './i18n.ts'

const { t } = i18n.global

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const counts = new Intl.NumberFormat('en')

/** A count with separators: `12,480`. Not for identifiers. */
export function number(value: number): string {
  return counts.format(value)
}

/** What the vendor's pages call what is sent, so that it is found by that, too. */
export function methodWords(methods: readonly string[]): string {
  return t('app.atPanel', { methods: methods.join(', ') })
}

/** A number of bytes, as a person says it: `12.4 MB`. */
export function size(bytes: number): string {
  const [key, unit] =
    bytes < 1e6
      ? (['kilobytes', 1e3] as const)
      : bytes < 1e9
        ? (['megabytes', 1e6] as const)
        : (['gigabytes', 1e9] as const)
  const n = bytes / unit
  return t(`help.size.${key}`, { n: n < 100 ? n.toFixed(1) : number(Math.round(n)) })
}

const plainAmounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const amountsIn = new Map<string, Intl.NumberFormat>()

/** An amount of money: `EUR 12.50`; without the currency where that is not known, or not one. */
export function amount(value: number, currency: string | null): string {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return plainAmounts.format(value)
  let amounts = amountsIn.get(currency)
  if (!amounts) {
    amounts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' })
    amountsIn.set(currency, amounts)
  }
  return amounts.format(value)
}

/** How long something takes, in milliseconds, as a person says it: `about 4 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < second) return t('app.duration.instant')
  if (milliseconds < 57.5 * second) {
    const seconds = milliseconds / second
    return t('app.duration.seconds', { count: seconds < 10 ? Math.round(seconds) : Math.round(seconds / 5) * 5 })
  }
  const minutes = Math.max(1, Math.round(milliseconds / minute))
  if (minutes < 60) return t('app.duration.minutes', { count: minutes })
  if (minutes < 10 * 60) {
    const roundedMinutes = Math.round(minutes / 5) * 5
    const rest = roundedMinutes % 60
    const hours = (roundedMinutes - rest) / 60
    return rest === 0
      ? t('app.duration.hours', { count: hours })
      : t('app.duration.hoursMinutes', { hours, minutes: rest })
  }
  const hours = Math.round(milliseconds / hour)
  if (hours < 48) return t('app.duration.hours', { count: hours })
  const days = Math.round(milliseconds / day)
  return t('app.duration.days', { count: number(days) }, days)
}

const zone = shallowRef<string | undefined>()

/** Has our own times told in a zone from here on; without one, in that of the computer. */
export function tellTimesIn(name: string | undefined): void {
  zone.value = name
}

const hourAndMinute = { hour: '2-digit', minute: '2-digit' } as const
const wholeDay = { day: 'numeric', month: 'short', year: 'numeric' } as const
const formats = computed(() => {
  const format = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...parts, ...(zone.value === undefined ? {} : { timeZone: zone.value }) })
  return {
    timeOfDay: format({ ...hourAndMinute, timeZoneName: 'short' }),
    dayAndTime: format({ ...wholeDay, ...hourAndMinute, timeZoneName: 'short' }),
    toTheSecond: format({ ...wholeDay, ...hourAndMinute, second: '2-digit', timeZoneName: 'short' }),
    secondOfDay: format({ ...hourAndMinute, second: '2-digit' }),
    date: format(wholeDay),
  }
})

/**
 * One of our own times (milliseconds since 1970, UTC) in the zone that the person chose, which it names:
 * `20 Nov 2026, 14:05 CET`. The panel's dates are not for it: they are shown as the panel gave them.
 */
export function time(at: number): string {
  return formats.value.dayAndTime.format(at)
}

/** Like {@link time}, to the second. */
export function exactTime(at: number): string {
  return formats.value.toTheSecond.format(at)
}

/** The time of day of one of our own times, to the second, where there are many of them; the whole stands in a tooltip. */
export function timeToTheSecond(at: number): string {
  return formats.value.secondOfDay.format(at)
}

/** The zone in which times are told, at one of our own times, as a person says it: `CET`. */
export function zoneAt(at: number): string {
  return formats.value.timeOfDay.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** How long ago `at` was, seen from `now` (both milliseconds since 1970, UTC); the time itself after half a day. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at)
  if (passed < minute) return t('app.ago.now')
  if (passed < hour) return t('app.ago.minutes', { count: Math.floor(passed / minute) })
  if (passed < 12 * hour) return t('app.ago.hours', { count: Math.floor(passed / hour) })
  const { date, timeOfDay } = formats.value
  return date.format(at) === date.format(now) ? timeOfDay.format(at) : time(at)
}

/** One of our own times by the day it was on, as a person says it: `today 14:05`; another day is named. */
export function dayAndTime(at: number, now: number): string {
  const { date, timeOfDay } = formats.value
  if (date.format(at) === date.format(now)) return t('app.day.today', { time: timeOfDay.format(at) })
  if (date.format(at) === date.format(now - day)) return t('app.day.yesterday', { time: timeOfDay.format(at) })
  return time(at)
}

/** Values of problems that count or measure something; all other numbers are identifiers and stay as they are. */
const quantities = new Set([
  'count',
  'length',
  'most',
  'least',
  'rows',
  'staged',
  'size',
  'operations',
  'requests',
  'doubtful',
])

/** The text that says a problem more exactly, if it has one and the problem brings every value that it names. */
function namedText(code: ProblemCode, values: Record<string, unknown>): string | null {
  const named: Partial<Record<ProblemCode, string>> = i18n.global.tm('problemsNamed')
  const text = named[code]
  if (text === undefined) return null
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return names.every((name) => values[name] !== undefined && values[name] !== '') ? `problemsNamed.${code}` : null
}

/** What happened, to what, and what to do now: the text behind a problem's code, with its values. */
export function problemWords({ code, values = {} }: Problem): string {
  const key = namedText(code, values) ?? `problems.${code}`
  const worded = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && quantities.has(name) ? number(value) : String(value),
    ]),
  )
  const count = values['count']
  return typeof count === 'number' ? t(key, worded, count) : t(key, worded)
}

/** How the answer to something that may have taken effect was lost. Without advice: nothing of it is to be sent again. */
export function lossWords({ code }: Problem): string {
  const key = `outbox.lost.${code}`
  return t('outbox.unknown.how', { how: t(i18n.global.te(key) ? key : 'outbox.lost.other') })
}

/** The panel's own code and words behind a problem, for support; null where there are none. */
export function panelWords({ panelCode, panelWords: words }: Problem): string | null {
  if (panelCode !== undefined && words) return t('app.problem.panelSays', { code: panelCode, words })
  if (panelCode !== undefined) return t('app.problem.panelCode', { code: panelCode })
  return words ? t('app.problem.panelWords', { words }) : null
}

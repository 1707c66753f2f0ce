import type { Tariff } from '../model/tariff.ts'

/** A change of plan as it is staged, and what is known around it. Days are UTC, as `2026-12-31`. */
export interface PlanChange {
  readonly from: Pick<Tariff, 'type' | 'price'>
  readonly to: Pick<Tariff, 'type' | 'price' | 'proportional'>
  /** The day on which the present plan ends, or ended; empty where it has no end. */
  readonly ends: string
  /** The day on which the device was registered; empty where that is not known. */
  readonly registered: string
  readonly repay: boolean
  readonly charge: boolean
  readonly today: string
  /** How many days after it is registered a device costs nothing; null where that is not known. */
  readonly freeDays: number | null
}

/** Why nothing goes back to the user. */
export const notPaidBack = [
  'not-asked',
  'not-monthly',
  'costs-nothing',
  'no-end',
  'ended',
  'free-period',
  'no-day-left',
] as const
export type NotPaidBack = (typeof notPaidBack)[number]

/**
 * What a change of plan does to the money of the owner: an estimate. Discounts, the dealer's own prices and what is
 * debited for other trackers are in no documented formula. Amounts are in the panel's currency.
 */
export interface Bill {
  /** What goes back to the user, from the least to the most: the vendor's page calls the rounding by two names. */
  readonly back: { readonly least: number; readonly most: number; readonly why: NotPaidBack | null }
  readonly next: {
    /** The day of the next debit, at 00:05 UTC; null where the device is debited on the days on which it connects. */
    readonly day: string | null
    readonly amount: number
  }
  /** The plan so far had ended, and the new one is to be paid before anything goes on. */
  readonly isHeld: boolean
  /** Two pages of the vendor disagree: it may begin only when what is paid for has ended. */
  readonly mayBeginLater: boolean
}

const aDay = 24 * 3600 * 1000

/**
 * What is billed by `tracker/tariff/change`. (panel-tracker.md, tariff/change, "Repayment" and "Change"; panel-additions.md,
 * F1) A plan whose type is none of the four is debited tomorrow, with its price.
 */
export function billOf(change: PlanChange): Bill {
  const { to, ends, today, charge } = change
  const hasEnded = ends !== '' && ends <= today
  return {
    back: paidBack(change, hasEnded),
    next: nextDebit(change, hasEnded),
    isHeld: hasEnded && charge && to.type !== 'activeday',
    mayBeginLater: !hasEnded && ends !== '' && (to.type === 'activeday' || to.type === 'every_year'),
  }
}

/** What a plan costs a month, by which plans of all types are compared: of one by day, where the device connects daily. */
export function aMonth({ type, price }: Pick<Tariff, 'type' | 'price'>): number {
  if (type === 'activeday') return price * 30
  return type === 'every_year' ? price / 12 : price
}

function paidBack({ from, ends, registered, repay, today, freeDays }: PlanChange, hasEnded: boolean): Bill['back'] {
  const nothing = (why: NotPaidBack) => ({ least: 0, most: 0, why })
  if (!repay) return nothing('not-asked')
  if (from.type !== 'monthly') return nothing('not-monthly')
  if (from.price <= 0) return nothing('costs-nothing')
  if (ends === '') return nothing('no-end')
  if (hasEnded) return nothing('ended')
  if (freeDays !== null && registered !== '' && dayAfter(registered, freeDays) > today) return nothing('free-period')
  const left = (Date.parse(ends) - Date.parse(today)) / aDay
  if (left < 1) return nothing('no-day-left')
  // In whole cents, so that what divides evenly is not rounded up.
  const share = (Math.round(from.price * 100) * left) / (daysOfMonth(today) * 100)
  return { least: Math.floor(share), most: Math.ceil(share), why: null }
}

function nextDebit({ to, charge, today }: PlanChange, hasEnded: boolean): Bill['next'] {
  const tomorrow = dayAfter(today, 1)
  const day = hasEnded && charge ? today : tomorrow
  switch (to.type) {
    case 'monthly':
      if (!charge) return { day: firstOfNextMonth(today), amount: to.price }
      return { day, amount: to.proportional ? to.price * shareOfMonthFrom(day) : to.price }
    case 'everyday':
      return { day, amount: to.price / daysOfMonth(day) }
    case 'activeday':
      return { day: hasEnded ? null : tomorrow, amount: to.price }
    default:
      return { day, amount: to.price }
  }
}

const dayOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)
const dayAfter = (day: string, days: number) => dayOf(Date.parse(day) + days * aDay)

function daysOfMonth(day: string): number {
  const date = new Date(day)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

function firstOfNextMonth(day: string): string {
  const date = new Date(day)
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
}

/** How much of a month is left from the beginning of a day on. */
function shareOfMonthFrom(day: string): number {
  const days = daysOfMonth(day)
  return (days - new Date(day).getUTCDate() + 1) / days
}

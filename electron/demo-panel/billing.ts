import type { PlanRecord } from './records.ts'
import { date } from './seed.ts'

const day = 24 * 3600 * 1000

/** A change of plan as it is asked for. */
interface PlanChange {
  readonly from: PlanRecord
  readonly to: PlanRecord
  /** The day on which the plan so far ends, or ended, UTC; null where it has no end. */
  readonly ends: string | null
  readonly repay: boolean
  readonly charge: boolean
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

/** What a change of plan does to the owner's money, and on which day, UTC, the new plan ends. */
interface Bill {
  readonly repaid: number
  readonly charged: number
  readonly ends: string | null
}

/** Works out a change of plan. (panel-tracker.md, tariff/change, "Repayment" and "Change") */
export function billOf(change: PlanChange): Bill {
  return { repaid: repaymentOf(change), charged: chargeOf(change), ends: endOf(change) }
}

/**
 * The page calls the rounding `ceil` and explains it as taking the integer part; the name is followed here. No free
 * period is known to this panel, and it pays back no more than a month, which is the most that was ever paid.
 */
function repaymentOf({ from, ends, repay, now }: PlanChange): number {
  if (!repay || from.type !== 'monthly' || from.price <= 0 || ends === null) return 0
  const today = new Date(now)
  const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 0)).getUTCDate()
  const remainder = Math.min((Date.parse(ends) - Date.parse(date(now))) / day, month)
  // In whole cents, so that what divides evenly is not rounded up.
  return remainder > 0 ? Math.ceil((Math.round(from.price * 100) * remainder) / (month * 100)) : 0
}

/** How much is charged is not documented: here it is the month's price at once, as nobody bills at night. */
function chargeOf({ to, charge }: PlanChange): number {
  return charge && to.type === 'monthly' ? to.price : 0
}

/** A plan that ends today counts as ended: so does the page set it where it is to be billed first. */
function endOf({ to, ends, charge, now }: PlanChange): string | null {
  const monthly = to.type === 'monthly'
  const today = new Date(now)
  const nextMonth = date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1))
  const ended = ends !== null && ends <= date(now)
  if (!ended) return monthly && !charge ? nextMonth : date(now + day)
  if (to.type === 'activeday') return null
  if (charge) return date(now)
  return monthly ? nextMonth : date(now + day)
}

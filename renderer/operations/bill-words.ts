import type { PlanBills } from '../../shared/contract/plan-bills.ts'
import { i18n } from '../i18n.ts'
import { amount } from '../wording.ts'

const { t } = i18n.global

type Sums = Pick<PlanBills, 'back' | 'debits'>
type Short = PlanBills['users'][number]['short']

/** What goes back to a user, or to all of them: a range where the vendor's pages leave one. */
export function backWords({ back: { least, most } }: Sums, currency: string | null): string {
  if (least === most) return amount(most, currency)
  return t('outbox.plan.bills.between', { least: amount(least, currency), most: amount(most, currency) })
}

/** What is debited next, a text for each day, UTC. */
export function debitWords({ debits }: Sums, currency: string | null): string[] {
  return debits.map(({ day, amount: value }) =>
    day === null
      ? t('outbox.plan.bills.onConnecting', { amount: amount(value, currency) })
      : t('outbox.plan.bills.onDay', { day, amount: amount(value, currency) }),
  )
}

/** From when a user who has not enough would be blocked. */
export function shortWords(short: NonNullable<Short>): string {
  return short.day === null ? t('outbox.plan.bills.blocked') : t('outbox.plan.bills.blockedFrom', { day: short.day })
}

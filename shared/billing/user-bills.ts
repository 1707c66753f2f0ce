import type { Bill } from './plan-change.ts'

/** What a user has to pay with. */
export interface Funds {
  readonly balance: number
  /** Is debited before the balance. (panel-additions.md, F1) */
  readonly bonus: number
}

/** What changes of plans come to, of one user or of all. Amounts are in the panel's currency, and an estimate. */
export interface Bills {
  readonly changes: number
  readonly back: { readonly least: number; readonly most: number }
  /** What is debited next, by the day, UTC, the earliest first; null for the days on which a device connects. */
  readonly debits: { readonly day: string | null; readonly amount: number }[]
}

/** What bills come to together. */
export function sumOf(bills: readonly Bill[]): Bills {
  const debits = new Map<string | null, number>()
  let least = 0
  let most = 0
  for (const { back, next } of bills) {
    least += back.least
    most += back.most
    if (next.amount > 0) debits.set(next.day, (debits.get(next.day) ?? 0) + next.amount)
  }
  const byDay = [...debits].map(([day, amount]) => ({ day, amount: inCents(amount) }))
  return { changes: bills.length, back: { least, most }, debits: byDay.sort(earliestFirst) }
}

/**
 * The day, UTC, from which the user's trackers would be blocked, for balance and bonus, and the least that goes back, do
 * not reach as far as what is debited for these changes; null where they do. Other debits are not known. Of what is
 * debited when a device connects no day is known: it is taken for the last.
 */
export function shortFrom({ back, debits }: Bills, { balance, bonus }: Funds): { readonly day: string | null } | null {
  let left = balance + bonus + back.least
  for (const { day, amount } of debits) {
    left = inCents(left - amount)
    if (left < 0) return { day }
  }
  return null
}

function earliestFirst(a: { readonly day: string | null }, b: { readonly day: string | null }): number {
  if (a.day === b.day) return 0
  return a.day === null || (b.day !== null && a.day > b.day) ? 1 : -1
}

const inCents = (amount: number) => Math.round(amount * 100) / 100

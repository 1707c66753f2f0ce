import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { billOf, type PlanChange } from '../../shared/billing/plan-change.ts'
import { shortFrom, sumOf } from '../../shared/billing/user-bills.ts'

const monthly = { type: 'monthly', price: 10, proportional: false }
const change: PlanChange = {
  from: { type: 'monthly', price: 12 },
  to: monthly,
  ends: '2026-12-01',
  registered: '2020-02-02',
  repay: true,
  charge: true,
  today: '2026-11-16',
  freeDays: 14,
}

describe('what goes back to the user', () => {
  test('is the share of the days that are left of this month, between both readings of its rounding', () => {
    // 15 of 30 days of 12.
    expect(billOf(change).back).toEqual({ least: 6, most: 6, why: null })
    // 12.55 × 15 ÷ 30 = 6.275
    expect(billOf({ ...change, from: { type: 'monthly', price: 12.55 } }).back).toEqual({
      least: 6,
      most: 7,
      why: null,
    })
  })

  test.each([
    ['not-asked', { repay: false }],
    ['not-monthly', { from: { type: 'activeday', price: 12 } }],
    ['costs-nothing', { from: { type: 'monthly', price: 0 } }],
    ['no-end', { ends: '' }],
    ['ended', { ends: '2026-11-16' }],
    ['free-period', { registered: '2026-11-03' }],
  ] as const)('is nothing: %s', (why, differs) => {
    expect(billOf({ ...change, ...differs }).back).toEqual({ least: 0, most: 0, why })
  })

  test('is paid from the day on which the free period is over, and where nobody knows of one', () => {
    expect(billOf({ ...change, registered: '2026-11-02' }).back.most).toBe(6)
    expect(billOf({ ...change, registered: '2026-11-15', freeDays: null }).back.most).toBe(6)
    expect(billOf({ ...change, registered: '' }).back.most).toBe(6)
  })
})

describe('the next debit', () => {
  const everyday = { type: 'everyday', price: 30, proportional: false }
  const activeday = { type: 'activeday', price: 0.4, proportional: false }
  const yearly = { type: 'every_year', price: 100, proportional: false }
  const ended = '2026-11-10'

  test.each([
    ['monthly and charged: tomorrow, the whole month', { to: monthly }, '2026-11-17', 10],
    ['monthly by days: their share', { to: { ...monthly, proportional: true } }, '2026-11-17', (10 * 14) / 30],
    ['monthly and not charged: the first of the next month', { to: monthly, charge: false }, '2026-12-01', 10],
    ['debited daily: a day of the month', { to: everyday }, '2026-11-17', 1],
    ['daily: tomorrow, whether or not it is charged', { to: activeday, charge: false }, '2026-11-17', 0.4],
    ['annual: tomorrow', { to: yearly }, '2026-11-17', 100],
    ['ended, monthly and charged: today', { to: monthly, ends: ended }, '2026-11-16', 10],
    ['ended, monthly, not charged: the next month', { to: monthly, ends: ended, charge: false }, '2026-12-01', 10],
    ['ended, debited daily, charged: today', { to: everyday, ends: ended }, '2026-11-16', 1],
    ['ended, debited daily, not charged: tomorrow', { to: everyday, ends: ended, charge: false }, '2026-11-17', 1],
    ['ended, daily: when it connects', { to: activeday, ends: ended }, null, 0.4],
  ] as const)('%s', (_, differs, day, amount) => {
    const { next } = billOf({ ...change, ...differs })
    expect(next.day).toBe(day)
    expect(next.amount).toBeCloseTo(amount)
  })

  test('of a plan that begins with another month and year stands on a day that there is', () => {
    const { next } = billOf({ ...change, to: everyday, ends: '2027-01-05', today: '2026-12-31' })
    expect(next).toEqual({ day: '2027-01-01', amount: 30 / 31 })
    expect(billOf({ ...change, charge: false, ends: '2027-01-05', today: '2026-12-31' }).next.day).toBe('2027-01-01')
  })

  test('holds up a device whose plan had ended, until it is paid', () => {
    expect(billOf({ ...change, ends: ended }).isHeld).toBe(true)
    expect(billOf({ ...change, ends: ended, charge: false }).isHeld).toBe(false)
    expect(billOf({ ...change, ends: ended, to: activeday }).isHeld).toBe(false)
    expect(billOf(change).isHeld).toBe(false)
  })

  test('of a daily or annual plan may come later, where something is paid for', () => {
    expect([activeday, yearly].map((to) => billOf({ ...change, to }).mayBeginLater)).toEqual([true, true])
    expect([monthly, everyday].map((to) => billOf({ ...change, to }).mayBeginLater)).toEqual([false, false])
    expect(billOf({ ...change, to: activeday, ends: ended }).mayBeginLater).toBe(false)
  })
})

describe('what changes come to together', () => {
  const days = [null, '2026-11-17', '2026-12-01', '2026-12-02']
  const bill = fc
    .record({ least: fc.nat(20), over: fc.nat(1), day: fc.constantFrom(...days), cents: fc.nat(5000) })
    .map(({ least, over, day, cents }) => ({
      ...billOf(change),
      back: { least, most: least + over, why: null },
      next: { day, amount: cents / 100 },
    }))

  test('is all that goes back and is debited, by day, in whole cents', () => {
    fc.assert(
      fc.property(fc.array(bill), (bills) => {
        const sum = sumOf(bills)
        expect(sum.changes).toBe(bills.length)
        expect(sum.back.least).toBe(bills.reduce((all, { back }) => all + back.least, 0))
        expect(sum.back.most).toBe(bills.reduce((all, { back }) => all + back.most, 0))
        const shown = sum.debits.map(({ day }) => day ?? '9999')
        expect(shown).toEqual([...new Set(shown)].sort())
        for (const { day, amount } of sum.debits) {
          const cents = bills.flatMap(({ next }) => (next.day === day ? Math.round(next.amount * 100) : []))
          expect(Math.round(amount * 100)).toBe(cents.reduce((all, one) => all + one, 0))
        }
      }),
    )
  })

  test('is more than a user has from the first day on which it does not reach', () => {
    const debits = [
      { day: '2026-11-17', amount: 10 },
      { day: '2026-12-01', amount: 10 },
      { day: null, amount: 0.4 },
    ]
    const bills = { changes: 3, back: { least: 5, most: 6 }, debits }
    expect(shortFrom(bills, { balance: 4, bonus: 0 })).toEqual({ day: '2026-11-17' })
    // The bonus is debited, too, and what goes back at the least.
    expect(shortFrom(bills, { balance: 4, bonus: 1 })).toEqual({ day: '2026-12-01' })
    expect(shortFrom(bills, { balance: 15, bonus: 0 })).toEqual({ day: null })
    expect(shortFrom(bills, { balance: 15, bonus: 0.4 })).toBe(null)
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDays, daysBetween, daysIn } from '../../../shared/rules/days.ts'
import { shiftedMoment } from '../../../shared/rules/moment.ts'

test('days are read year first and day first, parted by commas, blanks, semicolons and lines, each once', () => {
  const text = '2026-12-01, 02.12.2026;2026/12/3\n1.12.2026'
  expect(checkDays(text)).toBeNull()
  expect(daysIn(text)).toEqual(['2026-12-01', '2026-12-02', '2026-12-03'])
})

test('days are read as so many after a given one, or before it', () => {
  expect(checkDays('+7 -1, 2026-12-01')).toBeNull()
  expect(daysIn('+7 -1, 2026-12-01, −2', '2026-11-30')).toEqual([
    '2026-12-07',
    '2026-11-29',
    '2026-12-01',
    '2026-11-28',
  ])
})

test.each([
  ['', 'days-count'],
  ['tomorrow', 'day-unreadable'],
  ['30.02.2026', 'day-unreadable'],
  ['2026-12-01 03/04/2026', 'day-unreadable'],
])('%j is no list of days: %s', (text, code) => {
  expect(checkDays(text)?.code).toBe(code)
})

test('a month of days can be named, and no more', () => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, day) => shiftedMoment('2026-12-01 00:00:00', day * 1440).slice(0, 10)).join(' ')
  expect(checkDays(days(31))).toBeNull()
  expect(checkDays(days(32))).toEqual({ code: 'days-count', values: { days: 32, most: 31 } })
})

test('a moment moved by as many days as lie between two has the same time of the day, on the other one', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  const dayOf = (date: Date) => date.toISOString().slice(0, 10)
  fc.assert(
    fc.property(day, day, fc.integer({ min: 0, max: 86_399 }), (one, other, second) => {
      const time = new Date(second * 1000).toISOString().slice(11, 19)
      const moved = shiftedMoment(`${dayOf(one)} ${time}`, daysBetween(dayOf(one), dayOf(other)) * 1440)
      expect(moved).toBe(`${dayOf(other)} ${time}`)
    }),
  )
})

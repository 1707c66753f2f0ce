import { expect, test } from 'vitest'
import {
  endOfMonth,
  lastMonths,
  monthAfter,
  monthOf,
  monthsFrom,
  monthsIn,
  percentOf,
  runsOf,
} from '../../../shared/rules/months.ts'

test('months go on over the end of a year, either way', () => {
  expect(monthAfter('2026-12')).toBe('2027-01')
  expect(monthAfter('2026-01', -1)).toBe('2025-12')
  expect(monthAfter('2026-05', -17)).toBe('2024-12')
})

test('a span has its months, both ends included; one the wrong way round has none', () => {
  expect(monthsFrom({ from: '2025-11', to: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(monthsIn({ from: '2026-02', to: '2026-02' })).toBe(1)
  expect(monthsIn({ from: '2026-03', to: '2026-02' })).toBe(0)
  expect(monthsFrom({ from: '2026-03', to: '2026-01' })).toEqual([])
})

test('a moment belongs to the month of UTC, which ends with its last millisecond', () => {
  expect(monthOf(Date.UTC(2026, 10, 30, 23, 59, 59))).toBe('2026-11')
  expect(endOfMonth('2026-11')).toBe(Date.UTC(2026, 11, 1))
  expect(lastMonths(Date.UTC(2026, 1, 3), 12)).toEqual({ from: '2025-03', to: '2026-02' })
})

test('months that follow on each other are together, and a gap begins anew', () => {
  expect(runsOf(['2025-11', '2025-12', '2026-01', '2026-03', '2026-05', '2026-06'])).toEqual([
    ['2025-11', '2025-12', '2026-01'],
    ['2026-03'],
    ['2026-05', '2026-06'],
  ])
  expect(runsOf([])).toEqual([])
})

test('a change is so many percent of what there was, and none of nothing', () => {
  expect(percentOf(-5, 20)).toBe(-25)
  expect(percentOf(3, 0)).toBe(null)
})

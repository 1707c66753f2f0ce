import { expect, test } from 'vitest'
import { createTries } from '../../../electron/console/tries.ts'

test('each try waits twice as long as the one before, a minute at most, and soon again once one has stood', () => {
  const tries = createTries({ next: () => 0.5, id: () => '' })
  const waits = Array.from({ length: 8 }, () => tries.pauseAfter(0))
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  expect(tries.pauseAfter(9_999)).toBe(60_000)
  expect(tries.pauseAfter(10_000)).toBe(1000)
})

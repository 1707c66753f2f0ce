import fc from 'fast-check'
import { expect, test } from 'vitest'
import { windowClashes } from '../../../shared/rules/windows.ts'

const at = (hour: number) => `2026-12-01 ${String(hour).padStart(2, '0')}:00:00`
const window = (from: number, to: number) => ({ windowFrom: at(from), windowTo: at(to) })

test('a window that ends before one in front of it begins contradicts the order, and names the one that begins last', () => {
  expect(windowClashes([window(8, 9), window(12, 13), window(10, 14), window(9, 11), window(12, 15)])).toEqual([
    { at: 3, behind: 1 },
  ])
})

test('windows that touch, overlap or follow each other contradict nothing', () => {
  expect(windowClashes([window(8, 10), window(10, 10), window(9, 10), window(11, 12)])).toEqual([])
})

test('what is no moment yet says nothing', () => {
  const typed = { windowFrom: 'tomorrow', windowTo: '' }
  expect(windowClashes([typed, window(10, 11), typed, window(8, 9)])).toEqual([{ at: 3, behind: 1 }])
})

test('exactly those are found that end before any in front begins', () => {
  const some = fc.array(fc.tuple(fc.nat(23), fc.nat(23)), { maxLength: 12 })
  fc.assert(
    fc.property(some, (hours) => {
      const windows = hours.map(([a, b]) => window(Math.min(a, b), Math.max(a, b)))
      const late = windows.flatMap(({ windowTo }, place) =>
        windows.slice(0, place).some(({ windowFrom }) => windowTo < windowFrom) ? place : [],
      )
      const found = windowClashes(windows)
      expect(found.map((clash) => clash.at)).toEqual(late)
      for (const { at: place, behind } of found) {
        expect(behind).toBeLessThan(place)
        expect(windows[place]!.windowTo < windows[behind]!.windowFrom).toBe(true)
      }
    }),
  )
})

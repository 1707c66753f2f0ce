import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floatingPlace, pointAnchor } from '../../../renderer/components/floating.ts'

const view = { width: 1280, height: 800 }
const anchor = { left: 600, right: 700, top: 100, bottom: 130 }

test('a box stands below its anchor, lined up with either edge', () => {
  expect(floatingPlace(anchor, { width: 200, height: 300 }, view, 'start')).toMatchObject({ left: 600, top: 134 })
  expect(floatingPlace(anchor, { width: 200, height: 300 }, view, 'end')).toMatchObject({ left: 500, top: 134 })
})

test('it stands above where there is no room below, and more above', () => {
  const low = { ...anchor, top: 700, bottom: 730 }
  expect(floatingPlace(low, { width: 200, height: 300 }, view, 'start')).toMatchObject({ left: 600, top: 396 })
})

test('at a point that has too little room on either side it covers the point, and keeps its height', () => {
  const tall = { width: 200, height: 600 }
  expect(floatingPlace(pointAnchor(500, 400), tall, view, 'start')).toEqual({ left: 500, top: 192, most: 784 })
  expect(floatingPlace({ ...anchor, top: 380, bottom: 410 }, tall, view, 'start')).toMatchObject({ most: 378 })
})

test('wherever it is asked for, it lies within the window', () => {
  const inside = fc.record({ x: fc.integer({ min: 0, max: 1280 }), y: fc.integer({ min: 0, max: 800 }) })
  const size = fc.record({ width: fc.integer({ min: 10, max: 400 }), height: fc.integer({ min: 10, max: 2000 }) })
  fc.assert(
    fc.property(inside, size, fc.constantFrom('start' as const, 'end' as const), ({ x, y }, box, align) => {
      const { left, top, most } = floatingPlace(pointAnchor(x, y), box, view, align)
      expect(left).toBeGreaterThanOrEqual(8)
      expect(left + box.width).toBeLessThanOrEqual(1272)
      expect(top).toBeGreaterThanOrEqual(8)
      expect(top + Math.min(box.height, most)).toBeLessThanOrEqual(792)
    }),
  )
})

import { expect, it } from 'vitest'
import { columnAside } from '../../../renderer/sheet/grid/column-aside.ts'

const widths = [100, 200, 150, 150, 200, 500, 100]
const aside = (from: number, direction: -1 | 1) => columnAside(widths, 1, from, direction, 400)

it('a screen to the side is as many columns as have room on it', () => {
  expect(aside(1, 1)).toBe(2)
  expect(aside(2, 1)).toBe(3)
  expect(aside(4, -1)).toBe(3)
})

it('a screen is one column at least, however wide', () => {
  expect(aside(4, 1)).toBe(5)
  expect(aside(6, -1)).toBe(5)
})

it('a screen to the side stops at the edges, and starts from what is pinned', () => {
  expect(aside(6, 1)).toBe(6)
  expect(aside(0, 1)).toBe(2)
  expect(aside(1, -1)).toBe(0)
  expect(aside(0, -1)).toBe(0)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headingsOf } from '../../../electron/store/sheet/groups.ts'
import { rowNumbers } from '../../../renderer/sheet/model/session/row-numbers.ts'

test('without groups rows are numbered as they stand', () => {
  const numbers = rowNumbers([])
  expect([0, 1, 99_999].map(numbers.of)).toEqual([1, 2, 100_000])
  expect(numbers.count(3, 7)).toBe(5)
})

test('headings of groups have no number, rows of folded groups keep theirs', () => {
  const groups = [
    { value: 'a', count: 2, folded: false },
    { value: 'b', count: 3, folded: true },
    { value: null, count: 1, folded: false },
  ]
  // a, 1, 2, b, empty, 6
  const headings = headingsOf(groups)
  expect(headings).toEqual([
    { row: 0, before: 0 },
    { row: 3, before: 2 },
    { row: 4, before: 5 },
  ])
  const numbers = rowNumbers(headings)
  expect([1, 2, 5].map(numbers.of)).toEqual([1, 2, 6])
  expect(numbers.of(3), 'of a heading, that of the row before').toBe(2)
  expect([numbers.count(0, 5), numbers.count(2, 4), numbers.count(3, 3)]).toEqual([3, 1, 0])
})

test('rows have the numbers that one counts by hand', () => {
  const group = fc.record({ value: fc.constant('x'), count: fc.integer({ min: 1, max: 6 }), folded: fc.boolean() })
  fc.assert(
    fc.property(fc.array(group, { maxLength: 12 }), (groups) => {
      const byHand: (number | null)[] = []
      let last = 0
      for (const { count, folded } of groups) {
        byHand.push(null)
        for (let row = 0; row < count; row += 1) {
          last += 1
          if (!folded) byHand.push(last)
        }
      }
      const numbers = rowNumbers(headingsOf(groups))
      byHand.forEach((wanted, index) => wanted !== null && expect(numbers.of(index)).toBe(wanted))
      byHand.forEach((_, from) =>
        expect(numbers.count(from, byHand.length - 1)).toBe(byHand.slice(from).filter((one) => one !== null).length),
      )
    }),
  )
})

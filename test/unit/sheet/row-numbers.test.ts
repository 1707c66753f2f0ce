import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbersOf, type Group } from '../../../electron/store/sheet/groups.ts'
import { rowNumbers } from '../../../renderer/sheet/model/session/row-numbers.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'

const row = (number: number, group?: Group): SheetRow => ({
  ...{ id: number, values: {}, marks: {}, number },
  ...(group ? { group } : {}),
})

/** The rows of a view with these groups, as the core tells them. */
function viewOf(groups: readonly Group[]): SheetRow[] {
  const numbered = numbersOf(groups)
  const all = groups.flatMap((group) => [group, ...Array.from({ length: group.folded ? 0 : group.count }, () => null)])
  return all.map((group, place) => row(numbered(place), group ?? undefined))
}

test('without groups rows are numbered as they stand', () => {
  const numbers = rowNumbers({ row: () => undefined }, false)
  expect([0, 1, 99_999].map(numbers.of)).toEqual([1, 2, 100_000])
  expect(numbers.count(3, 7)).toBe(5)
})

test('group rows have no number, rows of folded groups keep theirs', () => {
  // a, 1, 2, b, empty, 6
  const rows = viewOf([
    { value: 'a', count: 2, folded: false },
    { value: 'b', count: 3, folded: true },
    { value: null, count: 1, folded: false },
  ])
  const numbers = rowNumbers({ row: (index) => rows[index] }, true)
  expect([1, 2, 5].map(numbers.of)).toEqual([1, 2, 6])
  expect(numbers.of(3), 'of a group row, that of the row before').toBe(2)
  expect([numbers.count(0, 5), numbers.count(2, 4), numbers.count(3, 3)]).toEqual([3, 1, 0])
  expect(numbers.of(99), 'it has not come').toBeNull()
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
      const rows = viewOf(groups)
      const numbers = rowNumbers({ row: (index) => rows[index] }, true)
      byHand.forEach((wanted, index) => wanted !== null && expect(numbers.of(index)).toBe(wanted))
      byHand.forEach((_, from) =>
        expect(numbers.count(from, byHand.length - 1)).toBe(byHand.slice(from).filter((one) => one !== null).length),
      )
    }),
  )
})

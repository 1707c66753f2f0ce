import fc from 'fast-check'
import { expect, test } from 'vitest'
import { series } from '../../../shared/sheets/series.ts'

test.each([
  [['Truck 01'], ['Truck 02', 'Truck 03', 'Truck 04']],
  [['Truck 099'], ['Truck 100', 'Truck 101', 'Truck 102']],
  [['Truck 9'], ['Truck 10', 'Truck 11', 'Truck 12']],
  [['7 East'], ['8 East', '9 East', '10 East']],
  [['1st bay, gate 5'], ['1st bay, gate 6', '1st bay, gate 7', '1st bay, gate 8']],
  [['no digits'], ['no digits', 'no digits', 'no digits']],
  [['5'], ['5', '5', '5']],
  [['007'], ['007', '007', '007']],
  [[''], ['', '', '']],
  [
    ['Truck 01', 'Truck 03'],
    ['Truck 05', 'Truck 07', 'Truck 09'],
  ],
  [
    ['10', '8'],
    ['6', '4', '2'],
  ],
  [
    ['2', '1'],
    ['0', '-1', '-2'],
  ],
  [
    ['-1.5', '-1'],
    ['-0.5', '0.0', '0.5'],
  ],
  [
    ['0.1', '0.2'],
    ['0.3', '0.4', '0.5'],
  ],
  [
    ['001', '002'],
    ['003', '004', '005'],
  ],
  [
    ['Van 2', 'Van 1'],
    ['Van 0', 'Van -1', 'Van -2'],
  ],
  [
    ['1', '2', '4'],
    ['1', '2', '4'],
  ],
  [
    ['A', 'B'],
    ['A', 'B', 'A'],
  ],
  [
    ['Truck 1', 'Van 2'],
    ['Truck 1', 'Van 2', 'Truck 1'],
  ],
  [
    ['Truck 1', '2'],
    ['Truck 1', '2', 'Truck 1'],
  ],
])('%j goes on as %j', (values, next) => {
  expect(series(values, 3)).toEqual(next)
})

test.each([
  [['Truck 03'], ['Truck 02', 'Truck 01', 'Truck 00']],
  [
    ['Truck 05', 'Truck 07'],
    ['Truck 03', 'Truck 01', 'Truck -01'],
  ],
  [
    ['A', 'B', 'C'],
    ['C', 'B', 'A'],
  ],
  [['5'], ['5', '5', '5']],
])('filled upwards %j becomes %j', (values, next) => {
  expect(series(values, 3, 'back')).toEqual(next)
})

test('identifiers longer than a floating-point number can hold stay exact', () => {
  expect(series(['89014103211118510720'], 1)).toEqual(['89014103211118510720'])
  expect(series(['ICCID 89014103211118510720'], 2)).toEqual([
    'ICCID 89014103211118510721',
    'ICCID 89014103211118510722',
  ])
  expect(series(['9007199254740993', '9007199254740994'], 1)).toEqual(['9007199254740995'])
})

test('nothing goes on as nothing', () => {
  expect(series([], 3)).toEqual([])
})

const word = fc.stringMatching(/^[a-z]{0,6} ?$/)
/** Numbers written as texts, with a common beginning or none, and zeros in front. */
const counted = fc.record({
  before: word,
  first: fc.bigInt({ min: 0n, max: 10n ** 22n }),
  step: fc.bigInt({ min: 0n, max: 1000n }),
  count: fc.integer({ min: 2, max: 6 }),
  width: fc.oneof(fc.constantFrom(0, 24), fc.nat(24)),
})

test('what a series begins is what it goes on as, wherever it is cut', () => {
  fc.assert(
    fc.property(counted, fc.integer({ min: 1, max: 20 }), ({ before, first, step, count, width }, more) => {
      const all = Array.from(
        { length: count + more },
        (_, index) => before + String(first + step * BigInt(index)).padStart(width, '0'),
      )
      expect(series(all.slice(0, count), more)).toEqual(all.slice(count))
      // Nobody can tell from 10 and 11 whether a 9 was 09.
      if (width === 0 || width === 24)
        expect(series(all.slice(more), more, 'back')).toEqual(all.slice(0, more).reverse())
    }),
  )
})

test('filling in two goes is filling at once, and what cannot go on repeats as a block', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.string(), fc.nat(30).map(String)), { minLength: 1, maxLength: 5 }),
      (values) => {
        const count = values.length * 3
        const filled = series(values, count)
        expect(filled).toHaveLength(count)
        const numbers = [...values, ...filled].every((text) => /\d/.test(text))
        if (!numbers) expect(filled).toEqual([...values, ...values, ...values])
        if (values.length > 1)
          expect(series([...values, ...filled.slice(0, values.length)], values.length * 2)).toEqual(
            filled.slice(values.length),
          )
      },
    ),
  )
})

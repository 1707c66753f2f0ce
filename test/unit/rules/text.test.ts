import { expect, test } from 'vitest'
import { isMadeOf, isPlainText } from '../../../shared/rules/text.ts'

test.each(['Van 7', 'Ciężarówka 4', '冷藏车', 'Güter-Zug (2)', ''])('%j is kept as it is by any program', (text) => {
  expect(isPlainText(text)).toBe(true)
})

test.each([
  ' Van',
  'Van ',
  'Van  7',
  'two\nlines',
  'tab\t7',
  'non\u00a0breaking',
  'zero\u200bwidth',
  'e\u0301',
  'Van 🚚',
])('%j may be kept otherwise', (text) => {
  expect(isPlainText(text)).toBe(false)
})

test.each([
  ['Van', ' Van '],
  ['two lines', 'two\nlines'],
  ['VAN 7', 'Van 7'],
  ['é', 'e\u0301'],
  ['Van', 'Van 🚚'],
  ['A long', 'A long comment that was cut off'],
])('%j may be what a panel has made of %j', (kept, given) => {
  expect(isMadeOf(kept, given)).toBe(true)
})

test.each([
  ['Theirs', 'Mine'],
  ['', 'Mine'],
  ['Van 7, sold', 'Van 7'],
  ['Van 8', 'Van 7'],
])('%j is what somebody else has written over %j', (kept, given) => {
  expect(isMadeOf(kept, given)).toBe(false)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkLabel, checkPrintable, inOneLine, isMadeOf, isPlainText } from '../../../shared/rules/text.ts'

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

test('line breaks and tabs of a label are named, other characters that are not to be seen are not told apart', () => {
  for (const label of ['two\nlines', 'two\r\nlines', 'tab\t7']) expect(checkLabel(label)?.code).toBe('text-line-break')
  for (const label of ['bell\u0007', 'bell\u0007\n']) expect(checkLabel(label)?.code).toBe('text-unprintable')
  expect(checkPrintable('two\nlines', 'lines')).toBeNull()
})

test.each([
  ['two\nlines', 'two lines'],
  ['two \r\n lines', 'two lines'],
  ['Van 7\n', 'Van 7'],
  ['\tVan', 'Van'],
  ['a  b', 'a  b'],
])('%j is %j in one line', (text, line) => {
  expect(inOneLine(text)).toBe(line)
})

test('in one line, no text has a line break that the panel refuses, and whatever had none stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', 'ж') }), (text) => {
      expect(checkPrintable(inOneLine(text))).toBeNull()
      if (checkPrintable(text) === null) expect(inOneLine(text)).toBe(text)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '../../../shared/contract/sheets.ts'
import { readPattern } from '../../../shared/sheets/pattern.ts'

const row: Readonly<Record<string, CellValue>> = {
  model: 'FMB920',
  label: 'Van',
  hidden: true,
  clone: false,
  phone: null,
}
const isColumn = (name: string) => name in row
const made = (text: string, n = 7) => {
  const read = readPattern(text, isColumn)
  return 'problem' in read ? read.problem : read.pattern((field) => row[field] ?? null, n)
}

test.each([
  ['{model} {n:000}', 'FMB920 007'],
  ['{n}', '7'],
  ['{n:}', '7'],
  ['{n:0}', '7'],
  ['{label}{label}', 'VanVan'],
  ['{phone}.', '.'],
  ['{hidden}/{clone}', 'yes/no'],
  ['{{n} }', '{n} }'],
  ['plain', 'plain'],
])('%s makes %s', (text, result) => {
  expect(made(text)).toBe(result)
})

test('numbers have as many digits as there are zeros, at least, and keep their sign in front', () => {
  expect(made('{n:000}', 12345)).toBe('12345')
  expect(made('{n:000}', -7)).toBe('-007')
  expect(made('{n:000}', 0)).toBe('000')
})

test.each([
  ['Van {model', { code: 'pattern-open', values: { at: 5 } }],
  ['Van {modell}', { code: 'pattern-column', values: { at: 5, name: 'modell' } }],
  ['{}', { code: 'pattern-column', values: { at: 1, name: '' } }],
  ['{{{n:0x}', { code: 'pattern-number', values: { at: 3, name: 'n:0x' } }],
  ['{n:0000000000000000}', { code: 'pattern-number', values: { at: 1, name: 'n:0000000000000000' } }],
])('%s cannot be read, and it is said where', (text, problem) => {
  expect(made(text)).toEqual(problem)
})

test('any text reads or says where it does not; written with doubled braces it makes itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'n', ':', '0', 'a', ' ') }), (text) => {
      expect(made(text.replaceAll('{', '{{'))).toBe(text)
      const read = readPattern(text, isColumn)
      if ('problem' in read) {
        const at = Number(read.problem.values?.['at'])
        expect(text[at - 1]).toBe('{')
        // What stands before the place can be read.
        expect(readPattern(text.slice(0, at - 1), isColumn)).toHaveProperty('pattern')
      }
    }),
  )
})

test('every part stands in its place', () => {
  const part = fc.oneof(
    fc.string().map((text) => ({ written: text.replaceAll('{', '{{'), makes: text })),
    fc.constantFrom('model', 'label').map((field) => ({ written: `{${field}}`, makes: String(row[field]) })),
    fc.nat(15).map((zeros) => ({ written: `{n:${'0'.repeat(zeros)}}`, makes: '7'.padStart(zeros, '0') })),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(made(parts.map(({ written }) => written).join(''))).toBe(parts.map(({ makes }) => makes).join(''))
    }),
  )
})

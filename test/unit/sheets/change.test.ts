import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SheetChange } from '../../../shared/contract/changing.ts'
import type { CellValue } from '../../../shared/contract/sheets.ts'
import { readChange } from '../../../shared/sheets/change.ts'
import { checkpointsSheet } from '../../../shared/sheets/checkpoints.ts'
import { flagEdit, textOf } from '../../../shared/sheets/column-edit.ts'
import { trackersSheet } from '../../../shared/sheets/trackers.ts'

function made(change: SheetChange, text: CellValue, place = 0, row: Readonly<Record<string, CellValue>> = {}) {
  const read = readChange(change, 'label', trackersSheet.columns)
  if ('problem' in read) return read.problem
  return read.change((field) => (field === 'label' ? text : (row[field] ?? null)), place)
}

const replace = (find: string, put: string, how: Partial<Extract<SheetChange, { do: 'replace' }>> = {}) =>
  ({ do: 'replace', find, with: put, regex: false, matchCase: false, whole: false, ...how }) as const

test.each([
  ['plain, whatever the case', replace('VAN', 'Truck'), 'van and Van', 'Truck and Truck'],
  ['plain, in this case', replace('Van', 'Truck', { matchCase: true }), 'van and Van', 'van and Truck'],
  ['plain is plain', replace('a.c$', '$1', { matchCase: true }), 'abc a.c$', 'abc $1'],
  ['letters beyond ASCII', replace('МАШИНА', 'Авто'), 'машина 5', 'Авто 5'],
  ['the whole cell', replace('van', 'Truck', { whole: true }), 'Van', 'Truck'],
  ['not a part of it', replace('van', 'Truck', { whole: true }), 'Van 1', 'Van 1'],
  ['groups by number', replace('(\\w+) (\\d+)', '$2 $1', { regex: true }), 'Van 12', '12 Van'],
  ['groups by name', replace('(?P<no>\\d+)', 'No. ${no}', { regex: true }), 'Van 12', 'Van No. 12'],
  ['the whole match', replace('\\d+', '[$0]', { regex: true }), 'Van 12', 'Van [12]'],
  ['a group that took no part', replace('(a)|(b)', '<$1>', { regex: true }), 'ab', '<a><>'],
  ['fewer than twelve groups', replace('(\\d)', '$12', { regex: true }), 'x7', 'x72'],
  ['a dollar sign', replace('x', '$$', { regex: true }), 'x', '$'],
  ['an empty match', replace('^', 'No. ', { regex: true }), '5', 'No. 5'],
  ['all of the cell by an expression', replace('(\\d+)', 'No. $1', { regex: true, whole: true }), '12', 'No. 12'],
  ['nothing found', replace('zzz', 'y'), 'Van', 'Van'],
])('finds and replaces: %s', (_, change, text, result) => {
  expect(made(change, text)).toBe(result)
})

test.each([
  ['(', '', { code: 'expression' }],
  ['a**', '', { code: 'expression', values: { part: '**' } }],
  ['(?=x)', '', { code: 'expression' }],
  ['(a)', '$2', { code: 'expression-group', values: { at: 1, name: '2' } }],
  ['(a)', 'x ${no}', { code: 'expression-group', values: { at: 3, name: 'no' } }],
])('says what is wrong with %s → %s', (find, put, problem) => {
  expect(made(replace(find, put, { regex: true }), 'x')).toMatchObject(problem)
})

test('an expression that would keep the platform busy for years comes to its end', () => {
  expect(made(replace('(a+)+$', 'x', { regex: true }), `${'a'.repeat(5000)}!`)).toBe(`${'a'.repeat(5000)}!`)
})

test('a text never grows beyond what a cell takes in', () => {
  expect(made(replace('x', 'y'.repeat(5000)), 'x'.repeat(3000))).toHaveLength(20_000)
})

test('moments are moved over days, months and years, numbers by so much, and what is neither stays', () => {
  const shift = (field: string, by: number, text: CellValue) => {
    const read = readChange({ do: 'shift', by }, field, checkpointsSheet.columns)
    return 'problem' in read ? read.problem : read.change(() => text, 0)
  }
  expect(shift('windowFrom', 30, '2026-12-31 23:45:10')).toBe('2027-01-01 00:15:10')
  expect(shift('windowFrom', -1440, '2028-03-01 08:00:00')).toBe('2028-02-29 08:00:00')
  expect(shift('windowFrom', 30, 'tomorrow')).toBe('tomorrow')
  expect(shift('windowFrom', 30, null)).toBe('')
  expect(shift('radius', -50, 150)).toBe('100')
  expect(shift('radius', 50, '150 m')).toBe('150 m')
})

test('case, blanks, values and clearing', () => {
  expect(made({ do: 'case', to: 'upper' }, 'größe é')).toBe('GRÖSSE É')
  expect(made({ do: 'case', to: 'lower' }, 'VAN É')).toBe('van é')
  expect(made({ do: 'case', to: 'title' }, "TRUCK o'neill 12a éCOLE")).toBe("Truck O'neill 12a École")
  expect(made({ do: 'trim' }, '\u00a0 Van\u00a0\u00a0 12 \u200b')).toBe('Van 12')
  expect(made({ do: 'trim' }, 'first  line\nsecond\u00a0 line ')).toBe('first line\nsecond line')
  expect(made({ do: 'set', value: 'Van' }, 'x')).toBe('Van')
  expect(made({ do: 'clear' }, 'x')).toBe('')
  expect(made({ do: 'case', to: 'upper' }, null)).toBe('')
})

test('numbers rows in their order, from columns of the row', () => {
  const change = { do: 'pattern', pattern: '{model} {n:000}', start: 10, step: -5 } as const
  expect([0, 1, 2, 3].map((place) => made(change, 'x', place, { model: 'FMB' }))).toEqual([
    'FMB 010',
    'FMB 005',
    'FMB 000',
    'FMB -005',
  ])
  expect(made({ ...change, pattern: '{nothing}' }, 'x')).toMatchObject({ code: 'pattern-column' })
})

test('trimming twice is trimming once, and plain replacing is what the platform does', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\n', 'a', 'B', '.', '$', '(') }),
      fc.string({ minLength: 1 }),
      (text, put) => {
        const trimmed = made({ do: 'trim' }, text) as string
        expect(made({ do: 'trim' }, trimmed)).toBe(trimmed)
        expect(made(replace('a.', put, { matchCase: true }), text)).toBe(text.split('a.').join(put))
      },
    ),
  )
})

test('a flag reads what it shows, the words of its kind, and nothing else', () => {
  for (const value of [true, false]) expect(flagEdit.read(textOf(value))).toBe(value)
  for (const text of ['Yes', ' TRUE ', '1', 'on', 'да']) expect(flagEdit.read(text), text).toBe(true)
  for (const text of ['No', 'false', '0', 'нет']) expect(flagEdit.read(text), text).toBe(false)
  for (const text of ['', 'maybe', '2', 'yesno']) {
    expect(flagEdit.read(text)).toBe(text)
    expect(flagEdit.check(flagEdit.read(text))).toEqual({ code: 'yes-or-no', values: { value: text } })
  }
})

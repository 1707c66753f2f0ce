import { expect, test } from 'vitest'
import { sheetChange } from '../../../shared/contract/changing.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import {
  changeOf,
  fieldOfProblem,
  inserted,
  plainDraft,
  wholeNumber,
  ways,
  waysFor,
} from '../../../renderer/sheet/features/changing/draft.ts'

const column = (field: string): SheetColumn => sheets.trackers.columns.find((one) => one.field === field)!

const text = { type: 'text' } as const

test('a draft is a change once nothing is missing', () => {
  const draft = plainDraft()
  expect(ways.filter((way) => changeOf({ ...draft, way }, text) !== null)).toEqual(['shift', 'case', 'trim', 'clear'])
  expect(changeOf({ ...draft, way: 'copy', from: 'deviceId' }, text)).toEqual({
    do: 'pattern',
    pattern: '{deviceId}',
    start: 1,
    step: 1,
  })
  const filled = { ...draft, value: 'v', find: 'f', pattern: '{n:000}', start: '-5', step: ' +10 ', from: 'model' }
  for (const way of ways) expect(sheetChange.safeParse(changeOf({ ...filled, way }, text)).success).toBe(true)
  expect(changeOf({ ...filled, way: 'pattern' }, text)).toMatchObject({ start: -5, step: 10 })
  expect(changeOf({ ...filled, way: 'pattern', step: '1.5' }, text)).toBeNull()
})

test('emptying is offered only where a cell may be empty, and never by setting nothing', () => {
  expect(waysFor(column('label'))).not.toContain('clear')
  expect(waysFor(column('comment'))).toContain('clear')
  expect(waysFor(column('hidden'))).toEqual(['set', 'copy'])
  expect(waysFor(column('panelId'))).toEqual([])
  expect(changeOf({ ...plainDraft(), way: 'set' }, text)).toBeNull()
})

test('moments and numbers are moved, by what is typed in the unit that is chosen', () => {
  const stop = (field: string): SheetColumn => sheets.checkpoints.columns.find((one) => one.field === field)!
  expect(waysFor(stop('windowFrom'))).toEqual(['set', 'shift', 'copy'])
  expect(waysFor(stop('radius'))).toEqual(['set', 'shift', 'replace', 'pattern', 'copy'])
  expect(waysFor(stop('address'))).not.toContain('shift')
  const shift = { ...plainDraft(), way: 'shift', unit: 'hours' } as const
  expect(changeOf({ ...shift, by: '−2' }, stop('windowFrom'))).toEqual({ do: 'shift', by: -120 })
  expect(changeOf({ ...shift, by: '50' }, stop('radius'))).toEqual({ do: 'shift', by: 50 })
  for (const by of ['', '0', '1.5', '100000']) expect(changeOf({ ...shift, by }, stop('windowFrom'))).toBeNull()
})

test('a whole number is one with a sign at most, within bounds', () => {
  expect(['7', ' -7 ', '+7', '007', '1e3', '7.0', '', '٧', '1000001'].map((text) => wholeNumber(text, 1e6))).toEqual([
    7,
    -7,
    7,
    7,
    null,
    null,
    null,
    null,
    null,
  ])
})

test('a part is inserted in place of what is selected', () => {
  expect(inserted('Truck  end', [6, 6], '{n}')).toEqual(['Truck {n} end', 9])
  expect(inserted('Truck 1', [6, 7], '{n}')).toEqual(['Truck {n}', 9])
})

test('a problem is told beside the field that it is of', () => {
  expect(fieldOfProblem({ code: 'pattern-open' })).toBe('pattern')
  expect(fieldOfProblem({ code: 'expression' })).toBe('find')
  expect(fieldOfProblem({ code: 'expression-group' })).toBe('with')
  expect(fieldOfProblem({ code: 'view-gone' })).toBeNull()
})

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

test('a draft is a change once nothing is missing', () => {
  const draft = plainDraft()
  expect(ways.filter((way) => changeOf({ ...draft, way }) !== null)).toEqual(['case', 'trim', 'clear'])
  expect(changeOf({ ...draft, way: 'copy', from: 'deviceId' })).toEqual({
    do: 'pattern',
    pattern: '{deviceId}',
    start: 1,
    step: 1,
  })
  const filled = { ...draft, value: 'v', find: 'f', pattern: '{n:000}', start: '-5', step: ' +10 ', from: 'model' }
  for (const way of ways) expect(sheetChange.safeParse(changeOf({ ...filled, way })).success).toBe(true)
  expect(changeOf({ ...filled, way: 'pattern' })).toMatchObject({ start: -5, step: 10 })
  expect(changeOf({ ...filled, way: 'pattern', step: '1.5' })).toBeNull()
})

test('emptying is offered only where a cell may be empty, and never by setting nothing', () => {
  expect(waysFor(column('label'))).not.toContain('clear')
  expect(waysFor(column('comment'))).toContain('clear')
  expect(waysFor(column('hidden'))).toEqual(['set', 'copy'])
  expect(waysFor(column('panelId'))).toEqual([])
  expect(changeOf({ ...plainDraft(), way: 'set' })).toBeNull()
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

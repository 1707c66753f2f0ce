import { describe, expect, test } from 'vitest'
import {
  conditionFor,
  conditionOf,
  type Draft,
  draftOf,
  operatorOf,
  operatorsOf,
  withCondition,
} from '../../../renderer/sheet/model/look/conditions.ts'
import { folds, foldsOfAll, isGroupable } from '../../../renderer/sheet/model/look/grouping.ts'
import { isLookedAt, lookOf } from '../../../renderer/sheet/model/look/look.ts'
import { alsoSortedBy, sortClicked, sortMoved } from '../../../renderer/sheet/model/look/sorting.ts'
import { plainArrangement, shownOrHidden } from '../../../renderer/sheet/model/look/arrangement.ts'
import { plainQuery } from '../../../renderer/sheet/model/session.ts'
import { type Condition, condition } from '../../../shared/contract/looking.ts'
import type { ColumnType } from '../../../shared/sheets/sheet.ts'
import { trackersSheet } from '../../../shared/sheets/trackers.ts'

const blank: Draft = { operator: 'oneOf', values: [], text: '', from: '', to: '' }
const made = (type: ColumnType, draft: Partial<Draft>): Condition | null =>
  conditionOf('field', type, { ...blank, ...draft })

describe('what is asked of a column', () => {
  test('is nothing until something has been filled in', () => {
    expect(made('choice', {})).toBeNull()
    expect(made('text', { operator: 'contains', text: '  ' })).toBeNull()
    expect(made('number', { operator: 'between', from: 'twelve' })).toBeNull()
    expect(made('date', { operator: 'from', to: '2024-01-01' })).toBeNull()
  })

  test('is a part of its text, a range of numbers or dates, its values, or whether it is empty', () => {
    expect(made('text', { operator: 'lacks', text: ' Truck ' })).toEqual({
      is: 'contains',
      field: 'field',
      text: 'Truck',
      not: true,
    })
    expect(made('money', { operator: 'between', from: '-0.5', to: '12' })).toEqual({
      is: 'between',
      field: 'field',
      from: -0.5,
      to: 12,
    })
    expect(made('date', { operator: 'to', from: '2023-01-01', to: '2024-01-01' })).toEqual({
      is: 'between',
      field: 'field',
      from: null,
      to: '2024-01-01',
    })
    expect(made('choice', { values: ['a', null] })).toEqual({ is: 'oneOf', field: 'field', values: ['a', null] })
    expect(made('choice', { operator: 'filled' })).toEqual({ is: 'empty', field: 'field', empty: false })
  })

  test('comes back into the form as it was asked', () => {
    const asked: [ColumnType, Condition][] = [
      ['choice', { is: 'oneOf', field: 'field', values: ['a', null, true] }],
      ['text', { is: 'contains', field: 'field', text: 'x', not: false }],
      ['text', { is: 'contains', field: 'field', text: 'x', not: true }],
      ['number', { is: 'between', field: 'field', from: 1, to: null }],
      ['number', { is: 'between', field: 'field', from: null, to: 2.5 }],
      ['date', { is: 'between', field: 'field', from: '2023-01-01', to: '2024-01-01' }],
      ['date', { is: 'empty', field: 'field', empty: true }],
      ['text', { is: 'empty', field: 'field', empty: false }],
    ]
    for (const [type, one] of asked) {
      expect(operatorsOf(type)).toContain(operatorOf(one))
      expect(conditionOf('field', type, draftOf(one, type))).toEqual(one)
      expect(condition.parse(one)).toEqual(one)
    }
  })

  test('takes the place of what was asked of the same column', () => {
    const one: Condition = { is: 'empty', field: 'a', empty: true }
    const other: Condition = { is: 'empty', field: 'b', empty: true }
    const next: Condition = { is: 'contains', field: 'a', text: 'x', not: false }
    expect(withCondition([one, other], 'a', next)).toEqual([next, other])
    expect(withCondition([one], 'b', other)).toEqual([one, other])
    expect(withCondition([one, other], 'a', null)).toEqual([other])
    expect(conditionFor([one, other], 'b')).toBe(other)
  })
})

describe('sorting', () => {
  const up = (field: string) => ({ field, descending: false })
  const down = (field: string) => ({ field, descending: true })

  test('a click goes round ascending, descending and none; among several it takes the column alone', () => {
    expect(sortClicked([], 'a', false)).toEqual([up('a')])
    expect(sortClicked([up('a')], 'a', false)).toEqual([down('a')])
    expect(sortClicked([down('a')], 'a', false)).toEqual([])
    expect(sortClicked([down('a'), up('b')], 'a', false)).toEqual([up('a')])
  })

  test('with Shift it is a further one, in its place', () => {
    expect(sortClicked([up('a')], 'b', true)).toEqual([up('a'), up('b')])
    expect(sortClicked([up('a'), up('b')], 'a', true)).toEqual([down('a'), up('b')])
    expect(sortClicked([down('a'), up('b')], 'a', true)).toEqual([up('b')])
    const full = ['a', 'b', 'c', 'd', 'e'].map(up)
    expect(alsoSortedBy(full, 'f', false)).toBe(full)
  })

  test('weighs more or less', () => {
    expect(sortMoved([up('a'), up('b')], 'b', -1)).toEqual([up('b'), up('a')])
    expect(sortMoved([up('a'), up('b')], 'b', 1)).toEqual([up('a'), up('b')])
  })
})

describe('groups', () => {
  test('are of columns whose values are shared', () => {
    expect(isGroupable({ type: 'choice' })).toBe(true)
    expect(isGroupable({ type: 'identifier' })).toBe(false)
  })

  test('fold one by one, also after all have been folded', () => {
    const one = folds(foldsOfAll(false), 'a', true)
    expect(one).toEqual({ folded: ['a'], foldOthers: false })
    expect(folds(one, 'a', true)).toEqual(one)
    expect(folds(one, 'a', false)).toEqual(foldsOfAll(false))
    const allBut = folds(foldsOfAll(true), null, false)
    expect(allBut).toEqual({ folded: [null], foldOthers: true })
    expect(folds(allBut, null, true)).toEqual(foldsOfAll(true))
  })
})

describe('a saved view', () => {
  test('tells whether the sheet is looked at as it says, folds aside', () => {
    const columns = plainArrangement(trackersSheet)
    const query = { ...plainQuery('trackers'), search: 'x', group: 'owner' }
    const view = lookOf(query, columns)
    expect(isLookedAt(view, trackersSheet, { ...query, folded: ['a'], foldOthers: true }, columns)).toBe(true)
    expect(isLookedAt(view, trackersSheet, { ...query, search: '' }, columns)).toBe(false)
    expect(isLookedAt(view, trackersSheet, query, shownOrHidden(columns, 'plan', true))).toBe(false)
  })
})

import { expect, test } from 'vitest'
import {
  controlOf,
  openFields,
  problemOfDecision,
  resolutionOf,
  ruleOf,
} from '../../../renderer/operations/conflict.ts'

const label = { field: 'label', from: 'Van', to: 'Mine', theirs: 'Theirs' }
const comment = { field: 'comment', from: null, to: 'My note', theirs: 'Their note' }
const typed = (text: string) => ({ choice: 'another', typed: text }) as const
const settings = 'tracker.settings'
const mine = { choice: 'mine', typed: '' } as const
const theirs = { choice: 'theirs', typed: '' } as const

test('only fields that clash are to be decided, and of those the ones that nobody has decided', () => {
  const decided = { ...comment, from: 'Their note' }
  expect(openFields([label, { field: 'hidden', from: false, to: true }])).toEqual([label])
  expect(openFields([label, decided])).toEqual([label])
  expect(openFields([decided])).toEqual([decided])
})

test('one side for all fields is that side', () => {
  expect(resolutionOf(settings, [label, comment], { label: mine, comment: mine })).toEqual({ take: 'mine' })
  expect(resolutionOf(settings, [label, comment], { label: theirs, comment: theirs })).toEqual({ take: 'theirs' })
})

test('different decisions are values over theirs', () => {
  expect(resolutionOf(settings, [label, comment], { label: theirs, comment: mine })).toEqual({
    take: 'theirs',
    values: { comment: 'My note' },
  })
  expect(resolutionOf(settings, [label, comment], { label: typed('Other'), comment: theirs })).toEqual({
    take: 'theirs',
    values: { label: 'Other' },
  })
})

test('nothing is settled while a field is open, or what was typed breaks its rule', () => {
  expect(resolutionOf(settings, [label, comment], { label: mine })).toBeNull()
  expect(resolutionOf(settings, [label], { label: { choice: null, typed: '' } })).toBeNull()
  expect(resolutionOf(settings, [label], { label: typed('a < b') })).toBeNull()
  expect(problemOfDecision(settings, 'label', typed('a < b'))).toEqual({ code: 'label-brackets' })
  expect(problemOfDecision(settings, 'label', { choice: 'mine', typed: 'a < b' })).toBeNull()
  expect(resolutionOf(settings, [comment], { comment: typed('') })).toEqual({ take: 'theirs', values: { comment: '' } })
})

test('another plan or owner goes back by its id, once one has been chosen', () => {
  const plan = { field: 'plan', from: 'Basic', to: 'Premium', theirs: 'Trial' }
  expect(resolutionOf('tracker.tariff', [plan], { plan: typed('') })).toBeNull()
  expect(resolutionOf('tracker.tariff', [plan], { plan: typed('903') })).toEqual({
    take: 'theirs',
    values: { plan: 903 },
  })
  expect(resolutionOf('tracker.tariff', [plan], { plan: mine })).toEqual({ take: 'mine' })
  expect(controlOf('tracker.tariff', 'plan')).toBe('plan')
  expect(controlOf('tracker.move', 'owner')).toBe('user')
  expect(['comment', 'hidden', 'made up'].map((field) => controlOf(settings, field))).toEqual(['text', null, null])
})

test('a value can be typed only where a rule says which', () => {
  expect(ruleOf(settings, 'label')).toBeDefined()
  expect(ruleOf('tracker.tariff', 'plan')).toBeUndefined()
})

test('what bundles hold is given as their columns take it: a card typed, an order by its id, equipment chosen', () => {
  const sim = { field: 'iccid', from: null, to: '89990000000000000017', theirs: '89990000000000000025' }
  expect(resolutionOf('bundle.assignSim', [sim], { iccid: typed(' 8999 0000 0000 0000 0033 ') })).toEqual({
    take: 'theirs',
    values: { iccid: '89990000000000000033' },
  })
  expect(resolutionOf('bundle.assignSim', [sim], { iccid: typed('') })).toEqual({
    take: 'theirs',
    values: { iccid: '' },
  })
  expect(problemOfDecision('bundle.assignSim', 'iccid', typed('8,99E+18'))?.code).toBe('iccid-scientific')
  const order = { field: 'orderId', from: null, to: 5, theirs: 6 }
  expect(resolutionOf('bundle.assignOrder', [order], { orderId: typed('7') })).toMatchObject({ values: { orderId: 7 } })
  expect(resolutionOf('bundle.assignOrder', [order], { orderId: typed('seven') })).toBeNull()
  expect(controlOf('bundle.setEquipment', 'equipment')).toBe('equipment')
})

test('of a kind that this version does not know, nothing is typed', () => {
  expect(controlOf('tracker.teleport', 'label')).toBeNull()
})

import { expect, test } from 'vitest'
import {
  controlOf,
  openFields,
  problemOfDecision,
  resolutionOf,
  ruleOf,
} from '../../../renderer/pages/outbox/conflict.ts'

const label = { field: 'label', from: 'Van', to: 'Mine', theirs: 'Theirs' }
const comment = { field: 'comment', from: null, to: 'My note', theirs: 'Their note' }
const typed = (text: string) => ({ choice: 'another', typed: text }) as const
const mine = { choice: 'mine', typed: '' } as const
const theirs = { choice: 'theirs', typed: '' } as const

test('only fields that clash are to be decided, and of those the ones that nobody has decided', () => {
  const decided = { ...comment, from: 'Their note' }
  expect(openFields([label, { field: 'hidden', from: false, to: true }])).toEqual([label])
  expect(openFields([label, decided])).toEqual([label])
  expect(openFields([decided])).toEqual([decided])
})

test('one side for all fields is that side', () => {
  expect(resolutionOf([label, comment], { label: mine, comment: mine })).toEqual({ take: 'mine' })
  expect(resolutionOf([label, comment], { label: theirs, comment: theirs })).toEqual({ take: 'theirs' })
})

test('different decisions are values over theirs', () => {
  expect(resolutionOf([label, comment], { label: theirs, comment: mine })).toEqual({
    take: 'theirs',
    values: { comment: 'My note' },
  })
  expect(resolutionOf([label, comment], { label: typed('Other'), comment: theirs })).toEqual({
    take: 'theirs',
    values: { label: 'Other' },
  })
})

test('nothing is settled while a field is open, or what was typed breaks its rule', () => {
  expect(resolutionOf([label, comment], { label: mine })).toBeNull()
  expect(resolutionOf([label], { label: { choice: null, typed: '' } })).toBeNull()
  expect(resolutionOf([label], { label: typed('a < b') })).toBeNull()
  expect(problemOfDecision('label', typed('a < b'))).toEqual({ code: 'label-brackets' })
  expect(problemOfDecision('label', { choice: 'mine', typed: 'a < b' })).toBeNull()
  expect(resolutionOf([comment], { comment: typed('') })).toEqual({ take: 'theirs', values: { comment: '' } })
})

test('another plan or owner goes back by its id, once one has been chosen', () => {
  const plan = { field: 'plan', from: 'Basic', to: 'Premium', theirs: 'Trial' }
  expect(resolutionOf([plan], { plan: typed('') })).toBeNull()
  expect(resolutionOf([plan], { plan: typed('903') })).toEqual({ take: 'theirs', values: { plan: 903 } })
  expect(resolutionOf([plan], { plan: mine })).toEqual({ take: 'mine' })
  expect(['plan', 'owner', 'comment', 'hidden'].map(controlOf)).toEqual(['plan', 'owner', 'text', null])
})

test('a value can be typed only where a rule says which', () => {
  expect(ruleOf('label')).toBeDefined()
  expect(ruleOf('plan')).toBeUndefined()
})

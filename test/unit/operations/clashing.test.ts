import { expect, test } from 'vitest'
import { clashing } from '../../../shared/operations/edit.ts'

const edit = { set: { label: 'Mine', comment: 'Mine' }, base: { label: 'Before', comment: 'Theirs' } }

test('a field clashes where the panel holds another value than the edit knows of', () => {
  expect(clashing(edit, { label: 'Theirs' })).toEqual(['label'])
})

test('a field that was settled knows of their value, and clashes no more', () => {
  expect(clashing(edit, { label: 'Theirs', comment: 'Theirs' })).toEqual(['label'])
})

test('a field that the edit no longer sets clashes with nothing', () => {
  expect(clashing(edit, { hidden: true })).toEqual([])
})

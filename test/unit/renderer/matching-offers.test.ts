import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchingOffers } from '../../../renderer/commands/matching.ts'
import type { Offer } from '../../../renderer/commands/offers.ts'

const offer = (label: string, of = 'Trackers'): Offer => ({ id: label, label, of, run: () => undefined })
const offers = [
  offer('Go to Trackers', 'Pages'),
  offer('Go to History', 'Pages'),
  offer('Filter by Model code…'),
  offer('Filter by Model…'),
  offer('Sort by Model'),
  offer('Select everything'),
  offer('Склад', 'Views'),
]
const labels = (text: string, recent: readonly string[] = []): string[] =>
  matchingOffers(offers, text, recent).map(({ label }) => label)

test('words are found wherever they stand, in any order, whatever their case and script', () => {
  expect(labels('hist')).toEqual(['Go to History'])
  expect(labels('model sort')).toEqual(['Sort by Model'])
  expect(labels('скл')).toEqual(['Склад'])
  expect(labels('views скл')).toEqual(['Склад'])
  expect(labels('views')).toEqual([])
  expect(labels('no such thing')).toEqual([])
})

test('the shorter of two that fit alike comes first', () => {
  expect(labels('filter model')).toEqual(['Filter by Model…', 'Filter by Model code…'])
})

test('without a text all are there, those chosen last in front, the newest of them first', () => {
  expect(labels('', ['Select everything', 'Go to History']).slice(0, 3)).toEqual([
    'Select everything',
    'Go to History',
    'Go to Trackers',
  ])
  expect(labels(' ')).toHaveLength(offers.length)
})

test('whatever is typed, only what is offered is found, and each once', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30, unit: 'binary' }), (text) => {
      const found = labels(text)
      expect(new Set(found).size).toBe(found.length)
      expect(offers.map(({ label }) => label)).toEqual(expect.arrayContaining(found))
    }),
  )
})

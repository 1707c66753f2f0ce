import { expect, test } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { addressOf, placeIn } from '../../../renderer/place-in-address.ts'

test('an address leads to the cell that it was made for', () => {
  for (const place of [
    { row: 12, field: 'label' },
    { row: 7, field: null },
  ]) {
    expect(placeIn(addressOf(place) as Record<string, string>)).toEqual(place)
  }
})

test('an address that names no row leads nowhere', () => {
  const queries: LocationQuery[] = [
    {},
    { row: '' },
    { row: 'x' },
    { row: '-1' },
    { row: ['1', '2'] },
    { field: 'label' },
  ]
  for (const query of queries) expect(placeIn(query)).toBeNull()
})

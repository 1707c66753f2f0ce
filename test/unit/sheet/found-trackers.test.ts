import { expect, test } from 'vitest'
import { sortFound } from '../../../renderer/sheet/features/actions/found-trackers.ts'

const tracker = (id: number, is: { clone?: true; corrupted?: true; has?: true } = {}) => ({
  id,
  panelId: id,
  label: '',
  deviceId: '',
  clone: false,
  corrupted: false,
  has: false,
  ...is,
})

test('trackers that were found are told apart by what can be done with them', () => {
  const found = [
    tracker(1),
    tracker(2, { clone: true }),
    tracker(3, { has: true }),
    tracker(4, { corrupted: true, has: true }),
    tracker(5, { clone: true, has: true }),
  ]
  expect(sortFound(found)).toEqual({ toClone: [1, 2], clones: 1, has: 2, deleted: 1 })
})

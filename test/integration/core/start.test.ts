import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

test('the indexes that one start did not get round to are made at the next, without a panel', async () => {
  const rig = await simRig()
  const indexes = () => rig.cached(`SELECT name FROM sqlite_schema WHERE name LIKE 'tracker_sheet_%'`).length
  expect(indexes()).toBe(0)
  rig.wire.cut = true
  await rig.restart()
  await rig.clock.advance(60_000)
  // An order of each column that is sorted by, but for what the table itself keeps in order.
  expect(indexes()).toBeGreaterThan(15)
})

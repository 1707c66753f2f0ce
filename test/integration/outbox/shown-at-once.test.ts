import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

test('a plan that was changed stands in the sheet as soon as the panel has answered, and its owner is pulled anew', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  const planOf = () =>
    rig.cached<{ plan: number }>(`SELECT tariff_id AS plan FROM tracker WHERE id = ${row!.id}`)[0]!.plan
  const [other] = rig.cached<{ id: number }>(
    `SELECT id FROM tariff WHERE device_type = 'tracker' AND id <> ${planOf()}`,
  )
  const owner = rig.cached<{ id: number }>(`SELECT user_id AS id FROM tracker WHERE id = ${row!.id}`)[0]!.id
  // What is pulled afterwards shall not be what is seen here.
  rig.panel.faults.add({
    path: 'tracker/list',
    times: 1000,
    strike: { do: 'slow', milliseconds: 50_000, when: 'before' },
  })
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [row!.id], plan: other!.id, repay: true, charge: true })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.clock.advance(0)
  expect(planOf()).toBe(other!.id)
  expect(rig.cached('SELECT * FROM stale')).toMatchObject([{ scope: `trackers-of:${owner}` }])
})

import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import type { Condition } from '../../../shared/contract/looking.ts'

async function matching(rig: SimRig, filter: readonly Condition[]): Promise<number> {
  return (await rig.rows({ filter: [...filter] })).length
}

test('each number of the fleet is that of the rows to which it leads', async () => {
  const rig = await simRig({ panel: { trackers: 600 } })
  const { trackers, connections, figures } = await rig.call('fleet.read', {})
  expect(trackers).toBe((await rig.rows()).length)
  for (const { trackers: n, filter } of [...connections, ...figures]) expect(await matching(rig, filter)).toBe(n)
  expect(connections.reduce((sum, { trackers: n }) => sum + n, 0)).toBe(trackers)
  const numberOf = (name: string) => figures.find(({ figure }) => figure === name)!.trackers
  expect(numberOf('offlineDay')).toBeGreaterThanOrEqual(numberOf('offlineWeek'))
  expect(figures.some(({ trackers: n }) => n > 0)).toBe(true)
})

test('what is staged counts, as it does in the sheet', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const hidden = async () =>
    (await rig.call('fleet.read', {})).figures.find(({ figure }) => figure === 'hidden')!.trackers
  const before = await hidden()
  const row = (await rig.sound()).find(({ values }) => values['hidden'] === false)!
  await rig.call('sheet.stage', {
    ...{ sheet: 'trackers', source: 'type' },
    cells: [{ id: row.id, field: 'hidden', value: 'yes' }],
  })
  expect(await hidden()).toBe(before + 1)
})

test('the newest trackers are named, the latest first', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const { newest } = await rig.call('fleet.read', {})
  const created = newest.map((one) => one.created)
  expect(created.length).toBeGreaterThan(0)
  expect(created).toEqual([...created].sort().reverse())
  const all = (await rig.rows()).map(({ values }) => String(values['created'])).sort()
  expect(created[0]).toBe(all.at(-1))
})

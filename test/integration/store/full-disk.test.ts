import { expect, test } from 'vitest'
import type { SimRig } from '../../support/core-rig.ts'
import { freshImeis } from '../../support/imeis.ts'
import { importFile } from '../../support/import-file.ts'
import { rigOnDisk } from '../../support/rig-on-disk.ts'

// Rows that a file has staged stand in the file of the cache, which a full disk does not let grow.

const imeis = freshImeis(2000, 300)
const question = { search: '', sort: [], filter: [], only: 'all' as const }

const importAll = async (rig: SimRig) => {
  const { equipment } = await rig.call('lookup.equipment', {})
  await importFile(rig, 'devices.csv', `IMEI\n${imeis.join('\n')}\n`, {
    kind: 'bundles',
    fields: { equipment: { from: 'constant', value: String(equipment[0]!.id) } },
  })
}

test('on a full disk the sheet of bundles shows what is there, says what is missing, and shows it once there is room', async () => {
  const { rig, room } = await rigOnDisk('cache.db')
  await rig.call('connection.workOffline', { on: true })
  const open = () => rig.call('sheet.open', { sheet: 'bundles', ...question })
  const notices = async () => (await rig.status()).notices.map(({ problem }) => problem.code)
  const { total: before, rows } = await open()
  room(0)
  await importAll(rig)
  const { total } = await open()
  expect(total).toBeGreaterThanOrEqual(before)
  expect(total).toBeLessThan(before + imeis.length)
  expect(await notices()).toEqual(['rows-not-shown'])

  // What else is staged is shown, of this sheet and of others: copies of rows take no room on a disk.
  const [bundle] = rows
  const cells = [{ id: bundle!.id, field: 'orderId', value: '77' }]
  await rig.call('sheet.stage', { sheet: 'bundles', source: 'type', cells })
  const seventySeven = { is: 'between' as const, field: 'orderId', from: 77, to: 77 }
  const found = await rig.call('sheet.open', { sheet: 'bundles', ...question, filter: [seventySeven] })
  expect(found.rows.map(({ id }) => id)).toEqual([bundle!.id])
  const [tracker] = await rig.sound()
  await rig.label(tracker!.id, 'Shown all the same')
  expect((await rig.rows({ search: 'Shown all the same' })).map(({ id }) => id)).toEqual([tracker!.id])
  expect(await notices(), 'told once').toEqual(['rows-not-shown'])

  room(100_000)
  expect((await open()).total).toBe(before + imeis.length)
  const all = await rig.call('sheet.open', {
    sheet: 'bundles',
    ...question,
    sort: [{ field: 'imei', descending: false }],
  })
  expect(all.count).toBe(before + imeis.length)
  expect(await notices()).toEqual([])
})

test('what a full disk kept from being shown is there after a restart, once there is room', async () => {
  const { rig, room } = await rigOnDisk('cache.db')
  await rig.call('connection.workOffline', { on: true })
  const open = () => rig.call('sheet.open', { sheet: 'bundles', ...question })
  const { total: before } = await open()
  room(0)
  await importAll(rig)
  await open()
  await rig.restart()
  expect((await open()).total).toBe(before + imeis.length)
  expect((await rig.status()).notices).toEqual([])
})

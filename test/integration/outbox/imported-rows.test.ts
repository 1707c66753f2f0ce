import { expect, test } from 'vitest'
import { z } from 'zod'
import { method } from '../../../electron/demo-panel/methods/method.ts'
import { firstOwnId } from '../../../shared/entities/entity.ts'
import { simRig, type RigOptions, type SimRig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'
import { otherClient } from '../../support/other-client.ts'

// A file of devices: each is a row of the bundles' sheet from the moment that it is staged, and stays the same one.

const imeis = freshImeis(6, 900)
const [first = '', second = '', third = ''] = imeis
const card = '89990000000000000033'

async function look(rig: SimRig, query: object = {}) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count, total } = await rig.call('sheet.open', { sheet: 'bundles', ...question, ...query })
  return { total, rows: count === 0 ? [] : (await rig.call('sheet.rows', { view, from: 0, count })).rows }
}
const own = async (rig: SimRig) => (await look(rig)).rows.filter(({ id }) => id >= firstOwnId)
const find = async (rig: SimRig, imei: string) => (await look(rig)).rows.filter(({ values }) => values['imei'] === imei)
const edit = (rig: SimRig, id: number, field: string, value: string) =>
  rig.call('sheet.stage', { sheet: 'bundles', source: 'type', cells: [{ id, field, value }] })

async function imported(options: RigOptions = {}) {
  const rig = await simRig(options)
  await rig.call('connection.workOffline', { on: true })
  const { equipment } = await rig.call('lookup.equipment', {})
  const before = (await look(rig)).total
  await importFile(rig, 'devices.csv', `IMEI\n${imeis.join('\n')}\n`, {
    kind: 'bundles',
    fields: { equipment: { from: 'constant', value: String(equipment[0]!.id) } },
  })
  return { rig, before, equipment }
}

const heldBundle = z.object({ value: z.looseObject({ id: z.int(), imei: z.string() }) })
const held = ({ panel }: SimRig, imei: string) =>
  heldBundle.parse(otherClient(panel)('tracker/bundle/read', { imei })).value

test('devices of a file are rows from staging on: edited, discarded, undone, sent, and taken over each once', async () => {
  const { rig, before, equipment } = await imported()
  const staged = await look(rig)
  expect(staged.total).toBe(before + 6)
  expect((await own(rig)).map(({ values }) => values['imei'])).toEqual(imeis)
  const [one, other] = await own(rig)
  expect(one).toMatchObject({
    id: firstOwnId,
    values: { id: null, imei: first, equipment: equipment[0]!.name, iccid: null, factoryPreset: false },
    marks: { '': { sign: 'staged', state: 'draft', kind: 'bundle.import' } },
  })
  expect((await look(rig, { search: second })).rows.map(({ id }) => id)).toEqual([other!.id])
  const byImei = (await look(rig, { sort: [{ field: 'imei', descending: true }] })).rows
  expect(byImei.map(({ values }) => values['imei'])).toEqual(
    byImei.map(({ values }) => String(values['imei'])).sort((a, b) => (a < b ? 1 : -1)),
  )
  const facet = await rig.call('sheet.facet', { sheet: 'bundles', field: 'equipment', search: '' })
  expect(facet.values.reduce((sum, { count }) => sum + count, 0)).toBe(before + 6)

  // The type goes into the draft itself; a card and an order wait for it.
  await edit(rig, one!.id, 'equipment', equipment[1]!.name)
  await edit(rig, one!.id, 'iccid', card)
  await edit(rig, one!.id, 'orderId', '77')
  expect(await rig.operations(['draft'])).toHaveLength(8)
  expect((await find(rig, first))[0]).toMatchObject({
    values: { equipment: equipment[1]!.name, iccid: card, orderId: 77 },
  })

  // One is taken back in its sheet, and comes back with an undo; another is discarded in the outbox, and is gone.
  await rig.call('sheet.revert', { sheet: 'bundles', cells: [{ id: other!.id, field: null }] })
  expect(await find(rig, second)).toEqual([])
  await rig.call('sheet.undo', { redo: false })
  expect((await find(rig, second)).map(({ id }) => id)).toEqual([other!.id])
  const [unwanted] = await rig.operations(['draft']).then((all) => all.filter(({ subject }) => subject.name === third))
  await rig.call('outbox.discard', { operations: [unwanted!.id] })
  expect(await find(rig, third)).toEqual([])
  await edit(rig, other!.id, 'iccid', card.replace('33', '34'))
  await rig.call('sheet.undo', { redo: false })
  expect((await find(rig, second))[0]!.marks['iccid']).toBeUndefined()

  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.send()
  await rig.settled()
  await rig.until(async () => (await own(rig)).every(({ values }) => values['id'] !== null))
  const made = imeis.filter((imei) => imei !== third)
  const ids = new Map(staged.rows.map(({ id, values }) => [values['imei'], id]))
  expect((await own(rig)).map(({ id, values }) => [id, values['id']])).toEqual(
    made.map((imei) => [ids.get(imei), held(rig, imei).id]).sort(([, one], [, other]) => Number(one) - Number(other)),
  )
  expect(held(rig, first)).toMatchObject({ iccid: card, order_id: 77, equip_id: equipment[1]!.id })
  expect((await look(rig)).total).toBe(before + 5)
  const ledger = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'bundle.import' ? entry.imei : []))
  expect([...ledger].sort()).toEqual([...made].sort())
})

test('what a file has staged is shown again after the program was killed, and gone once it is discarded', async () => {
  const { rig, before } = await imported()
  await rig.crash()
  expect((await own(rig)).map(({ values }) => values['imei'])).toEqual(imeis)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  await rig.call('outbox.discard', { changeSets: changeSets.map(({ id }) => id) })
  expect((await look(rig)).total).toBe(before)
  await rig.restart()
  expect((await look(rig)).total).toBe(before)
})

test('a device that the panel has come to have is the row that is staged, and says that it is there', async () => {
  const { rig, before, equipment } = await imported()
  const [one] = await own(rig)
  const ask = otherClient(rig.panel)
  ask('tracker/bundle/import', { imeis: [first], equip_id: equipment[0]!.id, factory_preset: false })
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.call('pull.start', {}).catch(() => undefined)
  await rig.until(async () => !(await rig.status()).pull.running)
  expect((await find(rig, first)).map(({ id, values }) => [id, values['id']])).toEqual([[one!.id, held(rig, first).id]])
  expect((await look(rig)).total).toBe(before + 6)
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length > 0)
  await rig.settled().catch(() => undefined)
  expect((await find(rig, first))[0]!.marks['']).toMatchObject({
    state: 'rejected',
    problem: { code: 'bundle-exists' },
  })
})

test('a row that two complete pulls have not shown since it was made goes, and its operation says so', async () => {
  // A panel that takes a file and keeps none of it.
  const forgetful = {
    'tracker/bundle/import': method({ needs: 'session', parameters: z.looseObject({}), answer: () => ({}) }),
  }
  const { rig, before } = await imported({ panel: { methods: forgetful } })
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.send()
  await rig.settled()
  const pullAll = async () => {
    await rig.until(async () => !(await rig.status()).pull.running)
    await rig.call('pull.start', {})
    await rig.until(async () => !(await rig.status()).pull.running)
  }
  expect((await own(rig)).map(({ values }) => values['id'])).toEqual(imeis.map(() => null))
  await pullAll()
  expect(await own(rig), 'one may have been passed over while others came and went').toHaveLength(6)
  await pullAll()
  expect((await look(rig)).total).toBe(before)
  expect((await rig.operations(['done'])).map(({ problem }) => problem?.code)).toEqual(
    imeis.map(() => 'made-not-shown'),
  )
})

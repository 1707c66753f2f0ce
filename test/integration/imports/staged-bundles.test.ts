import { expect, test } from 'vitest'
import { z } from 'zod'
import { firstOwnId } from '../../../shared/entities/entity.ts'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'
import { otherClient } from '../../support/other-client.ts'

// A file may name bundles that are staged and that the panel does not have yet: what it asks of them waits for that.

const imeis = freshImeis(3, 700)
const [first = '', second = '', third = ''] = imeis
const card = (n: number) => `8999000000000000${String(5000 + n)}`

async function staged(rig: Rig) {
  const { equipment } = await rig.call('lookup.equipment', {})
  await importFile(rig, 'devices.csv', `IMEI\n${imeis.join('\n')}\n`, {
    kind: 'bundles',
    fields: { equipment: { from: 'constant', value: String(equipment[0]!.id) } },
  })
  return equipment
}

async function own(rig: Rig) {
  const all = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await rig.call('sheet.open', { sheet: 'bundles', ...all })
  const { rows } = await rig.call('sheet.rows', { view, from: 0, count })
  return rows.filter(({ id }) => id >= firstOwnId)
}

const heldBundle = z.object({ value: z.looseObject({ imei: z.string() }) })
const held = ({ panel }: Rig, imei: string) =>
  heldBundle.parse(otherClient(panel)('tracker/bundle/read', { imei })).value
const effects = ({ panel }: Rig) =>
  panel.ledger.entries().flatMap((entry) => {
    if (entry.effect === 'bundle.import') return [`make ${entry.imei}`]
    if (entry.effect === 'bundle.sim') return [`card ${entry.iccid}`]
    if (entry.effect === 'bundle.order') return [`order ${entry.order}`]
    return entry.effect === 'bundle.equipment' ? [`equipment ${entry.equipment}`] : []
  })

test('files of cards, orders and equipment name bundles that are only staged; all goes in order, and the panel has each once', async () => {
  const rig = await httpRig()
  const equipment = await staged(rig)
  const sims = await importFile(rig, 'sims.csv', `IMEI,ICCID\n${first},${card(1)}\n${second},${card(2)}\n${third},\n`)
  expect(sims.staged).toMatchObject({ staged: 2, left: 1 })
  const orders = await importFile(rig, 'orders.csv', `IMEI;Order ID\n${first};1205\n`)
  expect(orders.staged).toMatchObject({ staged: 1, left: 0 })
  const other = equipment[1]!
  const devices = await importFile(rig, 'types.csv', `IMEI;Model\n${second};${other.name}\n`, { kind: 'equipment' })
  expect(devices.staged).toMatchObject({ staged: 1, left: 0 })
  expect((await own(rig)).map(({ values }) => [values['imei'], values['iccid'] ?? '', values['orderId']])).toEqual([
    [first, card(1), 1205],
    [second, card(2), null],
    [third, '', null],
  ])
  expect((await own(rig))[1]?.values['equipment']).toBe(other.name)

  await rig.crash()
  await rig.online()
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'done'))
  const all = effects(rig)
  expect(all.slice(0, 3)).toEqual(imeis.map((imei) => `make ${imei}`))
  expect(all.slice(3).sort()).toEqual(
    [`card ${card(1)}`, `card ${card(2)}`, 'order 1205', `equipment ${other.id}`].sort(),
  )
  expect(held(rig, first)).toMatchObject({ iccid: card(1), order_id: 1205 })
  expect(held(rig, second)).toMatchObject({ iccid: card(2), equip_id: other.id })
  expect(await own(rig)).toHaveLength(3)
})

test('without the bundle itself nothing of such a file goes, and it says for which it waits', async () => {
  const rig = await simRig()
  await staged(rig)
  const { changeSet } = (await importFile(rig, 'sims.csv', `IMEI,ICCID\n${first},${card(1)}\n`)).staged
  expect(await rig.call('outbox.plan', { changeSets: [changeSet] })).toMatchObject({
    operations: 0,
    missingNeeds: [{ problem: { code: 'needs-staged', values: { name: first } } }],
  })
  // Refused at the panel, it is waited for until that is mended.
  rig.panel.faults.add({ path: 'tracker/bundle/import', strike: { do: 'refuse', code: 204 } })
  await rig.send()
  await rig.clock.advance(30_000)
  expect(await rig.operations(['ready'])).toMatchObject([{ problem: { code: 'needs-refused' } }])
  expect(effects(rig)).toEqual([])
  const refused = await rig.operations(['rejected'])
  await rig.call('outbox.mend', { operations: refused.map(({ id }) => id) })
  await rig.send()
  await rig.settled()
  expect(held(rig, first)).toMatchObject({ iccid: card(1) })
})

test('one that is staged by hand, or taken back again, is named like any, or known no more', async () => {
  const rig = await simRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const made = await rig.call('sheet.make', {
    sheet: 'bundles',
    rows: [{ imei: first, equipment: `#${equipment[0]!.id}` }],
  })
  const file = `IMEI;Model\n${first};${equipment[1]!.name}\n`
  expect((await importFile(rig, 'types.csv', file, { kind: 'equipment' })).staged).toMatchObject({ staged: 1 })
  // What is typed there by now goes into what the file has staged, for that comes last.
  const cell = { id: made.ids[0]!, field: 'equipment', value: `#${equipment[2]!.id}` }
  await rig.call('sheet.stage', { sheet: 'bundles', source: 'type', cells: [cell] })
  expect((await own(rig))[0]?.values['equipment']).toBe(equipment[2]!.name)
  await rig.send()
  await rig.settled()
  expect(held(rig, first)).toMatchObject({ equip_id: equipment[2]!.id })

  await rig.call('sheet.make', { sheet: 'bundles', rows: [{ imei: second, equipment: `#${equipment[0]!.id}` }] })
  await rig.call('sheet.undo', { redo: false })
  const { check } = await importFile(rig, 'sims.csv', `IMEI,ICCID\n${first},${card(4)}\n${second},${card(3)}\n`)
  expect(check.groups).toMatchObject([{ problem: { code: 'bundle-unknown' }, examples: [3] }])
})

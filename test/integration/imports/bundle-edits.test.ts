import { expect, test } from 'vitest'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { otherClient } from '../../support/other-client.ts'

async function bundles(rig: Rig) {
  const { view, count } = await rig.call('sheet.open', {
    sheet: 'bundles',
    search: '',
    sort: [],
    filter: [],
    only: 'all',
  })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}

const imeiOf = ({ values }: Awaited<ReturnType<typeof bundles>>[number]) => String(values['imei'])
const card = (n: number) => `8999000000000000${String(1000 + n)}`

/** What the demo panel was made to do to bundles. */
const effects = ({ panel }: Rig) =>
  panel.ledger.entries().flatMap((entry) => {
    if (entry.effect === 'bundle.sim') return [[entry.bundle, entry.iccid]]
    if (entry.effect === 'bundle.order') return [[entry.bundle, entry.order]]
    return entry.effect === 'bundle.equipment' ? [[entry.bundle, entry.equipment]] : []
  })

test('a file of SIM cards puts them in and takes them off; the sheet shows them before and after they are sent', async () => {
  const rig = await httpRig()
  const rows = await bundles(rig)
  const bare = rows.filter(({ values }) => !values['iccid']).slice(0, 3)
  const full = rows.find(({ values }) => values['iccid'])!
  const lines = [
    'Bundle,ICCID',
    ...bare.map((row, n) => `${n === 0 ? row.id : imeiOf(row)},${card(n)}`),
    `${imeiOf(full)},`,
    `${imeiOf(bare[0]!)},${card(7)}`,
    `990000000000008,${card(8)}`,
  ]
  const { staged } = await importFile(rig, 'sims.csv', `${lines.join('\n')}\n`)
  expect(staged).toMatchObject({ staged: 4, left: 2 })
  const shown = (await bundles(rig)).find(({ id }) => id === bare[1]!.id)
  expect(shown).toMatchObject({ marks: { iccid: { sign: 'staged', value: card(1) } } })

  await rig.crash()
  await rig.online()
  await rig.send()
  await rig.settled()
  expect(effects(rig)).toEqual(expect.arrayContaining([...bare.map(({ id }, n) => [id, card(n)]), [full.id, null]]))
  expect(effects(rig)).toHaveLength(4)
  const after = new Map((await bundles(rig)).map((row) => [row.id, row]))
  expect(bare.map(({ id }) => after.get(id)?.values['iccid'])).toEqual([0, 1, 2].map(card))
  expect(after.get(full.id)?.values['iccid'] ?? '').toBe('')
  expect(await rig.operations(['draft', 'rejected', 'unknown'])).toEqual([])
})

test('files of orders and of equipment become what the panel holds', async () => {
  const rig = await simRig()
  const [one, two] = await bundles(rig)
  const { equipment } = await rig.call('lookup.equipment', {})
  const other = equipment.find(({ name }) => name !== one!.values['equipment'] && name !== two!.values['equipment'])!
  await importFile(rig, 'orders.csv', `IMEI;Order ID\n${imeiOf(one!)};1205\n${imeiOf(two!)};77\n`)
  await importFile(rig, 'devices.csv', `Bundle ID;Model\n${one!.id};${other.name}\n${two!.id};No such device\n`)
  await rig.send()
  await rig.settled()
  expect(effects(rig)).toEqual(
    expect.arrayContaining([
      [one!.id, 1205],
      [two!.id, 77],
      [one!.id, other.id],
    ]),
  )
  expect(effects(rig)).toHaveLength(3)
})

test('what is staged in the sheet is not staged again by a file, and what a file has staged is typed over', async () => {
  const rig = await simRig()
  const [one, two] = (await bundles(rig)).filter(({ values }) => !values['iccid'])
  await rig.call('sheet.stage', {
    sheet: 'bundles',
    source: 'type',
    cells: [{ id: one!.id, field: 'iccid', value: card(1) }],
  })
  const { staged } = await importFile(
    rig,
    'sims.csv',
    `IMEI,ICCID\n${imeiOf(one!)},${card(2)}\n${imeiOf(two!)},${card(3)}\n`,
  )
  expect(staged).toMatchObject({ staged: 1, left: 1 })
  await rig.call('sheet.stage', {
    sheet: 'bundles',
    source: 'type',
    cells: [{ id: two!.id, field: 'iccid', value: card(4) }],
  })
  await rig.send()
  await rig.settled()
  expect(effects(rig)).toEqual(
    expect.arrayContaining([
      [one!.id, card(1)],
      [two!.id, card(4)],
    ]),
  )
  expect(effects(rig)).toHaveLength(2)
})

test('a card that somebody else put into a bundle meanwhile is a conflict, not overwritten', async () => {
  const rig = await simRig()
  const [one] = (await bundles(rig)).filter(({ values }) => !values['iccid'])
  await importFile(rig, 'sims.csv', `IMEI,ICCID\n${imeiOf(one!)},${card(1)}\n`)
  otherClient(rig.panel)('tracker/bundle/assign', { bundle_id: one!.id, iccid: card(5) })
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['conflict'])).toMatchObject([
    { kind: 'bundle.assignSim', subject: { name: imeiOf(one!) } },
  ])
})

test('a card that the panel refuses goes back with its reason, and the mended row takes its place', async () => {
  const rig = await simRig()
  const [one] = (await bundles(rig)).filter(({ values }) => !values['iccid'])
  // The demo panel knows no card with letters.
  const { staged } = await importFile(rig, 'sims.csv', `IMEI,ICCID\n${imeiOf(one!)},ABC123\n`)
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'sim-unknown' } }])
  const { text } = await rig.call('outbox.exportRefused', { changeSet: staged.changeSet })
  expect(text).toContain(`${imeiOf(one!)},ABC123,`)
  await importFile(rig, 'mended.csv', text.replace('ABC123', card(6)))
  expect(await rig.operations(['rejected'])).toEqual([])
  await rig.send()
  await rig.settled()
  expect(effects(rig)).toEqual([[one!.id, card(6)]])
})

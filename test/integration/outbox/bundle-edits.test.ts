import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

async function bundles(rig: SimRig, only: 'all' | 'staged' | 'attention' = 'all') {
  const { view, count } = await rig.call('sheet.open', { sheet: 'bundles', search: '', sort: [], filter: [], only })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}

/** A bundle without a SIM card, and one with a card in it. */
async function twoBundles(rig: SimRig) {
  const rows = await bundles(rig)
  const bare = rows.find(({ values }) => !values['iccid'])
  const full = rows.find(({ values }) => values['iccid'])
  if (!bare || !full) throw new Error('The demo panel has both')
  return { bare, full }
}

const edit = (rig: SimRig, id: number, field: string, value: string) =>
  rig.call('sheet.stage', { sheet: 'bundles', source: 'paste', cells: [{ id, field, value }] })
const sims = ({ panel }: SimRig) =>
  panel.ledger
    .entries()
    .flatMap((entry) => (entry.effect === 'bundle.sim' ? { of: entry.bundle, iccid: entry.iccid } : []))
const card = '89990000000000000017'

test('a SIM card is put in, changed and taken off, with what is printed around its digits left out', async () => {
  const rig = await simRig()
  const { bare, full } = await twoBundles(rig)
  expect(await edit(rig, bare.id, 'iccid', ' 8999 0000 0000 0000 0017 ')).toMatchObject({ staged: 1, broken: 0 })
  await edit(rig, full.id, 'iccid', '')
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'bundle.assignSim', subject: { name: bare.values['imei'] }, changes: [{ field: 'iccid', to: card }] },
    { kind: 'bundle.assignSim', subject: { name: full.values['imei'] }, changes: [{ to: '' }] },
  ])
  await rig.sendAll()
  expect(sims(rig)).toEqual([
    { of: bare.id, iccid: card },
    { of: full.id, iccid: null },
  ])
  const shown = await bundles(rig)
  expect(shown.find(({ id }) => id === bare.id)?.values['iccid']).toBe(card)
  expect(shown.find(({ id }) => id === full.id)?.values['iccid'] ?? '').toBe('')
  await edit(rig, bare.id, 'iccid', '89990000000000000025')
  await rig.sendAll()
  expect(sims(rig).at(-1)).toEqual({ of: bare.id, iccid: '89990000000000000025' })
})

test('an ICCID that a spreadsheet has spoilt is kept, says why, and is not sent', async () => {
  const rig = await simRig()
  const { bare } = await twoBundles(rig)
  for (const [value, code] of [
    ['8,99E+18', 'iccid-scientific'],
    ['8999000000000010000', 'iccid-rounded'],
    ['89', 'iccid-format'],
    ['８９９９０００００００００００００１７', 'digits-other'],
  ] as const) {
    expect(await edit(rig, bare.id, 'iccid', value)).toMatchObject({ broken: 1 })
    expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code } }])
  }
  expect((await bundles(rig, 'attention')).map(({ id }) => id)).toEqual([bare.id])
})

test('a card that is in another bundle, or that the panel does not know, is refused in words of its own', async () => {
  const rig = await simRig()
  const { bare, full } = await twoBundles(rig)
  rig.panel.edit({ bundle_id: full.id, iccid: card })
  await edit(rig, bare.id, 'iccid', card)
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'sim-in-use', panelCode: 223 } }])
  await edit(rig, bare.id, 'iccid', 'unknown-card')
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'sim-unknown', panelCode: 226 } }])
  expect(sims(rig)).toEqual([{ of: full.id, iccid: card }])
})

test('a card that another bundle is known to have is said at its cell and stays, until it is taken off there, and goes after that', async () => {
  const rig = await simRig()
  const { bare, full } = await twoBundles(rig)
  const taken = String(full.values['iccid'])
  expect(await edit(rig, bare.id, 'iccid', taken)).toMatchObject({ staged: 1, broken: 1 })
  expect(await rig.operations(['draft'])).toMatchObject([
    { problem: { code: 'sim-in-bundle', values: { value: taken, bundle: full.values['imei'] } } },
  ])
  await rig.sendAll()
  expect(sims(rig)).toEqual([])
  await edit(rig, full.id, 'iccid', '')
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: null }, { problem: null }])
  await rig.sendAll()
  expect(sims(rig)).toEqual([
    { of: full.id, iccid: null },
    { of: bare.id, iccid: taken },
  ])
  expect(rig.panel.stats().refusals).toEqual({})
})

test('what another has put in meanwhile is a conflict; the same card is done already', async () => {
  const rig = await simRig()
  const { bare, full } = await twoBundles(rig)
  await edit(rig, bare.id, 'iccid', card)
  await edit(rig, full.id, 'iccid', '89990000000000000033')
  rig.panel.edit({ bundle_id: bare.id, iccid: '89990000000000000041' })
  rig.panel.edit({ bundle_id: full.id, iccid: '89990000000000000033' })
  await rig.sendAll()
  expect(await rig.operations(['conflict'])).toMatchObject([{ changes: [{ theirs: '89990000000000000041' }] }])
  expect(await rig.operations(['done'])).toMatchObject([{ already: true }])
})

test('an answer that is lost is looked up, and nothing is sent twice', async () => {
  const rig = await simRig()
  const { bare } = await twoBundles(rig)
  for (const when of ['before', 'after'] as const) {
    rig.panel.faults.add({ path: 'tracker/bundle/assign', strike: { do: 'drop', when } })
    const before = sims(rig).length
    await edit(rig, bare.id, 'iccid', when === 'before' ? card : '89990000000000000025')
    await rig.sendAll()
    expect(sims(rig)).toHaveLength(before + 1)
  }
  expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
})

test('a sent change is turned round, and goes as the card that was there before', async () => {
  const rig = await simRig()
  const { full } = await twoBundles(rig)
  await edit(rig, full.id, 'iccid', card)
  await rig.sendAll()
  const [operation] = await rig.operations(['done'])
  expect(await rig.call('outbox.undoSent', { changeSet: operation!.changeSet })).toMatchObject({ staged: 1, left: [] })
  await rig.sendAll()
  expect(sims(rig).at(-1)).toEqual({ of: full.id, iccid: full.values['iccid'] })
})

test('equipment is named by its name, model code or id, and stands under its name until the panel has it', async () => {
  const rig = await simRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const rows = await bundles(rig)
  const other = (shown: unknown) => equipment.filter(({ name }) => name !== shown)
  const wanted = rows.slice(0, 3).map((row, index) => other(row.values['equipment'])[index]!)
  await edit(rig, rows[0]!.id, 'equipment', wanted[0]!.name.toUpperCase())
  await edit(rig, rows[1]!.id, 'equipment', wanted[1]!.modelCode)
  await edit(rig, rows[2]!.id, 'equipment', `#${wanted[2]!.id}`)
  const staged = await bundles(rig, 'staged')
  expect(staged.map(({ marks }) => marks['equipment']?.value)).toEqual(wanted.map(({ name }) => name))
  await rig.sendAll()
  const set = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'bundle.equipment' ? [entry] : []))
  expect(set.map(({ bundle, equipment: id }) => [bundle, id])).toEqual(
    rows.slice(0, 3).map(({ id }, index) => [id, wanted[index]!.id]),
  )
  const shown = await bundles(rig)
  expect(shown.slice(0, 3).map(({ values }) => [values['equipment'], values['modelCode']])).toEqual(
    wanted.map(({ name, modelCode }) => [name, modelCode]),
  )
})

test('equipment without a name is called by its model, be it staged or pulled', async () => {
  const rig = await simRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const [row] = await bundles(rig)
  const wanted = equipment.find(({ name }) => name !== row!.values['equipment'])!
  const cache = new Database(join(rig.profileFolder, 'cache.db'))
  const model = cache.prepare<[number], string>('SELECT model_name FROM equipment WHERE id = ?').pluck().get(wanted.id)
  cache.prepare(`UPDATE equipment SET name = '', name_folded = '' WHERE id = ?`).run(wanted.id)
  cache.close()
  await edit(rig, row!.id, 'equipment', `#${wanted.id}`)
  const called = async () => (await bundles(rig)).find(({ id }) => id === row!.id)
  expect((await called())?.marks['equipment']?.value).toBe(model)
  expect((await rig.operations(['draft']))[0]?.changes).toMatchObject([{ field: 'equipment', to: model }])
  await rig.sendAll()
  expect((await called())?.values['equipment']).toBe(model)
})

test('a text that names no equipment is kept, says why, and holds nothing back', async () => {
  const rig = await simRig()
  const [one, two] = await bundles(rig)
  const { equipment } = await rig.call('lookup.equipment', {})
  const wanted = equipment.find(({ name }) => name !== two!.values['equipment'])!
  expect(await edit(rig, one!.id, 'equipment', 'No such thing')).toMatchObject({ staged: 1, broken: 1 })
  await edit(rig, two!.id, 'equipment', wanted.name)
  expect(await rig.operations(['draft'])).toMatchObject([
    { problem: { code: 'equipment-unknown', values: { value: 'No such thing' } } },
    { problem: null },
  ])
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(await rig.operations(['draft'])).toHaveLength(1)
})

test('a bundle is put into an order and taken out, and a text that is no id is kept and says so', async () => {
  const rig = await simRig()
  const rows = await bundles(rig)
  const bare = rows.find(({ values }) => !values['orderId'])!
  const full = rows.find(({ values }) => values['orderId'])!
  await edit(rig, bare.id, 'orderId', ' 78024 ')
  await edit(rig, full.id, 'orderId', '')
  expect(await edit(rig, rows[5]!.id, 'orderId', 'the next one')).toMatchObject({ broken: 1 })
  expect((await bundles(rig, 'staged')).length).toBe(3)
  await rig.sendAll()
  const orders = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'bundle.order' ? [entry] : []))
  expect(orders.map(({ bundle, order }) => [bundle, order])).toEqual([
    [bare.id, 78024],
    [full.id, null],
  ])
  const shown = await bundles(rig)
  expect(shown.find(({ id }) => id === bare.id)?.values['orderId']).toBe(78024)
  expect(shown.find(({ id }) => id === full.id)?.values['orderId'] ?? '').toBe('')
  // What the panel holds already un-stages itself, also where it holds nothing.
  await edit(rig, full.id, 'orderId', '78024')
  expect(await edit(rig, full.id, 'orderId', '')).toMatchObject({ unstaged: 1 })
})

test('a conflict about a bundle is settled by another value, as trackers’ are; one that its column does not take settles nothing', async () => {
  const rig = await simRig()
  const { bare, full } = await twoBundles(rig)
  await edit(rig, bare.id, 'iccid', card)
  await edit(rig, full.id, 'orderId', '12')
  rig.panel.edit({ bundle_id: bare.id, iccid: '89990000000000000025' })
  rig.panel.edit({ bundle_id: full.id, order_id: 34 })
  await rig.sendAll()
  const [sim, order] = await rig.operations(['conflict'])
  expect(order).toMatchObject({ kind: 'bundle.assignOrder', changes: [{ to: 12, theirs: 34 }] })
  const resolve = (operation: number, values: Record<string, string | number | boolean>) =>
    rig.call('outbox.resolve', { operations: [operation], take: 'theirs', values })
  expect(await resolve(sim!.id, { iccid: 33 })).toEqual({ resolved: 0 })
  expect(await resolve(sim!.id, { iccid: '8,99E+18' })).toEqual({ resolved: 0 })
  expect(await resolve(sim!.id, { iccid: '89990000000000000033', label: 'of a tracker' })).toEqual({ resolved: 1 })
  expect(await resolve(order!.id, { orderId: 56 })).toEqual({ resolved: 1 })
  await rig.sendAll()
  const shown = new Map((await bundles(rig)).map(({ id, values }) => [id, values]))
  expect(shown.get(bare.id)?.['iccid']).toBe('89990000000000000033')
  expect(shown.get(full.id)?.['orderId']).toBe(56)
})

import { describe, expect, test } from 'vitest'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const ownDealer = 20410

async function plan(rig: SimRig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

async function pull(rig: SimRig): Promise<void> {
  await rig.call('pull.start', {})
  await rig.online()
}

async function original(rig: SimRig, hidden = false): Promise<SheetRow> {
  return (await rig.sound()).find(({ values }) => !values['clone'] && values['hidden'] === hidden)!
}

async function changePlan(rig: SimRig, row: SheetRow, name?: string): Promise<number> {
  const { tariffs } = await rig.call('lookup.tariffs', {})
  const wanted = tariffs.find((one) => (name ? one.name === name : one.name !== row.values['plan'] && one.price > 1))!
  const choice = { plan: wanted.id, repay: true, charge: true }
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [row.id], ...choice })
  return wanted.id
}

const hide = (rig: SimRig, { id }: SheetRow, value: string) =>
  rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'hidden', value }] })

describe('a change of plan that the panel would refuse is kept back, with the reason', () => {
  test('of a hidden tracker, until it is shown', async () => {
    const rig = await simRig()
    const row = await original(rig, true)
    await changePlan(rig, row)
    expect(await plan(rig)).toMatchObject({
      operations: 0,
      refused: [{ problem: { code: 'plan-of-hidden' }, operations: 1 }],
    })
    const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
    expect(await rig.call('outbox.send', { changeSets: [changeSets[0]!.id] })).toEqual({ released: 0, keptBack: 1 })
    rig.panel.edit({ tracker_id: Number(row.values['panelId']), deleted: false })
    await pull(rig)
    expect(await plan(rig)).toMatchObject({ operations: 1, refused: [] })
    await rig.send()
    await rig.settled()
    expect(await rig.operations()).toMatchObject([{ state: 'done' }])
  })

  test('behind an edit that hides the tracker, and not behind one that shows it', async () => {
    const rig = await simRig()
    const shown = await original(rig)
    await hide(rig, shown, 'yes')
    await changePlan(rig, shown)
    const hidden = await original(rig, true)
    await hide(rig, hidden, 'no')
    await changePlan(rig, hidden)
    expect(await plan(rig)).toMatchObject({ operations: 3, refused: [{ problem: { code: 'plan-of-hidden' } }] })
    await rig.send()
    await rig.settled()
    expect(await rig.operations(['rejected'])).toEqual([])
  })

  test('behind an edit that shows the tracker and was refused', async () => {
    const rig = await simRig()
    const row = await original(rig, true)
    rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 236 } })
    await hide(rig, row, 'no')
    await rig.send()
    await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
    await changePlan(rig, row)
    expect(await plan(rig)).toMatchObject({ operations: 0, refused: [{ problem: { code: 'plan-of-hidden' } }] })
  })

  test('of a deleted tracker, and to a plan that there is none of any more', async () => {
    const rig = await simRig()
    const row = await original(rig)
    const deleted = (await rig.rows()).find(({ values }) => values['corrupted'] && !values['clone'])!
    rig.panel.edit({ tracker_id: Number(deleted.values['panelId']), deleted: false })
    await pull(rig)
    const choice = { repay: true, charge: true }
    await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [row.id], plan: 4711, ...choice })
    await changePlan(rig, deleted)
    const { operations, refused } = await plan(rig)
    expect(operations).toBe(0)
    expect(refused.map(({ problem }) => problem.code).sort()).toEqual(['plan-gone', 'tracker-corrupted'])
  })

  test('to the plan that a pull has brought meanwhile', async () => {
    const rig = await simRig()
    const row = await original(rig)
    const tariff_id = await changePlan(rig, row)
    rig.panel.edit({ tracker_id: Number(row.values['panelId']), tariff_id })
    await pull(rig)
    expect((await plan(rig)).refused).toMatchObject([{ problem: { code: 'plan-already' } }])
  })

  test('from a plan of another dealer, and to one that is for cameras', async () => {
    const rig = await simRig()
    const row = await original(rig)
    await changePlan(rig, row, 'Camera')
    expect((await plan(rig)).refused).toMatchObject([{ problem: { code: 'plan-of-others' } }])
    rig.panel.edit({ tracker_id: Number(row.values['panelId']), tariff_id: 99 })
    await pull(rig)
    expect((await plan(rig)).refused).toMatchObject([{ problem: { code: 'plan-foreign' } }])
  })
})

test('trackers of another dealer are told apart, and what would change them is kept back; the rest goes', async () => {
  const rig = await simRig({ panel: { subDealerUsers: 4 } })
  const rows = await rig.sound()
  const foreign = rows.find(({ values }) => values['dealerId'] !== ownDealer)!
  const own = rows.find(({ values }) => values['dealerId'] === ownDealer)!
  expect(sheets.trackers.columns.map(({ field }) => field)).toContain('dealerId')
  const { values } = await rig.call('sheet.facet', { sheet: 'trackers', field: 'dealerId', search: '' })
  expect(values.map(({ value }) => value)).toEqual([ownDealer, foreign.values['dealerId']])
  await rig.label(foreign.id, 'Not mine')
  await rig.label(own.id, 'Mine')
  expect(await plan(rig)).toMatchObject({
    operations: 1,
    refused: [{ problem: { code: 'tracker-foreign' }, operations: 1 }],
  })
  const { rows: marked } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [foreign.id] })
  expect(marked[0]?.marks['label']).toMatchObject({ sign: 'refused', problem: { code: 'tracker-foreign' } })
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['draft', 'done'])
  expect(rig.panel.stats().refusals).toEqual({})
})

test('rows of dealers below are called by their dealer, filtered and grouped by it, and only shown where that may be seen', async () => {
  const rig = await simRig({ panel: { subDealerUsers: 4 } })
  for (const sheet of ['trackers', 'users'] as const) {
    const { values } = await rig.call('sheet.facet', { sheet, field: 'dealer', search: '' })
    expect(values.map(({ value }) => value)).toEqual(['Fleetbook Demo', 'Harbour Branch'])
    const { rows } = await rig.call('sheet.open', {
      ...{ sheet, search: '', sort: [], only: 'all' as const },
      filter: [{ field: 'dealer', is: 'oneOf', values: ['Harbour Branch'] }],
    })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ values }) => values['dealerId'] !== ownDealer)).toBe(true)
  }
  const alone = await simRig({
    panel: { subDealerUsers: 4, permissions: { ...everyPermission, trackers: ['read', 'update'], subpaas: [] } },
  })
  const { values } = await alone.call('sheet.facet', { sheet: 'trackers', field: 'dealer', search: '' })
  expect(values.map(({ value }) => value)).toEqual(['Fleetbook Demo'])
  // Who may not list the dealers below sees their ids.
  const users = await alone.call('sheet.facet', { sheet: 'users', field: 'dealer', search: '' })
  expect(users.values.map(({ value }) => value)).toContain('28152')
})

test('trackers of any dealer of the hierarchy are cloned to users of any other, in one request for each user', async () => {
  const rig = await simRig({ panel: { subDealerUsers: 4 } })
  const rows = (await rig.sound()).filter(({ values }) => !values['clone'] && !values['corrupted'])
  const foreign = rows.filter(({ values }) => values['dealerId'] !== ownDealer)
  const own = rows.filter(({ values }) => values['dealerId'] === ownDealer)
  const owners = rig.cached<{ id: number; dealer: number }>('SELECT id, dealer_id AS dealer FROM user')
  const chosen = [foreign[0]!, own[0]!]
  const all = await rig.rows()
  const isFree = (id: number) =>
    !all.some(
      ({ values }) => values['userId'] === id && chosen.some((one) => one.values['sourceId'] === values['sourceId']),
    )
  for (const theirs of [true, false]) {
    const user = owners.find(({ id, dealer }) => (dealer !== ownDealer) === theirs && isFree(id))!.id
    await rig.call('sheet.act', { kind: 'tracker.clone', ids: chosen.map(({ id }) => id), user, skipExisting: false })
  }
  expect(await plan(rig)).toMatchObject({ operations: 4, refused: [] })
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done'])
  expect(rig.panel.stats().requests['tracker/batch_clone']).toBe(2)
})

test('a move to a user of another dealer is kept back, and to one who has the device, until that clone is gone', async () => {
  const rig = await simRig({ panel: { subDealerUsers: 4 } })
  const rows = await rig.sound()
  const foreign = rows.map(({ values }) => values['dealerId']!).find((dealer) => dealer !== ownDealer)!
  const { rows: users } = await rig.call('sheet.open', {
    ...{ sheet: 'users', search: '', sort: [], only: 'all' as const },
    filter: [{ field: 'dealerId', is: 'oneOf', values: [foreign] }],
  })
  const isOwn = ({ values }: SheetRow) => values['dealerId'] === ownDealer
  const clone = rows.find((row) => row.values['clone'] && isOwn(row))!
  const cloned = rows.find((row) => !row.values['clone'] && row.values['sourceId'] === clone.values['sourceId'])!
  const other = rows.find((row) => !row.values['clone'] && isOwn(row) && row.id !== cloned.id)!
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [other.id], owner: users[0]!.id })
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [cloned.id], owner: Number(clone.values['userId']) })
  expect((await rig.operations(['draft'])).map(({ problem }) => problem?.code)).toEqual([
    'owner-foreign',
    'owner-has-clone',
  ])
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone.id] })
  await rig.send()
  await rig.settled()
  expect((await rig.operations(['draft'])).map(({ problem }) => problem?.code)).toEqual(['owner-foreign', undefined])
  await rig.send()
  await rig.settled()
  const effects = rig.panel.ledger.entries().map(({ effect }) => effect)
  expect(effects).toEqual(['panel.made', 'tracker.deleteClone', 'tracker.move'])
  expect(rig.panel.stats().refusals).toEqual({})
})

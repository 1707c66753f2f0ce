import { expect, test } from 'vitest'
import type { DemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'

/** What clients wrote into trackers' settings, in order. */
function written(panel: DemoPanel) {
  return panel.ledger
    .entries()
    .filter((entry) => entry.effect === 'tracker.settings')
    .filter((entry) => entry.session !== 0)
}

async function stage(rig: Rig, id: number, field: 'label' | 'comment', value: string): Promise<void> {
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field, value }] })
}

/** A row that has a comment, so that losing it would show. */
async function commented(rig: Rig): Promise<SheetRow> {
  const row = (await rig.sound()).find(({ values }) => values['comment'] !== null && !values['hidden'])
  return row!
}

test('an edit reaches the panel over HTTP, and the sheet shows it', async () => {
  const rig = await httpRig()
  const { id } = await commented(rig)
  await rig.label(id, 'Грузовик 7')
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['done'])
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [id] })
  expect(rows[0]).toMatchObject({ values: { label: 'Грузовик 7' }, marks: {} })
})

test('fields that nobody touched are sent as the panel holds them now', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, comment: 'Changed by somebody else', deleted: true })
  await rig.label(id, 'Renamed')
  await rig.send()
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([
    { tracker: id, label: 'Renamed', comment: 'Changed by somebody else', hidden: true },
  ])
})

test('a third value is a conflict, and nothing is sent', async () => {
  const rig = await simRig()
  const { id, values } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([
    { state: 'conflict', changes: [{ field: 'label', from: values['label'], to: 'Mine', theirs: 'Theirs' }] },
  ])
  expect(written(rig.panel)).toEqual([])
})

test('a conflict taken as mine is sent over theirs, once', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  const [operation] = await rig.operations(['conflict'])
  await rig.call('outbox.resolve', { operations: [operation!.id], take: 'mine' })
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: 'Mine' }])
})

test('a conflict taken as mine is settled, also where an earlier edit was to make what it was made against', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  await rig.call('connection.workOffline', { on: true })
  for (const label of ['One', 'Two']) {
    await rig.label(id, label)
    await rig.send()
  }
  await rig.call('connection.workOffline', { on: false })
  await rig.until(() => written(rig.panel).length > 0)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.settled()
  const [operation] = await rig.operations(['conflict'])
  await rig.call('outbox.resolve', { operations: [operation!.id], take: 'mine' })
  await rig.settled()
  expect(written(rig.panel).map((entry) => 'label' in entry && entry.label)).toEqual(['One', 'Two'])
})

test('what is typed over a conflict and is what the panel holds is not sent', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  const [operation] = await rig.operations(['conflict'])
  const values = { label: 'Theirs' }
  await rig.call('outbox.resolve', { operations: [operation!.id], take: 'mine', values })
  await rig.settled()
  expect(await rig.operations()).toMatchObject([{ state: 'discarded' }])
  expect(written(rig.panel)).toEqual([])
})

test('a conflict taken as theirs leaves the panel alone and lets the next edit of the tracker go', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  await stage(rig, id, 'comment', 'Unrelated')
  const [operation] = await rig.operations(['conflict'])
  await rig.call('outbox.resolve', { operations: [operation!.id], take: 'theirs' })
  await rig.settled()
  expect(written(rig.panel)).toEqual([])
  await stage(rig, id, 'comment', 'Later')
  await rig.send()
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: 'Theirs', comment: 'Later' }])
})

test('typing over a conflict settles it in full knowledge of theirs', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  await rig.label(id, 'Agreed')
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: 'Agreed' }])
})

test('typing the value from before a conflict asks for that value, and not for theirs', async () => {
  const rig = await simRig()
  const { id, values } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  await rig.label(id, String(values['label']))
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: values['label'] }])
})

test('typing a label that breaks a rule over a conflict does not send it', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  await rig.label(id, 'a < b')
  await rig.settled()
  expect(rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update')).toEqual([])
  const [operation] = await rig.operations(['conflict'])
  expect(await rig.call('outbox.resolve', { operations: [operation!.id], take: 'mine' })).toEqual({ resolved: 0 })
  await rig.label(id, 'a and b')
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: 'a and b' }])
})

test('a label that breaks a rule, typed over a conflict, can be given up for theirs', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  rig.panel.edit({ tracker_id: id, label: 'Theirs' })
  await rig.label(id, 'Mine')
  await rig.send()
  await rig.settled()
  await rig.label(id, 'a < b')
  const [operation] = await rig.operations(['conflict'])
  expect(await rig.call('outbox.resolve', { operations: [operation!.id], take: 'theirs' })).toEqual({ resolved: 1 })
  expect(await rig.operations()).toMatchObject([{ state: 'discarded' }])
})

test('an edit of another field by somebody else is no conflict', async () => {
  const rig = await simRig()
  const { id } = await commented(rig)
  await rig.label(id, 'Mine')
  rig.panel.edit({ tracker_id: id, comment: 'Theirs' })
  await rig.send()
  await rig.settled()
  expect(written(rig.panel)).toMatchObject([{ tracker: id, label: 'Mine', comment: 'Theirs' }])
})

test('a tracker that is gone refuses its edit, and holds nobody else back', async () => {
  const rig = await simRig()
  const [gone, other] = await rig.sound()
  rig.panel.edit({ tracker_id: gone!.id, gone: true })
  await rig.label(gone!.id, 'Nowhere')
  await rig.label(other!.id, 'Here')
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, problem }) => [state, problem?.code])).toEqual([
    ['rejected', 'entity-gone'],
    ['done', undefined],
  ])
})

test('a tracker that cannot be read refuses its edit, and holds nobody else back', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const corrupted = (await rig.rows()).find(({ values }) => values['corrupted'])
  const other = (await rig.sound()).at(-1)
  await rig.label(corrupted!.id, 'Corrupted')
  await rig.label(other!.id, 'Sound')
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, problem }) => [state, problem?.panelCode])).toEqual([
    ['rejected', 252],
    ['done', undefined],
  ])
})

test('an owner whose list is refused holds nothing back', async () => {
  const rig = await simRig()
  const sound = await rig.sound()
  const owner = sound[0]!.values['userId']
  const mine = sound.filter(({ values }) => values['userId'] === owner).slice(0, 4)
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { user_id: owner },
    times: 50,
    strike: { do: 'refuse', code: 201 },
  })
  for (const { id } of mine) await rig.label(id, `Renamed ${id}`)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(mine.map(() => 'done'))
})

test('without the permission every edit says so, and keeps what was typed', async () => {
  const rig = await simRig({
    panel: { permissions: { base: ['get_dealer_info'], trackers: ['read'], users: ['read'] } },
  })
  const [first] = await rig.sound()
  await rig.label(first!.id, 'Renamed')
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const plan = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan.missingPermissions).toEqual([{ permission: 'trackers: update', kind: 'tracker.settings', operations: 1 }])
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([
    { state: 'rejected', problem: { code: 'permission', panelCode: 13 }, changes: [{ to: 'Renamed' }] },
  ])
})

test('what was recalled, edited and released again while it queued is sent as it is now', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 60)
  for (const { id } of rows) await rig.label(id, `First ${id}`)
  await rig.send()
  // The last of them have been batched, and wait for their turn.
  await rig.until(() => written(rig.panel).length >= 5)
  const last = rows.at(-1)!
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const { recalled } = await rig.call('outbox.recall', { changeSets: changeSets.map(({ id }) => id) })
  expect(recalled).toBeGreaterThan(0)
  await rig.label(last.id, 'Second')
  await rig.send()
  await rig.settled()
  const labels = written(rig.panel).filter(({ tracker }) => tracker === last.id)
  expect(labels.map(({ label }) => label)).toEqual(['Second'])
  expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
})

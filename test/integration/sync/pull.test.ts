import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { otherClient } from '../../support/other-client.ts'

const tables = ['tracker', 'user', 'tariff', 'equipment', 'bundle']

/** Has the cache count every row that is written to it, even one that is written as it was. */
function countWrites(rig: SimRig): () => number {
  const path = join(rig.profileFolder, 'cache.db')
  const database = new Database(path)
  database.exec('CREATE TABLE written (n INTEGER)')
  for (const table of tables) {
    for (const how of ['INSERT', 'UPDATE', 'DELETE']) {
      database.exec(`CREATE TRIGGER ${how}_${table} AFTER ${how} ON ${table} BEGIN INSERT INTO written VALUES (1); END`)
    }
  }
  database.close()
  return () => {
    const reading = new Database(path, { readonly: true })
    const count = reading.prepare<[], number>('SELECT count(*) FROM written').pluck().get()
    reading.close()
    return count ?? 0
  }
}

async function pull(rig: SimRig): Promise<void> {
  await rig.call('pull.start', {})
  await rig.until(async () => !(await rig.status()).pull.running)
}

test('a pull of what has not changed writes no row', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const written = countWrites(rig)
  await pull(rig)
  expect((await rig.status()).pull.changes).toEqual({ added: 0, changed: 0, removed: 0 })
  expect(written()).toBe(0)
})

test('a pull says what it added, changed and removed', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  expect((await rig.status()).pull.changes?.added).toBeGreaterThan(3000)
  const [first, second] = await rig.sound()
  rig.panel.edit({ tracker_id: first!.id, label: 'Changed' })
  rig.panel.edit({ tracker_id: second!.id, gone: true })
  await pull(rig)
  // The tracker, and how many its owner has.
  expect((await rig.status()).pull.changes).toEqual({ added: 0, changed: 2, removed: 1 })
  expect((await rig.rows({ search: 'Changed' })).map(({ id }) => id)).toContain(first!.id)
  expect((await rig.rows()).some(({ id }) => id === second!.id)).toBe(false)
})

test('a pull that breaks off leaves the old picture whole', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const before = await rig.rows()
  const [, second] = before
  rig.panel.edit({ tracker_id: second!.id, gone: true })
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { offset: 1000 },
    times: 10,
    strike: { do: 'drop', when: 'before' },
  })
  await pull(rig)
  const { pull: state } = await rig.status()
  expect(state.problem).not.toBe(null)
  expect((await rig.rows()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  rig.panel.faults.clear()
  await rig.call('connection.retry', {})
  await rig.online()
  await pull(rig)
  expect((await rig.rows()).length).toBe(before.length - 1)
})

test('many rows that a pull missed go away only when a second one agrees', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const gone = (await rig.sound()).slice(0, 30).map(({ id }) => id)
  for (const tracker_id of gone) rig.panel.edit({ tracker_id, gone: true })
  const reads = rig.panel.stats().requests['tracker/read'] ?? 0
  await pull(rig)
  expect((await rig.rows()).filter(({ id }) => gone.includes(id))).toHaveLength(30)
  expect(rig.panel.stats().requests['tracker/read'] ?? 0, 'nobody asks for thirty one by one').toBe(reads)
  await pull(rig)
  expect((await rig.rows()).filter(({ id }) => gone.includes(id))).toEqual([])
})

test('rows that a page passed over while others vanished are kept', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const before = await rig.rows()
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { offset: 1000 },
    strike: { do: 'slow', milliseconds: 5_000, when: 'before' },
  })
  const pulling = pull(rig)
  await rig.until(() => rig.wire.sent.some(({ path, body }) => path === 'tracker/list' && body['offset'] === 1000))
  for (const { id } of before.slice(0, 25)) rig.panel.edit({ tracker_id: id, gone: true })
  await pulling
  const left = new Set((await rig.rows()).map(({ id }) => id))
  expect(before.slice(25).filter(({ id }) => !left.has(id))).toEqual([])
})

test('a page that was asked for before an edit was sent does not bring the old label back', async () => {
  const rig = await simRig({ panel: { trackers: 1500 } })
  const [first] = await rig.sound()
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { offset: 0 },
    strike: { do: 'slow', milliseconds: 20_000, when: 'after' },
  })
  await rig.call('pull.start', {})
  await rig.until(() => rig.wire.sent.at(-1)?.path === 'tracker/list')
  await rig.label(first!.id, 'Just sent')
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.until(async () => !(await rig.status()).pull.running)
  expect((await rig.rows()).find(({ id }) => id === first!.id)?.values['label']).toBe('Just sent')
})

test('a page that was asked for before a clone was deleted does not bring it back', async () => {
  const rig = await simRig({ panel: { trackers: 1500 } })
  const clone = (await rig.sound()).find(({ values }) => values['clone'])!
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { offset: 0 },
    strike: { do: 'slow', milliseconds: 20_000, when: 'after' },
  })
  await rig.call('pull.start', {})
  await rig.until(() => rig.wire.sent.at(-1)?.path === 'tracker/list')
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone.id] })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.until(async () => !(await rig.status()).pull.running)
  expect((await rig.rows()).some(({ id }) => id === clone.id)).toBe(false)
})

test('a page that was asked for before a tracker was moved does not bring it back under its old id', async () => {
  const rig = await simRig({ panel: { trackers: 1500 } })
  const tracker = (await rig.sound()).find(({ values }) => !values['clone'])!
  const [owner] = (await rig.call('lookup.users', { search: '' })).users.filter(
    ({ login }) => login !== tracker.values['owner'],
  )
  rig.panel.faults.add({
    path: 'tracker/list',
    parameters: { offset: 0 },
    strike: { do: 'slow', milliseconds: 20_000, when: 'after' },
  })
  await rig.call('pull.start', {})
  await rig.until(() => rig.wire.sent.at(-1)?.path === 'tracker/list')
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [tracker.id], owner: owner!.id })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.until(async () => !(await rig.status()).pull.running)
  expect((await rig.status()).pull.problem).toBeNull()
  const shown = (await rig.rows()).filter(({ values }) => values['deviceId'] === tracker.values['deviceId'])
  const originals = shown.filter(({ values }) => !values['clone'])
  expect(originals.map(({ id, values }) => [id, values['owner']])).toEqual([[tracker.id, owner!.login]])
  expect(rig.cached(`SELECT id FROM tracker WHERE panel_id = ${tracker.id}`)).toEqual([])
})

test('names are found whatever their case, in every script', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.edit({ tracker_id: first!.id, label: 'ГРУЗОВИК Ёлка Überführung' })
  await pull(rig)
  for (const search of ['грузовик', 'ёлка', 'ÜBERFÜHRUNG', 'Грузовик ЁЛКА']) {
    expect(
      (await rig.rows({ search })).map(({ id }) => id),
      search,
    ).toContain(first!.id)
  }
  expect(await rig.rows({ search: '%' })).toEqual([])
})

test('a panel without bundles is pulled all the same', async () => {
  const rig = await simRig({ panel: { lacks: ['tracker/bundle/list', 'equipment/list'] } })
  const { pull: state } = await rig.status()
  expect(state).toMatchObject({ problem: null, running: false })
  expect((await rig.rows()).length).toBeGreaterThan(0)
})

test('what others made of an owner is refreshed after a stopped pull, too', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  await rig.call('pull.start', {})
  await rig.call('pull.stop', {})
  await rig.until(async () => !(await rig.status()).pull.running)
  const imei = '356938035643809'
  const { equipment } = await rig.call('lookup.equipment', {})
  const ask = otherClient(rig.panel)
  ask('tracker/bundle/import', { imeis: [imei], equip_id: equipment[0]!.id, factory_preset: false })
  await importFile(rig, 'imeis.csv', 'imei\n352099001761481\n', {
    kind: 'bundles',
    fields: {
      equipment: { from: 'constant', value: String(equipment[0]!.id) },
      factoryPreset: { from: 'constant', value: 'no' },
    },
    includeDoubtful: true,
  })
  await rig.send()
  await rig.settled()
  await rig.until(async () => (await rig.rows({ sheet: 'bundles', search: imei })).length === 1)
})

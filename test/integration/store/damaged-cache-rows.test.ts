import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { everything } from '../../../electron/store/cache-notes.ts'
import { openCache } from '../../../electron/store/open-cache.ts'
import { mirrors, type MirrorName } from '../../../electron/store/mirror.ts'
import type { Log } from '../../../electron/ports.ts'
import type { Problem } from '../../../shared/problem.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'
import { trackerWith, userWith } from '../../support/panel-rows.ts'

/** What no column holds, as SQL; some fit a column's type for SQLite, and none the model. */
const strange: Readonly<Record<string, readonly string[]>> = {
  INTEGER: ['1152921504606846976', '-9223372036854775808', '1.5', `'much'`, `x'00'`],
  REAL: ['9e999', '-9e999', `'much'`, `x'00'`],
  TEXT: [`x'00ff'`, `CAST('text' AS BLOB)`],
}

/** One of each sort of thing that is cached, with this id. */
const oneOf = {
  tracker: (id: number) => trackerWith({ id, panelId: id }),
  user: (id: number) => userWith({ id, login: `user-${id}` }),
  dealer: (id: number) => ({ id, title: 'Branch' }),
  tariff: (id: number) => ({
    id,
    name: `Plan ${id}`,
    type: '',
    price: 1.5,
    deviceType: '',
    proportional: true,
    deviceLimit: 1,
    active: true,
  }),
  equipment: (id: number) => ({ id, modelName: 'M', modelCode: 'm', vendor: 'V', name: `Device ${id}` }),
  bundle: (id: number) => ({
    ...{
      id,
      panelId: id,
      imei: `35630704244${id}`,
      iccid: '',
      modelCode: 'm',
      equipId: 1,
      equipment: '',
      assigned: '',
    },
    ...{ orderId: null, factoryPreset: null },
  }),
  route: (id: number) => ({
    ...{ id, panelId: id, userId: 1, trackerId: null, tracker: '', label: `Route ${id}`, description: '' },
    ...{ externalId: '', status: 'unassigned', statusChanged: '', created: '', windowFrom: '', windowTo: '' },
    ...{ timeZone: 'Europe/Berlin', origin: 'manual', stops: 2, tags: '', tagIds: '' },
  }),
  checkpoint: (id: number) => ({
    ...{ id, panelId: id, userId: 1, routeId: 1, routeRow: 7, route: '', position: 1, trackerId: null, tracker: '' },
    ...{ label: `Stop ${id}`, description: '', address: '', coordinates: '52.5, 13.4', radius: 100 },
    ...{ windowFrom: '', windowTo: '', timeZone: 'Europe/Berlin', maxDelay: 0, minStay: 0, minArrival: 0 },
    ...{ externalId: '', status: 'unassigned', arrived: '', created: '', tags: '', tagIds: '', custom: '' },
  }),
} as const satisfies Record<MirrorName, (id: number) => unknown>

/** Runs SQL on a file as another program would; `loose`, without what its tables demand of types. */
function tamper(path: string, sql: string, loose = false): void {
  if (loose) {
    const shape = new Database(path)
    shape.unsafeMode()
    shape.exec(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE type = 'table'`)
    shape.close()
  }
  const database = new Database(path)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

/** Opens the cache of a test and hears what is told of it. */
function opened(path: string) {
  const told: Problem[] = []
  return { ...openCache(path, undefined, (problem) => told.push(problem)), told }
}

describe.for(Object.keys(mirrors) as MirrorName[])('of the cached rows of %s', (name) => {
  test('those that cannot be read are left out, whichever cell it is; all others stay', () => {
    const path = join(testFolder(), 'cache.db')
    const { cache: empty } = opened(path)
    const columns = empty.database
      .prepare<[], { name: string; type: string }>(`SELECT name, type FROM pragma_table_info('${name}')`)
      .all()
    const damages = columns
      // SQLite itself keeps the key of a table whole.
      .filter((column) => column.name !== 'id')
      .flatMap((column) => strange[column.type]!.map((value) => ({ column: column.name, value })))
    const ids = damages.map((_, index) => 10 + index)
    empty.writePage(
      name,
      [1, 2, ...ids, 3].map((id) => oneOf[name](id)),
      0,
    )
    empty.setPulledAt(5)
    empty.close()
    const updates = damages.map(
      // Its triggers would name the rows anew.
      ({ column, value }, index) => `UPDATE ${name} SET ${column} = ${value} WHERE id = ${ids[index]};`,
    )
    tamper(
      path,
      `DROP TRIGGER IF EXISTS tracker_renamed; DROP TRIGGER IF EXISTS bundle_renamed;
       DROP TRIGGER IF EXISTS route_renamed; DROP TRIGGER IF EXISTS checkpoint_renamed;
       DROP TRIGGER IF EXISTS user_renames_tracker; DROP TRIGGER IF EXISTS user_renames_route;
       DROP TRIGGER IF EXISTS user_renames_checkpoint; DROP TRIGGER IF EXISTS tariff_renames_tracker;
       DROP TRIGGER IF EXISTS equipment_renames_bundle; ${updates.join('\n')}`,
      true,
    )

    const { cache, told, putAside } = opened(path)
    const left = cache.database.prepare<[], number>(`SELECT id FROM ${name} ORDER BY id`).pluck().all()
    const wrongly = left.filter((id) => id >= 10).map((id) => damages[id - 10])
    expect(wrongly).toEqual([])
    expect(left).toEqual([1, 2, 3])
    expect(putAside).toBe(null)
    expect(told).toEqual([{ code: 'cache-rows-unreadable', values: { count: ids.length } }])
    expect(cache.stale()).toEqual([everything])
    expect(cache.pulledAt()).toBe(5)
    cache.close()
    const again = opened(path)
    expect(again.told).toEqual([])
    again.cache.close()
  })
})

test('what somebody else writes into an open cache is left out where it cannot be read', () => {
  const path = join(testFolder(), 'cache.db')
  const { cache, told } = opened(path)
  cache.writePage('user', [1, 2, 3].map(oneOf.user), 0)
  cache.writePage('tariff', [1, 2, 3].map(oneOf.tariff), 0)
  tamper(path, 'UPDATE user SET balance = 9e999 WHERE id = 2')
  expect([...cache.byIds('user', [1, 2, 3]).keys()]).toEqual([1, 3])
  tamper(path, 'UPDATE tariff SET device_limit = 1152921504606846976 WHERE id = 1')
  expect(cache.tariffs().map(({ id }) => id)).toEqual([2, 3])
  expect(told).toHaveLength(2)
  // Nobody asks any more, and the next opening believes what this closing has looked through.
  tamper(path, 'UPDATE user SET bonus = 9e999 WHERE id = 3')
  cache.close()
  const again = opened(path)
  expect([...again.cache.byIds('user', [1, 2, 3]).keys()]).toEqual([1])
  again.cache.close()
})

test('a sheet shows all but the rows that cannot be read, says so once, and has them again after the next pull', async () => {
  const warnings: unknown[][] = []
  const log: Log = { info: () => undefined, warn: (...entry) => void warnings.push(entry), error: () => undefined }
  const rig = await simRig({ log })
  const users = await rig.rows({ sheet: 'users' })
  const trackers = await rig.rows()
  const [staged, ...others] = await rig.sound()
  await rig.label(staged!.id, 'Staged')
  await rig.call('connection.workOffline', { on: true })
  await rig.call('profiles.close', {})
  const cache = join(rig.profileFolder, 'cache.db')
  tamper(
    cache,
    `UPDATE user SET balance = 9e999 WHERE id = ${users[3]!.id};
     UPDATE tracker SET source_id = 1152921504606846976 WHERE id IN (${staged!.id}, ${others[0]!.id})`,
  )
  await rig.call('profiles.open', { id: rig.profile })
  const shown = await rig.rows({ sort: [{ field: 'label', descending: true }] })
  expect(shown).toHaveLength(trackers.length - 2)
  expect(shown.map(({ id }) => id)).not.toContain(staged!.id)
  expect(await rig.operations(['draft'])).toHaveLength(1)
  expect(await rig.rows({ sheet: 'users' })).toHaveLength(users.length - 1)
  const told = async () => (await rig.status()).notices.map(({ problem }) => problem.code)
  expect(await told()).toEqual(['cache-rows-unreadable'])
  expect(warnings.filter(([, details]) => /unreadable/.test(JSON.stringify(details)))).toHaveLength(1)

  // As long as nobody has seen it, another is logged and not told again.
  tamper(cache, `UPDATE tracker SET group_id = 1152921504606846976 WHERE id = ${others[1]!.id}`)
  expect(await rig.rows()).toHaveLength(trackers.length - 3)
  expect(await told()).toEqual(['cache-rows-unreadable'])
  expect(warnings.filter(([, details]) => /unreadable/.test(JSON.stringify(details)))).toHaveLength(2)

  await rig.call('connection.workOffline', { on: false })
  await rig.until(async () => (await rig.rows({ sheet: 'users' })).length === users.length)
  await rig.online()
  expect(await rig.rows({ sheet: 'users' })).toEqual(users)
  const back = await rig.rows()
  expect(back.map(({ id }) => id)).toEqual(trackers.map(({ id }) => id))
  expect(back.find(({ id }) => id === staged!.id)?.marks).toMatchObject({ label: { value: 'Staged' } })
  expect(rig.failures).toEqual([])
})

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'
import { clonesCsv, importFile, originals, stageOneClone, stranger } from '../../support/import-file.ts'

test('a crash after the attempt was committed and before the request left loses nothing and doubles nothing', async () => {
  const rig = await simRig()
  await stageOneClone(rig)
  await rig.send()
  await rig.until(() => rig.wire.underWay === 1)
  // The wire is cut in the same moment: the panel never hears of it.
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'drop', when: 'before' } })
  await rig.crash()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['unknown'])
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]])
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
})

test('a crash while the panel acts is found out, and nothing is tried twice', async () => {
  const rig = await simRig()
  const [, , edited] = await rig.sound()
  await rig.label(edited!.id, 'Renamed')
  await stageOneClone(rig)
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/clone'))
  await rig.crash()
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['done', 1],
    ['done', 1],
  ])
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  expect(rig.journal<{ outcome: string }>(`SELECT outcome FROM attempt WHERE outcome = 'under-way'`)).toEqual([])
})

test('a crash with a batch under way settles every row of it', async () => {
  const rig = await simRig()
  const sound = (await originals(rig)).slice(0, 40)
  const user = await stranger(rig, sound)
  await importFile(
    rig,
    'clones.csv',
    clonesCsv(
      sound.map(({ id }) => id),
      user,
    ),
  )
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/batch_clone'))
  await rig.crash()
  expect((await rig.operations()).every(({ state }) => state === 'unknown')).toBe(true)
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

test('a tracker whose move is found out only after the cache was lost keeps our id, and its edits reach its new one', async () => {
  const rig = await simRig()
  const [moved] = await originals(rig)
  const owner = await stranger(rig, [moved!])
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [moved!.id], owner })
  await rig.send()
  await rig.until(() => rig.panel.ledger.entries().some(({ effect }) => effect === 'tracker.move'))
  rig.cutPowerAfter(1)
  await rig.clock.step()
  await rig.powerOn({ cacheLost: true })
  await rig.label(moved!.id, 'Renamed')
  await rig.online()
  await rig.settled()
  await rig.label(moved!.id, 'Renamed')
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ kind, state, attempts }) => [kind, state, attempts])).toEqual([
    ['tracker.move', 'done', 1],
    ['tracker.settings', 'done', 1],
  ])
  const [move, edit] = rig.panel.ledger.entries().slice(1)
  expect(edit).toMatchObject({ effect: 'tracker.settings', tracker: move?.effect === 'tracker.move' && move.newId })
})

test('what waits behind a move is read under the new id as soon as the move is done', async () => {
  const rig = await simRig()
  const [moved] = await originals(rig)
  const owner = await stranger(rig, [moved!])
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [moved!.id], owner })
  await rig.label(moved!.id, 'Renamed')
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ kind, state, problem }) => [kind, state, problem])).toEqual([
    ['tracker.move', 'done', null],
    ['tracker.settings', 'done', null],
  ])
})

test('the plan of a moved tracker is looked up under its new id, even before the lost cache is pulled again', async () => {
  const rig = await simRig()
  const [moved] = await originals(rig)
  const owner = await stranger(rig, [moved!])
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [moved!.id], owner })
  await rig.send()
  await rig.settled()
  const [plan] = rig.cached<{ id: number }>(
    `SELECT id FROM tariff WHERE device_type = 'tracker' AND id <> (SELECT tariff_id FROM tracker WHERE id = ${moved!.id})`,
  )
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [moved!.id], plan: plan!.id, repay: true, charge: true })
  await rig.send()
  await rig.until(() => rig.panel.ledger.entries().some(({ effect }) => effect === 'tracker.tariff'))
  rig.cutPowerAfter(1)
  await rig.clock.step()
  rig.panel.faults.add({ path: 'tracker/list', times: 30, strike: { do: 'refuse', code: 208 } })
  await rig.powerOn({ cacheLost: true })
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['done', 1],
    ['done', 1],
  ])
})

test('what was staged before a crash is still staged, undo and all', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'One')
  await rig.label(second!.id, 'Two')
  await rig.crash()
  expect((await rig.operations()).map(({ state, changes }) => [state, changes[0]?.to])).toEqual([
    ['draft', 'One'],
    ['draft', 'Two'],
  ])
  expect((await rig.call('sheet.undo', { redo: false })).step?.ids).toEqual([second!.id])
  expect((await rig.operations(['draft'])).map(({ changes }) => changes[0]?.to)).toEqual(['One'])
})

test('released work goes on by itself after a restart', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 30)
  for (const { id } of rows) await rig.label(id, `Renamed ${id}`)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 5)
  await rig.restart()
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

test('a crash between the outcome and the cache shows the outcome all the same', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.label(first!.id, 'Renamed')
  rig.panel.faults.add({ path: 'tracker/list', times: 1000, strike: { do: 'drop', when: 'before' } })
  await rig.restart()
  // The journal says done; the cache has not heard of it.
  rig.tamper(`UPDATE operation SET state = 'done', outcome = 1; DELETE FROM lane`)
  await rig.crash()
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [first!.id] })
  expect(rows[0]).toMatchObject({ values: { label: 'Renamed' }, marks: {} })
})

test('an operation of a kind that only a newer version knows is kept and shown, never sent and never dropped', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  for (const [id, state] of [
    [1, 'draft'],
    [2, 'ready'],
    [3, 'sending'],
  ] as const) {
    rig.tamper(`
      INSERT OR IGNORE INTO change_set VALUES (1, 'sheet', '', 0, NULL);
      INSERT INTO operation (id, change_set, kind, version, params, subject, state, staged_at)
        VALUES (${id}, 1, 'tracker.paint', 1, '{"colour":"green"}', 'From the future', '${state}', 0)`)
  }
  await rig.restart()
  await rig.label(first!.id, 'Renamed')
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  const requests = rig.wire.sent.length
  await rig.clock.advance(3_600_000)
  expect(rig.wire.sent.length, 'nothing goes round in circles').toBe(requests)
  expect((await rig.operations()).map(({ kind, state, subject }) => [kind, state, subject.name])).toEqual([
    ['tracker.paint', 'draft', 'From the future'],
    // It stood ready for ever, without a word: what this version cannot send, it refuses with the reason.
    ['tracker.paint', 'rejected', 'From the future'],
    ['tracker.paint', 'unknown', 'From the future'],
    ['tracker.settings', 'done', first!.values['label']],
  ])
  expect((await rig.operations(['draft', 'rejected', 'unknown'])).map(({ problem }) => problem?.code)).toEqual(
    Array.from({ length: 3 }, () => 'kind-unknown'),
  )
  expect((await rig.status()).sending.running).toBe(false)
  expect(rig.failures).toEqual([])
})

test('an answer that cannot be written down, as the disk fails, is looked up once it can be', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 3)
  for (const { id } of rows) await rig.label(id, `Renamed ${id}`)
  await stageOneClone(rig)
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/settings/update'))
  const other = new Database(join(rig.profileFolder, 'journal.db'))
  other.exec('BEGIN IMMEDIATE')
  await rig.until(() => rig.failures.length > 0)
  other.exec('ROLLBACK')
  other.close()
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual(
    Array.from({ length: 4 }, () => ['done', 1]),
  )
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
})

test('an answer that cannot be written down is looked up while the request of another never ends', async () => {
  const rig = await simRig()
  const [slow, quick] = await rig.sound()
  const slowly = { do: 'slow', milliseconds: 100_000, when: 'before' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', parameters: { tracker_id: slow!.id }, strike: slowly })
  await rig.label(slow!.id, 'Slow')
  await rig.label(quick!.id, 'Quick')
  await rig.send()
  await rig.until(() => rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update').length === 2)
  const other = new Database(join(rig.profileFolder, 'journal.db'))
  other.exec('BEGIN IMMEDIATE')
  await rig.until(() => rig.failures.length > 0)
  other.exec('ROLLBACK')
  other.close()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  expect(await rig.operations(['sending'])).toMatchObject([{ subject: { row: slow!.id } }])
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

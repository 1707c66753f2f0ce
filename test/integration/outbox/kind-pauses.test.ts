import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { clonesCsv, importFile, originals, stranger } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'

const minute = 60_000

async function stage(rig: SimRig, count: number): Promise<number[]> {
  const rows = (await rig.sound()).slice(0, count)
  const cells = rows.map(({ id }) => ({ id, field: 'label', value: `Renamed ${id}` }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
  return rows.map(({ id }) => id)
}

async function tally(rig: SimRig): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { state } of await rig.operations()) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const paused = async (rig: SimRig) => (await rig.status()).sending.pausedKinds

test('a permission withdrawn in mid-run pauses the kind, says so once, and nothing is refused', async () => {
  const rig = await simRig()
  await stage(rig, 200)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  rig.panel.habits = { withdrawn: ['trackers: update'] }
  const asked = () => rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update').length
  await rig.until(async () => (await paused(rig)).length > 0)
  const before = asked()
  const done = (await tally(rig))['done']!
  expect(await paused(rig)).toMatchObject([
    { kinds: ['tracker.settings'], problem: { code: 'permission', values: { permission: 'trackers: update' } } },
  ])
  await rig.clock.advance(30 * minute)
  expect(asked() - before, 'nothing but what was under way').toBeLessThanOrEqual(6)
  const counts = await tally(rig)
  expect(counts['rejected']).toBeUndefined()
  expect(await paused(rig)).toMatchObject([{ operations: 200 - counts['done']! }])
  expect(counts['done']! - done).toBeLessThanOrEqual(6)
  expect((await rig.status()).sending.running).toBe(false)
  // It is heard again within five minutes.
  rig.panel.habits = {}
  await rig.clock.advance(7 * minute)
  expect(await tally(rig)).toEqual({ done: 200 })
  expect(await paused(rig)).toEqual([])
})

test('what several kinds need, withdrawn in mid-run, is told once for all of them, and refused of one alone', async () => {
  const rig = await simRig()
  const rows = await rig.sound()
  const edited = rows.slice(0, 60).map(({ id }) => ({ id, field: 'label', value: `Renamed ${id}` }))
  const blocked = rows.slice(60, 90).filter(({ values }) => !values['clone'] && !values['blocked'])
  const cells = [...edited, ...blocked.map(({ id }) => ({ id, field: 'blocked', value: 'yes' }))]
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  rig.panel.habits = { withdrawn: ['trackers: update'] }
  await rig.until(async () => (await paused(rig)).length > 0)
  const told: number[] = []
  for (let minutes = 0; minutes < 20; minutes++) {
    await rig.clock.advance(minute)
    told.push((await paused(rig)).length)
  }
  expect(new Set(told)).toEqual(new Set([1]))
  const counts = await tally(rig)
  expect(counts['rejected']).toBeUndefined()
  const [pause] = await paused(rig)
  expect(pause!.kinds.toSorted()).toEqual(['tracker.block', 'tracker.settings'])
  expect(pause!.operations).toBe(cells.length - counts['done']!)
  expect(pause!.problem).toMatchObject({ code: 'permission', values: { permission: 'trackers: update' } })
  expect((await rig.status()).notices).toEqual([])
  rig.panel.habits = {}
  await rig.clock.advance(7 * minute)
  expect(await tally(rig)).toEqual({ done: cells.length })
  expect(await paused(rig)).toEqual([])
})

test('other kinds go on meanwhile, and the person may try again at once', async () => {
  const rig = await simRig()
  rig.panel.habits = { withdrawn: ['trackers: update'] }
  await stage(rig, 20)
  // Not one of those that are edited: its lane is another.
  const original = (await originals(rig)).at(-1)
  const user = await stranger(rig, [original!])
  await importFile(rig, 'one.csv', `tracker id,user id,label\n${original!.id},${user},Copy\n`)
  await rig.send()
  await rig.until(async () => (await paused(rig)).length > 0 && (await tally(rig))['done'] === 1)
  expect(await paused(rig)).toMatchObject([{ kinds: ['tracker.settings'], operations: 20 }])
  rig.panel.habits = {}
  await rig.call('outbox.tryNow', {})
  await rig.clock.advance(5_000)
  expect(await tally(rig)).toEqual({ done: 21 })
})

test('the right to read, withdrawn in mid-run, pauses what has to be read before, and refuses none of it', async () => {
  const rig = await simRig()
  await stage(rig, 30)
  rig.panel.habits = { withdrawn: ['trackers: read'] }
  await rig.send()
  await rig.until(async () => (await paused(rig)).length > 0)
  expect(await paused(rig)).toMatchObject([{ problem: { values: { permission: 'trackers: read' } } }])
  await rig.clock.advance(20 * minute)
  expect((await tally(rig))['rejected']).toBeUndefined()
  rig.panel.habits = {}
  await rig.clock.advance(7 * minute)
  expect(await tally(rig)).toEqual({ done: 30 })
})

test('what became of a lost answer is found out once it may be read again', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'drop', when: 'after' } })
  await stage(rig, 1)
  await rig.send()
  await rig.until(async () => (await tally(rig))['unknown'] === 1)
  rig.panel.habits = { withdrawn: ['trackers: read'] }
  await rig.clock.advance(20 * minute)
  expect((await rig.operations(['unknown']))[0]?.retryAt).not.toBeNull()
  rig.panel.habits = {}
  await rig.clock.advance(minute)
  expect(await tally(rig)).toEqual({ done: 1 })
})

test.each([13, 101, 111, 236, 268])(
  'code %d, three times in a row, is the kind: what was refused waits with the rest',
  async (code) => {
    const rig = await simRig()
    rig.panel.faults.add({
      path: 'tracker/settings/update',
      times: 1e6,
      lasts: 10 * minute,
      strike: { do: 'refuse', code },
    })
    await stage(rig, 50)
    await rig.send()
    await rig.until(async () => (await paused(rig)).length > 0)
    await rig.clock.advance(5 * minute)
    expect((await tally(rig))['rejected']).toBeUndefined()
    expect(await paused(rig)).toMatchObject([{ operations: 50, problem: { panelCode: code } }])
    await rig.clock.advance(15 * minute)
    expect(await tally(rig)).toEqual({ done: 50 })
  },
)

test('the first refusal after a pause pauses the kind again, and is of no row', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 4, strike: { do: 'refuse', code: 236 } })
  await stage(rig, 3)
  await rig.send()
  await rig.until(async () => (await paused(rig)).length > 0)
  await rig.clock.advance(20 * minute)
  expect(rig.panel.faults.left()).toEqual([])
  expect(await tally(rig)).toEqual({ done: 3 })
})

test('rows that are at fault themselves do not hold up the others, and are refused in the end', async () => {
  const rig = await simRig()
  const ids = await stage(rig, 60)
  for (const id of ids.slice(0, 5)) {
    rig.panel.faults.add({
      ...{ path: 'tracker/settings/update', parameters: { tracker_id: id }, times: 1e6 },
      strike: { do: 'refuse', code: 236 },
    })
  }
  await rig.send()
  await rig.clock.advance(30 * minute)
  expect(await tally(rig)).toEqual({ done: 55, rejected: 5 })
})

const bundles = (imeis: readonly string[]) => ['imei', ...imeis].join('\n')

async function importBundles(rig: SimRig, count: number, from = 0) {
  const { equipment } = await rig.call('lookup.equipment', {})
  const fields = {
    equipment: { from: 'constant' as const, value: String(equipment[0]!.id) },
    factoryPreset: { from: 'constant' as const, value: 'no' },
  }
  return importFile(rig, 'imeis.csv', bundles(freshImeis(count, from)), { kind: 'bundles', fields })
}

const batches = (rig: SimRig, path: string, field: string) =>
  rig.wire.sent.filter((sent) => sent.path === path).map(({ body }) => (body[field] as unknown[]).length)

test.each([9, 212, 267] as const)(
  'thirty bundles on a panel that takes ten, and says so by %d, all go',
  async (batchCode) => {
    const rig = await simRig()
    rig.panel.habits = { batchMost: 10, batchCode }
    await importBundles(rig, 30)
    await rig.send()
    await rig.settled()
    expect(await tally(rig)).toEqual({ done: 30 })
    expect(batches(rig, 'tracker/bundle/import', 'imeis')).toEqual([30, 15, 7, 7, 1, 7, 7, 1])
  },
)

test('the size that worked is remembered, over a restart too, and counted by import and plan; after a day more is tried', async () => {
  const rig = await simRig()
  rig.panel.habits = { batchMost: 10, batchCode: 267 }
  await importBundles(rig, 30)
  await rig.send()
  await rig.settled()
  await rig.restart()
  await rig.online()
  const { check, staged } = await importBundles(rig, 30, 100)
  expect(check).toMatchObject({ ready: 30, requests: 5 })
  expect(await rig.call('outbox.plan', { changeSets: [staged.changeSet] })).toMatchObject({ requests: 5 })
  await rig.send()
  await rig.settled()
  expect(batches(rig, 'tracker/bundle/import', 'imeis').slice(-5)).toEqual([7, 7, 7, 7, 2])
  rig.panel.habits = {}
  await rig.clock.advance(25 * 60 * minute)
  await importBundles(rig, 30, 200)
  await rig.send()
  await rig.settled()
  expect(batches(rig, 'tracker/bundle/import', 'imeis').at(-1)).toBe(30)
})

test('a list that is called invalid is halved until it is taken, and nothing of it is remembered', async () => {
  const rig = await simRig()
  rig.panel.habits = { batchMost: 10, batchCode: 7 }
  await importBundles(rig, 30)
  await rig.send()
  await rig.settled()
  expect(await tally(rig)).toEqual({ done: 30 })
  rig.panel.habits = {}
  await importBundles(rig, 30, 100)
  await rig.send()
  await rig.settled()
  expect(batches(rig, 'tracker/bundle/import', 'imeis').at(-1)).toBe(30)
})

test('a single row that is refused as too large is at fault itself', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'tracker/bundle/import', strike: { do: 'refuse', code: 9 } })
  await importBundles(rig, 1)
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([{ state: 'rejected', problem: { panelCode: 9 } }])
})

test('clones and deletions go in smaller batches, too', async () => {
  const rig = await simRig({ panel: { trackers: 6000 } })
  rig.panel.habits = { batchMost: 20, batchCode: 267 }
  const trackers = (await originals(rig)).slice(0, 60)
  const user = await stranger(rig, trackers)
  await importFile(
    rig,
    'clones.csv',
    clonesCsv(
      trackers.map(({ id }) => id),
      user,
    ),
  )
  await rig.send()
  await rig.settled()
  expect(await tally(rig)).toEqual({ done: 60 })
  await rig.online()
  await rig.until(
    async () => (await rig.rows({ filter: [{ is: 'oneOf', field: 'userId', values: [user] }] })).length >= 60,
  )
  const made = (await rig.rows({ filter: [{ is: 'oneOf', field: 'userId', values: [user] }] })).filter(
    ({ values }) => values['clone'],
  )
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: made.slice(0, 50).map(({ id }) => id) })
  await rig.send()
  await rig.settled()
  expect((await tally(rig))['done']).toBe(110)
  expect(Math.max(...batches(rig, 'tracker/batch_delete_clones', 'trackers').slice(-3))).toBeLessThanOrEqual(20)
})

test.each([200, 500])(
  'a panel whose lists give at most %d rows is pulled whole, read before sending and looked up',
  async (listMost) => {
    const rig = await simRig({ panel: { trackers: 1500, habits: { listMost } } })
    expect((await rig.rows()).length).toBe(1500)
    const limits = () => rig.wire.sent.flatMap(({ body }) => (typeof body['limit'] === 'number' ? [body['limit']] : []))
    const refused = limits().filter((limit) => limit > listMost).length
    expect(refused, 'asked for in vain once for each half').toBeLessThanOrEqual(3)
    await stage(rig, 600)
    rig.panel.faults.add({ path: 'tracker/settings/update', times: 3, strike: { do: 'drop', when: 'after' } })
    await rig.send()
    await rig.settled()
    expect(await tally(rig)).toEqual({ done: 600 })
    expect(limits().filter((limit) => limit > listMost)).toHaveLength(refused)
  },
)

test('answers of a batch deletion are taken by what they name, in whatever order they come', async () => {
  const rig = await simRig({ panel: { trackers: 6000 } })
  const clones = (await rig.sound()).filter(({ values }) => values['clone']).slice(0, 8)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
  // The second and the last, told the other way round.
  const [, second] = clones
  const last = clones.at(-1)!
  const told = [last, second!].map(({ values }) => ({ id: values['panelId'], error: 'Delete entity associated with' }))
  rig.panel.faults.add({
    path: 'tracker/batch_delete_clones',
    strike: { do: 'answer', fields: { deleted_count: 6, not_deleted_count: 2, not_deleted_trackers: told } },
  })
  rig.panel.faults.add({ path: 'tracker/delete_clone', times: 2, strike: { do: 'refuse', code: 203 } })
  await rig.send()
  await rig.settled()
  const refused = await rig.operations(['rejected'])
  expect(refused.map(({ subject }) => subject.row)).toEqual([second!.id, last.id])
  expect(await tally(rig)).toEqual({ done: 6, rejected: 2 })
})

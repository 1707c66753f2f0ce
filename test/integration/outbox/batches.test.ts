import { expect, test } from 'vitest'
import { httpRig, simRig, type Rig, type SimRig } from '../../support/core-rig.ts'
import { clonesCsv, importFile, originals, stageOneClone, stranger } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'
import { otherClient } from '../../support/other-client.ts'

const constant = (value: string) => ({ from: 'constant' as const, value })
/** A device type that every demo panel has, and the factory preset. */
async function bundleFields(rig: Rig) {
  const { equipment } = await rig.call('lookup.equipment', {})
  return { equipment: constant(String(equipment[0]!.id)), factoryPreset: constant('no') }
}

/** A panel large enough that somebody has none of the first thousand or so originals. */
const large = { trackers: 6000 }

/** Originals none of which belongs to a certain user, and that user. */
async function manyFor(rig: Rig, count: number): Promise<{ trackers: number[]; user: number }> {
  const rows = await rig.rows()
  const { users } = await rig.call('lookup.users', { search: '' })
  const all = await originals(rig)
  for (const { id: user } of users) {
    const held = new Set(rows.filter(({ values }) => values['userId'] === user).map(({ values }) => values['sourceId']))
    const trackers = all.filter(({ values }) => !held.has(values['sourceId'] ?? null)).slice(0, count)
    if (trackers.length === count) return { trackers: trackers.map(({ id }) => id), user }
  }
  throw new Error('Nobody has so few')
}

function changes(rig: SimRig): string[] {
  return rig.wire.sent.map(({ path }) => path).filter((path) => /clone|import|settings/.test(path))
}

function tally(states: readonly { state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state } of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

test('1,001 clones for one user go in two requests', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 1001)
  const { check, staged } = await importFile(rig, 'clones.csv', clonesCsv(trackers, user))
  expect(check).toMatchObject({ ready: 1001, refused: 0, requests: 2 })
  const plan = await rig.call('outbox.plan', { changeSets: [staged.changeSet] })
  expect(plan).toMatchObject({ operations: 1001, requests: 2 })
  await rig.send()
  await rig.settled()
  expect(changes(rig)).toEqual(['tracker/batch_clone', 'tracker/batch_clone'])
  expect(tally(await rig.operations())).toEqual({ done: 1001 })
  await rig.until(
    async () => (await rig.rows({ filter: [{ is: 'oneOf', field: 'userId', values: [user] }] })).length >= 1001,
  )
})

test('seven bad ids among a thousand end as 993 clones and seven reasons', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 993)
  const bad = [1, 2, 3, 4, 5, 6, 7].map((id) => 9_000_000 + id)
  const mixed = [...trackers]
  bad.forEach((id, index) => mixed.splice(index * 140, 0, id))
  const { check } = await importFile(rig, 'clones.csv', clonesCsv(mixed, user), { includeDoubtful: true })
  expect(check).toMatchObject({ ready: 993, doubtful: 7 })
  const before = rig.wire.sent.length
  await rig.send()
  await rig.settled()
  const took = rig.wire.sent.slice(before)
  console.log(`993 clones and 7 reasons took ${took.length} requests, ${changes(rig).length} of them changes`)
  expect(tally(await rig.operations())).toEqual({ done: 993, rejected: 7 })
  const reasons = (await rig.operations(['rejected'])).map(({ problem }) => [problem?.code, problem?.values?.['id']])
  expect(reasons).toEqual(bad.map((id) => ['entity-gone', id]))
  expect(changes(rig)).toHaveLength(2)
  expect(took.length).toBeLessThanOrEqual(20)
})

test('ids that do not exist and clones that the user got meanwhile are told apart in one batch', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 50)
  const text = clonesCsv([9_000_001, ...trackers, 9_000_002], user)
  await importFile(rig, 'clones.csv', text, { includeDoubtful: true })
  otherClient(rig.panel)('tracker/batch_clone', { user_id: user, tracker_ids: trackers.slice(10, 13) })
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 47, rejected: 5 })
  const codes = (await rig.operations(['rejected'])).map(({ problem }) => problem?.code)
  expect(codes.sort()).toEqual(['clone-exists', 'clone-exists', 'clone-exists', 'entity-gone', 'entity-gone'])
  expect(changes(rig)).toHaveLength(3)
})

test('clones that the user got meanwhile are refused one by one, and the others are made', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 40)
  await importFile(rig, 'clones.csv', clonesCsv(trackers, user))
  otherClient(rig.panel)('tracker/batch_clone', { user_id: user, tracker_ids: trackers.slice(10, 13) })
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 37, rejected: 3 })
  for (const { problem } of await rig.operations(['rejected'])) expect(problem?.code).toBe('clone-exists')
  expect(changes(rig)).toHaveLength(2)
})

test('a batch that is refused for what exists although that is to be passed over is halved, and not asked for again', async () => {
  const rig = await simRig()
  const trackers = (await originals(rig)).slice(0, 2)
  const user = await stranger(rig, trackers)
  const file = clonesCsv(
    trackers.map(({ id }) => id),
    user,
  )
  await importFile(rig, 'clones.csv', file)
  rig.panel.faults.add({ path: 'tracker/batch_clone', times: 100, strike: { do: 'refuse', code: 247 } })
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ rejected: 2 })
  expect(changes(rig)).toHaveLength(4)
})

test('an original that the target user owns is refused by itself', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 20)
  const own = (await originals(rig)).find(({ values }) => values['userId'] === user)
  // The file is staged before the pull that would have told.
  const { staged } = await importFile(rig, 'clones.csv', clonesCsv(trackers, user))
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.tracker', ${own!.id})
    WHERE id = (SELECT max(id) FROM operation WHERE change_set = ${staged.changeSet})`)
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 19, rejected: 1 })
  expect((await rig.operations(['rejected']))[0]?.problem?.code).toBe('user-is-owner')
})

test('a batch without the permission is refused once, and not narrowed down', async () => {
  const permissions = { base: ['get_dealer_info'], trackers: ['read'], users: ['read'] }
  const rig = await simRig({ panel: { ...large, permissions } })
  const { trackers, user } = await manyFor(rig, 30)
  await importFile(rig, 'clones.csv', clonesCsv(trackers, user))
  await rig.send()
  await rig.settled()
  expect(changes(rig)).toHaveLength(1)
  expect(tally(await rig.operations())).toEqual({ rejected: 30 })
  expect((await rig.operations())[0]?.problem).toMatchObject({ code: 'permission', panelCode: 13 })
})

test('a batch whose answer is lost is looked up, and none of it is sent again', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 300)
  rig.panel.faults.add({ path: 'tracker/batch_clone', strike: { do: 'drop', when: 'after' } })
  await importFile(rig, 'clones.csv', clonesCsv(trackers, user))
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 300 })
  expect(changes(rig)).toHaveLength(1)
})

test('bundles go over HTTP in one request each device type, and stand in the sheet afterwards', async () => {
  const rig = await httpRig()
  const imeis = freshImeis(30)
  const { check } = await importFile(rig, 'imeis.csv', ['imei', ...imeis].join('\n'), {
    kind: 'bundles',
    fields: await bundleFields(rig),
  })
  expect(check).toMatchObject({ ready: 30, requests: 1 })
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 30 })
  expect(rig.panel.stats().requests['tracker/bundle/import']).toBe(1)
  await rig.until(async () => (await rig.rows({ sheet: 'bundles', search: imeis[29]! })).length === 1)
})

test('IMEIs that exist by now are refused one by one, and the others are imported', async () => {
  const rig = await simRig()
  const imeis = freshImeis(60)
  const fields = await bundleFields(rig)
  await importFile(rig, 'imeis.csv', ['imei', ...imeis].join('\n'), { kind: 'bundles', fields })
  const known = String((await rig.rows({ sheet: 'bundles' }))[0]!.values['imei'])
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.imei', '${known}') WHERE id = 7`)
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 59, rejected: 1 })
  expect((await rig.operations(['rejected']))[0]).toMatchObject({ id: 7, problem: { code: 'bundle-exists' } })
  expect(changes(rig)).toHaveLength(2)
})

test('clones are deleted in one request that answers for each', async () => {
  const rig = await simRig({ panel: large })
  const clones = (await rig.sound()).filter(({ values }) => values['clone'])
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.slice(0, 61).map(({ id }) => id) })
  // One of them is no clone, whatever was known of it when it was staged.
  rig.tamper(
    `UPDATE operation SET params = json_set(params, '$.tracker', ${(await originals(rig))[0]!.id}) WHERE id = 61`,
  )
  await rig.send()
  await rig.settled()
  const refused = await rig.operations(['rejected'])
  // Some are held by rules or vehicles of their user, one is no clone: each is asked for by itself, which says by a code why.
  expect(refused.map(({ problem }) => problem?.panelCode)).toContain(249)
  expect(changes(rig)).toEqual(['tracker/batch_delete_clones', ...refused.map(() => 'tracker/delete_clone')])
  expect(tally(await rig.operations())).toEqual({ done: 61 - refused.length, rejected: refused.length })
  const gone = new Set((await rig.operations(['done'])).map(({ subject }) => subject.panelId))
  expect((await rig.rows()).filter(({ id }) => gone.has(id))).toEqual([])
})

test('clones with labels of their own go one by one, and what they made is looked at now and then', async () => {
  const rig = await simRig({ panel: large })
  const { trackers, user } = await manyFor(rig, 150)
  const lines = trackers.map((id) => `${id},${user},Copy ${id}`)
  await importFile(rig, 'clones.csv', ['tracker id,user id,label', ...lines].join('\n'))
  const before = rig.wire.sent.length
  await rig.send()
  await rig.settled()
  expect(changes(rig)).toHaveLength(150)
  expect(rig.wire.sent.length - before - 150).toBeLessThanOrEqual(4)
  await rig.until(async () => (await rig.rows({ search: 'Copy ' })).length === 150)
})

test('a refused row can be mended by hand and sent again', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'refuse', code: 268 } })
  await stageOneClone(rig)
  await rig.send()
  await rig.settled()
  const [refused] = await rig.operations(['rejected'])
  expect(refused?.problem).toMatchObject({ panelCode: 268, panelWords: expect.stringContaining('quota') as string })
  expect(await rig.call('outbox.mend', { operations: [refused!.id] })).toEqual({ drafts: 1 })
  await rig.send()
  await rig.settled()
  expect(tally(await rig.operations())).toEqual({ done: 1 })
})

test('a clone for somebody who has it already says so', async () => {
  const rig = await simRig()
  const [original] = await originals(rig)
  const user = await stranger(rig, [original!])
  await importFile(rig, 'one.csv', `tracker id,user id,label\n${original!.id},${user},Copy\n`)
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'refuse', code: 247, extra: { list: [1] } } })
  await rig.send()
  await rig.settled()
  expect((await rig.operations())[0]).toMatchObject({ state: 'rejected', problem: { code: 'clone-exists' } })
})

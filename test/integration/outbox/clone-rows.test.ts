import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const clone = (rig: SimRig, ids: readonly number[], user: number) =>
  rig.call('sheet.act', { kind: 'tracker.clone', ids: [...ids], user, skipExisting: true })

/** Originals with sound devices that a user neither owns nor has clones of, and that user. */
async function strangersTo(rig: SimRig) {
  const rows = await rig.rows()
  const { users } = await rig.call('lookup.users', { search: '' })
  const owned = (user: number) =>
    new Set(rows.filter(({ values }) => values['userId'] === user).map(({ values }) => values['sourceId']))
  const user = users.find(({ id }) => owned(id).size > 0)!.id
  const his = owned(user)
  const originals = rows.filter(
    ({ values }) => !values['clone'] && !values['corrupted'] && !his.has(values['sourceId'] ?? null),
  )
  return { rows, user, his, originals }
}

test('selected rows are cloned to a user, once each, and undo takes all of it back', async () => {
  const rig = await simRig()
  const { originals, user } = await strangersTo(rig)
  const ids = originals.slice(0, 5).map(({ id }) => id)
  expect(await clone(rig, ids, user)).toEqual({ staged: 5, shared: 0, unstaged: 0, skipped: 0, broken: 0 })
  expect(await clone(rig, ids, user), 'staged already').toEqual({
    staged: 0,
    shared: 0,
    unstaged: 0,
    skipped: 5,
    broken: 0,
  })
  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'act', cells: 5 })
  expect(await rig.operations(['draft'])).toEqual([])
  await rig.call('sheet.undo', { redo: true })
  await rig.send()
  await rig.settled()
  expect((await rig.operations(['done'])).length).toBe(5)
  await rig.until(async () => {
    const { trackers } = await rig.call('lookup.trackers', {
      text: originals
        .slice(0, 5)
        .map(({ values }) => values['panelId'])
        .join('\n'),
      user,
    })
    return trackers.every(({ has }) => has)
  })
  expect(await clone(rig, ids, user), 'there by now').toMatchObject({ staged: 0, skipped: 5 })
})

test('of clones the originals are cloned; what the user has, and what is deleted, is passed over', async () => {
  const rig = await simRig()
  const { rows, user, his } = await strangersTo(rig)
  const originalOf = new Map(rows.filter(({ values }) => !values['clone']).map((row) => [row.values['sourceId'], row]))
  const aClone = rows.find(({ values }) => {
    const original = originalOf.get(values['sourceId'] ?? null)
    return values['clone'] && original && !original.values['corrupted'] && !his.has(values['sourceId'] ?? null)
  })!
  const original = originalOf.get(aClone.values['sourceId'] ?? null)!
  const hisOwn = rows.find(({ values }) => values['userId'] === user)!
  const deleted = rows.find(({ values }) => values['corrupted'] && !his.has(values['sourceId'] ?? null))!
  expect(await clone(rig, [aClone.id, original.id, hisOwn.id, deleted.id, 999_999_999], user)).toEqual({
    staged: 1,
    shared: 0,
    unstaged: 0,
    skipped: 4,
    broken: 0,
  })
  expect((await rig.operations(['draft'])).map(({ kind, subject }) => [kind, subject.row])).toEqual([
    ['tracker.clone', original.id],
  ])
  await rig.call('sheet.undo', { redo: false })
  expect(await rig.operations(['draft'])).toEqual([])
})

test('trackers are found in a pasted list by ids and IMEIs, in its order; what is not found is said', async () => {
  const rig = await simRig()
  const rows = (await rig.rows()).filter(({ values }) => !values['clone'])
  const [one, two, three] = rows
  const text = `id;IMEI\n${String(two!.values['panelId'])};"${String(one!.values['deviceId'])}"\n'${String(three!.values['panelId'])}, 123456789012345\n${String(two!.values['panelId'])}`
  const { trackers, unknown } = await rig.call('lookup.trackers', { text: text.replaceAll('"', '') })
  expect(trackers.map(({ id }) => id)).toEqual([two!.id, one!.id, three!.id])
  expect(unknown).toEqual(['123456789012345'])
})

import { expect, test } from 'vitest'
import { httpRig } from '../../support/core-rig.ts'
import { clonesCsv, importFile, originals, stranger } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'

test('a file of clones goes from its bytes to the sheet, refused rows and all, over a restart', async () => {
  const rig = await httpRig()
  const chosen = (await originals(rig)).slice(0, 25)
  const user = await stranger(rig, chosen)
  const clone = (await rig.sound()).find(({ values }) => values['clone'])!
  const ids = chosen.map(({ id }) => id)
  const { read, check, staged } = await importFile(rig, 'Клоны.csv', clonesCsv([...ids, ids[0]!, clone.id], user))
  expect(read).toMatchObject({ rows: 27, suggested: { kind: 'clones' }, remembered: false })
  expect(check).toMatchObject({ ready: 25, doubtful: 0, refused: 2, missing: [], requests: 1 })
  expect(staged).toMatchObject({ staged: 25, left: 2 })

  await rig.restart()
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  expect(changeSets).toMatchObject([{ origin: 'import', title: 'Клоны.csv', counts: { draft: 25 }, releasedAt: null }])
  await rig.online()
  await rig.send()
  await rig.settled()
  await rig.until(
    async () => (await rig.rows({ filter: [{ is: 'oneOf', field: 'userId', values: [user] }] })).length >= 25,
  )
  const mine = await rig.rows({ filter: [{ is: 'oneOf', field: 'userId', values: [user] }] })
  expect(mine.filter(({ values }) => values['clone']).map(({ values }) => values['sourceId'])).toEqual(
    expect.arrayContaining(chosen.map(({ values }) => values['sourceId'])),
  )

  // The same file again: the mapping is remembered, and every row is there already.
  const again = await importFile(rig, 'Клоны.csv', clonesCsv(ids, user)).catch((error: Error) => error.message)
  expect(again).toBe('nothing-to-stage')
  const history = await rig.call('history.attempts', { search: '', outcomes: [], from: 0, count: 10 })
  expect(history.rows).toMatchObject([
    { kind: 'tracker.clone', path: 'tracker/batch_clone', operations: 25, outcome: 'done' },
  ])
})

test('a file of IMEIs goes from its bytes to the sheet, with the device type by a column', async () => {
  const rig = await httpRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const [one, other] = equipment
  const imeis = freshImeis(12)
  const known = String((await rig.rows({ sheet: 'bundles' }))[0]!.values['imei'])
  const lines = imeis.map((imei, index) => `="${imei}";${index % 2 ? one!.id : other!.id};yes`)
  const text = ['IMEI;Equipment;Factory preset', ...lines, `${known};${one!.id};no`, `8.65E+14;${one!.id};no`].join(
    '\r\n',
  )
  const { check } = await importFile(rig, 'imeis.csv', text)
  expect(check).toMatchObject({ ready: 12, refused: 2, requests: 2 })
  expect(check.groups.map(({ problem }) => problem.code).sort()).toEqual(['bundle-exists', 'imei-scientific'])
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
  expect(rig.panel.stats().requests['tracker/bundle/import']).toBe(2)
  for (const imei of imeis) {
    await rig.until(async () => (await rig.rows({ sheet: 'bundles', search: imei })).length === 1)
  }
})

test('a call that a browser repeats is carried out once', async () => {
  const rig = await httpRig()
  const { core } = rig
  const message = { id: 'the-same', name: 'imports.begin', input: { name: 'a.csv', size: 5 } }
  const [first, second] = await Promise.all([core.call(message), core.call(message)])
  expect(second).toEqual(first)
  expect(await core.call({ ...message, id: 'another' })).not.toEqual(first)
})

test('a call that does not fit the contract is refused, and does nothing', async () => {
  const rig = await httpRig()
  expect(await rig.answer('sheet.drop', {})).toEqual({ ok: false, problem: { code: 'bad-call' } })
  expect(await rig.answer('sheet.stage', { sheet: 'trackers', source: 'type', cells: 'all' })).toMatchObject({
    ok: false,
  })
  expect(await rig.answer('toString', {})).toMatchObject({ ok: false })
  expect((await rig.status()).queue.draft).toBe(0)
})

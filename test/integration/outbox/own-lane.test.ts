import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

/** When the panel was told to give a tracker another label: simulated milliseconds; undefined if it was not. */
function renamedAt({ wire }: SimRig, tracker: number): number | undefined {
  return wire.sent.findLast(({ path, body }) => path === 'tracker/settings/update' && body['tracker_id'] === tracker)
    ?.at
}

test('an edit is sent at once while the look-up of another keeps failing', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 6 } })
  await rig.label(first!.id, 'Looked up')
  await rig.send()
  await rig.until(() => renamedAt(rig, first!.id) !== undefined)
  rig.panel.faults.add({
    path: 'tracker/read',
    parameters: { tracker_id: first!.id },
    times: 1000,
    strike: { do: 'refuse', code: 1 },
  })
  await rig.until(async () => (await rig.operations(['unknown'])).length === 1)
  await rig.clock.advance(5_000)
  for (const label of ['One', 'Two', 'Three']) {
    await rig.label(second!.id, label)
    const released = rig.clock.now()
    await rig.send()
    await rig.clock.advance(1_000)
    expect(renamedAt(rig, second!.id)).toBeGreaterThanOrEqual(released)
    await rig.clock.advance(1_700)
  }
  expect(await rig.operations(['unknown'])).toMatchObject([{ subject: { row: first!.id } }])
  rig.panel.faults.clear()
  await rig.settled()
  expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
})

test('an edit is sent at once while the request of another never ends', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  rig.panel.faults.add({
    path: 'tracker/settings/update',
    strike: { do: 'slow', milliseconds: 100_000, when: 'before' },
  })
  await rig.label(first!.id, 'Slow')
  await rig.send()
  await rig.until(() => renamedAt(rig, first!.id) !== undefined)
  await rig.label(second!.id, 'Quick')
  const released = rig.clock.now()
  await rig.send()
  await rig.until(() => renamedAt(rig, second!.id) !== undefined)
  expect(rig.clock.now() - released).toBeLessThan(1_000)
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

test('a tracker that the panel cannot show just now waits by itself, and says why', async () => {
  const rig = await simRig()
  const [bad, ...others] = (await rig.sound()).slice(0, 4)
  rig.panel.faults.add({
    path: 'tracker/read',
    parameters: { tracker_id: bad!.id },
    times: 1000,
    strike: { do: 'refuse', code: 1 },
  })
  // Nothing tells of all at once.
  rig.panel.faults.add({ path: 'tracker/list', times: 1000, strike: { do: 'refuse', code: 1 } })
  for (const { id } of [bad!, ...others]) await rig.label(id, `Renamed ${id}`)
  const released = rig.clock.now()
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === others.length)
  // Nothing of theirs waited for the one that cannot be shown, which is tried four times before it is put off.
  await rig.until(async () => (await rig.operations(['waiting'])).length === 1)
  expect(rig.clock.now() - released).toBeLessThan(20_000)
  expect(await rig.operations(['waiting'])).toMatchObject([
    { subject: { row: bad!.id }, attempts: 0, problem: { code: 'panel-failed', panelCode: 1 } },
  ])
  rig.panel.faults.clear()
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

test('one clone that cannot be looked up just now does not hide what became of the others', async () => {
  const rig = await simRig()
  const clones = (await rig.rows()).filter(({ values }) => values['clone']).slice(0, 3)
  const [bad] = clones
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
  rig.panel.faults.add({ path: 'tracker/batch_delete_clones', strike: { do: 'drop', when: 'after' } })
  rig.panel.faults.add({
    path: 'tracker/read',
    parameters: { tracker_id: bad!.id },
    times: 1000,
    strike: { do: 'refuse', code: 1 },
  })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 2)
  expect(await rig.operations(['unknown'])).toMatchObject([{ subject: { row: bad!.id } }])
  rig.panel.faults.clear()
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

test('a network that asks to be signed in to is known of as soon as a look-up meets it', async () => {
  const rig = await simRig()
  const trackers = (await rig.sound()).slice(0, 3)
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 3, strike: { do: 'refuse', code: 6 } })
  rig.panel.faults.add({ path: 'tracker/read', strike: { do: 'garbage', form: 'html' } })
  for (const { id } of trackers) await rig.label(id, 'Renamed')
  rig.panel.faults.add({ path: 'tracker/list', times: 3, strike: { do: 'refuse', code: 208 } })
  await rig.send()
  await rig.until(async () => (await rig.status()).connection.state === 'offline')
  // It ends by itself, and nobody has to say so.
  await rig.settled()
  expect((await rig.status()).connection.state).toBe('online')
  expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
})

test('a pause ends with what was paused: what is sent after all was recalled goes at once', async () => {
  const rig = await simRig()
  const trackers = (await rig.sound()).slice(0, 5)
  for (const { id } of trackers) await rig.label(id, 'Renamed')
  await rig.send()
  await rig.call('outbox.pause', { paused: true })
  expect((await rig.status()).sending.paused).toBe(true)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  await rig.call('outbox.recall', { changeSets: changeSets.map(({ id }) => id) })
  expect((await rig.status()).sending.paused).toBe(false)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
})

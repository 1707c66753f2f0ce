import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecord, writeRecord } from '../../../electron/store/profile-record.ts'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'

async function stageMany(rig: Rig, count: number): Promise<void> {
  const rows = (await rig.sound()).slice(0, count)
  await rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: rows.map(({ id }) => ({ id, field: 'label', value: `Renamed ${id}` })),
  })
}

/** Everything is done, at the first attempt, and the panel never saw the same thing twice. */
async function expectCleanRun(rig: Rig, attempts = 1): Promise<void> {
  const operations = await rig.operations()
  expect(operations.filter(({ state }) => state !== 'done')).toEqual([])
  expect(Math.max(...operations.map((operation) => operation.attempts))).toBeLessThanOrEqual(attempts)
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  expect(rig.failures).toEqual([])
}

test('a session that ends in mid-run is signed in to anew once, for all requests that find out', async () => {
  const rig = await httpRig()
  await stageMany(rig, 100)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 20)
  const before = rig.panel.stats().sessions
  rig.panel.expireSessions()
  await rig.settled()
  await expectCleanRun(rig, 2)
  expect(rig.panel.stats().sessions - before).toBe(1)
})

test('a session of 24 hours that ran out is no reason to ask anybody', async () => {
  const rig = await simRig()
  await rig.clock.advance(25 * 3_600_000)
  await stageMany(rig, 10)
  await rig.send()
  await rig.settled()
  await expectCleanRun(rig, 2)
})

test('other traffic at the limit slows the sending down, and it recovers', async () => {
  const rig = await simRig()
  await stageMany(rig, 300)
  rig.panel.faults.add({ path: 'tracker/settings/update', skip: 30, times: 3, strike: { do: 'refuse', code: 15 } })
  rig.panel.faults.add({ path: 'tracker/settings/update', skip: 60, times: 2, strike: { do: 'refuse', code: 15 } })
  const began = rig.clock.now()
  await rig.send()
  await rig.settled()
  await expectCleanRun(rig, 3)
  expect(rig.clock.now() - began).toBeLessThan(120_000)
})

test('a rate that would be exceeded never is, pulls and sending taken together', async () => {
  const rig = await simRig({ panel: { trackers: 3000, rate: { perSecond: 10, burst: 1 } } })
  await stageMany(rig, 200)
  const before = rig.panel.stats().aboveRate
  await rig.call('pull.start', {})
  await rig.send()
  await rig.settled()
  expect(rig.panel.stats().aboveRate).toBe(before)
  await expectCleanRun(rig)
})

test('a panel that cannot be reached is offline; when it comes back, the sending goes on', async () => {
  const rig = await simRig()
  await stageMany(rig, 60)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  rig.wire.cut = true
  await rig.until(async () => (await rig.status()).connection.state === 'offline')
  const sent = rig.wire.sent.length
  await rig.clock.advance(600_000)
  expect(rig.wire.sent.length).toBe(sent)
  rig.wire.cut = false
  await rig.settled()
  expect((await rig.status()).connection.state).toBe('online')
  await expectCleanRun(rig, 2)
})

test('working offline stops the sending at once, and coming back goes on', async () => {
  const rig = await simRig()
  const heard = () => rig.wire.sent.filter(({ path }) => path !== 'account/logout').length
  await stageMany(rig, 60)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  await rig.call('connection.workOffline', { on: true })
  await rig.clock.advance(1_000)
  const before = heard()
  await rig.clock.advance(3_600_000)
  expect(heard()).toBe(before)
  await rig.restart()
  await rig.clock.advance(600_000)
  expect((await rig.status()).connection.state).toBe('chosen-offline')
  expect(heard(), 'a restart does not change it').toBe(before)
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  await expectCleanRun(rig)
})

test('a session that ends while the person goes offline is not signed in to anew before they come back', async () => {
  const rig = await simRig()
  await stageMany(rig, 20)
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'expire' } })
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/settings/update'))
  await rig.call('connection.workOffline', { on: true })
  const signIns = rig.panel.stats().sessions
  await rig.clock.advance(600_000)
  expect(rig.panel.stats().sessions).toBe(signIns)
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  await expectCleanRun(rig, 2)
})

test('a long reading before sending ends with the connection that the person gives up', async () => {
  const rig = await simRig({ panel: { trackers: 6000 } })
  const byOwner = new Map((await rig.sound()).map((row) => [row.values['userId'], row.id]))
  const cells = [...byOwner.values()].slice(0, 100).map((id) => ({ id, field: 'label', value: `Renamed ${id}` }))
  // As many owners as trackers: each is read by itself.
  rig.panel.faults.add({ path: 'tracker/list', times: 1000, strike: { do: 'refuse', code: 201 } })
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
  await rig.send()
  await rig.until(() => rig.wire.sent.filter(({ path }) => path === 'tracker/read').length >= 5)
  await rig.call('connection.workOffline', { on: true })
  const heard = rig.wire.sent.length
  await rig.clock.advance(60_000)
  expect(rig.wire.sent.length - heard).toBeLessThanOrEqual(1)
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  await expectCleanRun(rig)
})

test('a pause lets what is under way end, and nothing else begins', async () => {
  const rig = await simRig()
  await stageMany(rig, 60)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  await rig.call('outbox.pause', { paused: true })
  await rig.clock.advance(2_000)
  const done = (await rig.operations(['done'])).length
  expect((await rig.status()).sending.paused).toBe(true)
  await rig.clock.advance(3_600_000)
  expect((await rig.operations(['done'])).length).toBe(done)
  expect((await rig.operations(['sending'])).length).toBe(0)
  await rig.call('outbox.pause', { paused: false })
  await rig.settled()
  await expectCleanRun(rig)
})

test('pausing and resuming in the same moment loses no time and no operation', async () => {
  const rig = await simRig()
  await stageMany(rig, 60)
  await rig.send()
  for (let times = 0; times < 40; times++) {
    await rig.clock.advance(90)
    await rig.call('outbox.pause', { paused: true })
    await rig.call('outbox.pause', { paused: false })
  }
  await rig.settled()
  await expectCleanRun(rig)
})

test('what has not been sent can be recalled and discarded while the rest goes', async () => {
  const rig = await simRig()
  await stageMany(rig, 60)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 10)
  const ready = await rig.operations(['ready'])
  const { discarded } = await rig.call('outbox.discard', { operations: ready.slice(0, 5).map(({ id }) => id) })
  expect(discarded).toBe(5)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const { recalled } = await rig.call('outbox.recall', { changeSets: changeSets.map(({ id }) => id) })
  expect(recalled).toBeGreaterThan(0)
  await rig.settled()
  expect((await rig.status()).queue.draft).toBe(recalled)
  const sent = rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.settings')
  expect(sent).toHaveLength(60 - 5 - recalled)
})

test('what is under way, or may have been done, cannot be discarded as if it had never been', async () => {
  const rig = await simRig()
  await stageMany(rig, 1)
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.sending === 1)
  const [operation] = await rig.operations()
  expect(await rig.call('outbox.discard', { operations: [operation!.id] })).toEqual({ discarded: 0 })
  await rig.settled()
  expect(await rig.call('outbox.discard', { operations: [operation!.id] })).toEqual({ discarded: 0 })
})

test('a panel of another dealer is not sent anything', async () => {
  const rig = await simRig()
  await stageMany(rig, 3)
  await rig.call('connection.workOffline', { on: true })
  await rig.send()
  const record = join(rig.profileFolder, 'profile.json')
  writeFileSync(record, writeRecord({ ...readRecord(readFileSync(record, 'utf8')), dealerId: 4711 }))
  await rig.crash()
  await rig.call('connection.workOffline', { on: false })
  await rig.until(async () => (await rig.status()).connection.state === 'stopped')
  await rig.clock.advance(3_600_000)
  expect((await rig.status()).connection).toMatchObject({ state: 'stopped', problem: { code: 'other-dealer' } })
  expect((await rig.status()).queue.ready).toBe(3)
  expect(rig.panel.ledger.entries()).toHaveLength(1)
})

test('a password that is refused is asked for, not tried again and again', async () => {
  const rig = await simRig()
  await stageMany(rig, 3)
  rig.panel.faults.add({ path: 'account/auth', times: 1000, strike: { do: 'refuse', code: 102 } })
  await rig.restart()
  await rig.send()
  await rig.clock.advance(3_600_000)
  expect((await rig.status()).connection).toMatchObject({ state: 'stopped', problem: { code: 'wrong-password' } })
  expect(rig.panel.stats().requests['account/auth']).toBeLessThanOrEqual(4)
  rig.panel.faults.clear()
  await rig.call('connection.retry', {})
  await rig.settled()
  await expectCleanRun(rig)
})

test('requests that are lost after a person is needed do not sign in behind their back', async () => {
  const rig = await simRig()
  await stageMany(rig, 10)
  rig.panel.faults.add({
    path: 'tracker/settings/update',
    strike: { do: 'slow', milliseconds: 5_000, when: 'after' },
  })
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 11 } })
  await rig.send()
  await rig.until(async () => (await rig.status()).connection.state === 'stopped')
  expect(rig.wire.underWay).toBe(1)
  rig.wire.cut = true
  await rig.clock.advance(10_000)
  rig.wire.cut = false
  const heard = rig.wire.sent.length
  await rig.clock.advance(3_600_000)
  expect((await rig.status()).connection).toMatchObject({ state: 'stopped', problem: { code: 'dealer-blocked' } })
  expect(rig.wire.sent.length).toBe(heard)
  await rig.call('connection.retry', {})
  await rig.settled()
  await expectCleanRun(rig, 2)
})

test('closing in the middle of a run settles what is under way, and no more', async () => {
  const rig = await httpRig()
  await stageMany(rig, 100)
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 100, strike: { do: 'slow', milliseconds: 30 } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 5)
  await rig.call('profiles.close', {})
  const states = rig.journal<{ state: string }>('SELECT DISTINCT state FROM operation ORDER BY state')
  expect(states.map(({ state }) => state)).toEqual(['done', 'ready'])
  await rig.call('profiles.open', { id: rig.profile })
  await rig.settled()
  await expectCleanRun(rig)
})

test('closing waits some seconds for an answer, and no longer: the next start looks it up', async () => {
  const rig = await simRig()
  await stageMany(rig, 1)
  const slow = { do: 'slow', milliseconds: 60_000, when: 'after' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: slow })
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/settings/update'))
  const began = rig.clock.now()
  await rig.call('profiles.close', {})
  expect(rig.clock.now() - began).toBeLessThanOrEqual(10_000)
  await rig.clock.advance(120_000)
  await rig.call('profiles.open', { id: rig.profile })
  await rig.settled()
  await expectCleanRun(rig)
})

test('closing while the panel does not let anybody sign in takes seconds', async () => {
  const rig = await simRig()
  const slow = { do: 'slow', milliseconds: 25_000, when: 'before' } as const
  rig.panel.faults.add({ path: 'account/*', times: 10, strike: slow })
  await rig.restart()
  const began = rig.clock.now()
  await rig.call('profiles.close', {})
  expect(rig.clock.now() - began).toBeLessThanOrEqual(10_000)
})

test('a profile that is being closed can be opened again at once', async () => {
  const rig = await httpRig()
  rig.panel.faults.add({ path: 'account/logout', strike: { do: 'slow', milliseconds: 200 } })
  const closing = rig.call('profiles.close', {})
  await rig.call('profiles.open', { id: rig.profile })
  await closing
})

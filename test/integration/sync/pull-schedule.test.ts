import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const minute = 60_000
const byThemselves = { panel: { trackers: 300 }, core: { pullEvery: 15 } } as const

/** How many complete lists of users were begun: one a pull. */
const pulls = (rig: SimRig) =>
  rig.wire.sent.filter(({ path, body }) => path === 'user/list' && body['offset'] === 0).length

test('pulls begin by themselves every fifteen minutes', async () => {
  const rig = await simRig(byThemselves)
  const before = pulls(rig)
  await rig.clock.advance(14 * minute)
  expect(pulls(rig) - before).toBe(0)
  await rig.clock.advance(2 * minute)
  expect(pulls(rig) - before).toBe(1)
  await rig.clock.advance(60 * minute)
  expect(pulls(rig) - before).toBe(5)
})

test('how often is chosen for a profile, outlasts a restart, and may be never', async () => {
  const rig = await simRig(byThemselves)
  expect((await rig.status()).pullEvery).toBe(15)
  await rig.call('pull.every', { minutes: 60 })
  await rig.restart()
  await rig.online()
  expect((await rig.status()).pullEvery).toBe(60)
  const before = pulls(rig)
  await rig.clock.advance(50 * minute)
  expect(pulls(rig) - before).toBe(0)
  await rig.call('pull.every', { minutes: 5 })
  await rig.clock.advance(minute)
  expect(pulls(rig) - before).toBe(1)
  await rig.call('pull.every', { minutes: 0 })
  await rig.clock.advance(120 * minute)
  expect(pulls(rig) - before).toBe(1)
})

test('a pull that a person has begun puts the next one off', async () => {
  const rig = await simRig(byThemselves)
  await rig.clock.advance(10 * minute)
  await rig.call('pull.start', {})
  await rig.until(async () => !(await rig.status()).pull.running)
  const before = pulls(rig)
  await rig.clock.advance(13 * minute)
  expect(pulls(rig) - before).toBe(0)
  await rig.clock.advance(3 * minute)
  expect(pulls(rig) - before).toBe(1)
})

test('none begins offline, and one that is due then begins when the panel is there again', async () => {
  const rig = await simRig(byThemselves)
  await rig.call('connection.workOffline', { on: true })
  const before = pulls(rig)
  await rig.clock.advance(60 * minute)
  expect(pulls(rig) - before).toBe(0)
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.clock.advance(minute)
  expect(pulls(rig) - before).toBe(1)
})

test('none begins while something is sent, and it begins once that has ended', async () => {
  const rig = await simRig(byThemselves)
  await rig.clock.advance(14 * minute)
  for (const { id } of (await rig.sound()).slice(0, 40)) await rig.label(id, `Sent ${id}`)
  const before = pulls(rig)
  // At the pace of a slow panel, the run goes on past the minute at which the pull is due.
  rig.panel.faults.add({
    path: 'tracker/settings/update',
    times: 40,
    strike: { do: 'slow', milliseconds: 25_000, when: 'before' },
  })
  await rig.send()
  await rig.until(async () => (await rig.status()).sending.running)
  await rig.clock.advance(2 * minute)
  expect((await rig.status()).sending.running).toBe(true)
  expect(pulls(rig) - before).toBe(0)
  await rig.settled()
  await rig.clock.advance(2 * minute)
  expect(pulls(rig) - before).toBe(1)
})

test('one that is under way makes way for what is sent, and begins again behind it', async () => {
  const rig = await simRig(byThemselves)
  const [first] = await rig.sound()
  await rig.label(first!.id, 'Sent')
  rig.panel.faults.add({ path: 'tracker/list', strike: { do: 'slow', milliseconds: 20_000, when: 'before' } })
  await rig.clock.until(async () => (await rig.status()).pull.running)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  const { pull } = await rig.status()
  expect(pull.running, 'it has made way').toBe(false)
  expect(pull.problem).toBe(null)
  const completed = pull.completedAt!
  await rig.clock.advance(2 * minute)
  expect((await rig.status()).pull.completedAt).toBeGreaterThan(completed)
})

test('pulls that the panel refuses come less and less often', async () => {
  const rig = await simRig(byThemselves)
  rig.panel.faults.add({ path: 'user/list', times: 1000, strike: { do: 'refuse', code: 7 } })
  const before = pulls(rig)
  await rig.clock.advance(4 * 60 * minute)
  const tried = pulls(rig) - before
  // After 15, 45, 105 and 225 minutes, instead of sixteen times.
  expect(tried).toBeGreaterThanOrEqual(3)
  expect(tried).toBeLessThanOrEqual(5)
})

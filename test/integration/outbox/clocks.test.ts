import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** The time-out of a request, and 120 s: then the panel is working on it no more. */
const proofAfter = 240_000
/** The longest that an operation waits before it goes again. */
const longestWait = 120_000

const jumps: readonly [string, number][] = [
  ['forward by ten minutes', 10 * minute],
  ['forward by a day', day],
  ['back by ten minutes', -10 * minute],
  ['back by an hour', -hour],
  ['back by a day', -day],
]

const updates = ({ wire }: SimRig) => wire.sent.filter(({ path }) => path === 'tracker/settings/update')

/** What the panel was made to hold of labels, in order. */
function labels({ panel }: SimRig): string[] {
  return panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.settings' ? entry.label : []))
}

test.for(jumps)('while a request hangs, a clock set %s sends no edit again before it is proved', async ([, by]) => {
  const rig = await simRig()
  const [first] = await rig.sound()
  const slow = { do: 'slow', milliseconds: 230_000, when: 'before' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: slow })
  for (const label of ['One', 'Two']) {
    await rig.label(first!.id, label)
    await rig.send()
  }
  await rig.until(() => updates(rig).length === 1)
  await rig.clock.advance(minute)
  rig.computer.set(by)
  const begun = rig.clock.now()
  await rig.settled()
  expect(rig.clock.now() - begun, 'nothing waits for as long as the clock jumped').toBeLessThan(10 * minute)
  await rig.clock.advance(proofAfter)
  expect(labels(rig)).toEqual(['One', 'Two'])
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['done', 1],
    ['done', 1],
  ])
})

test.for(jumps)('an edit that was lost goes again when that is proved, with a clock set %s', async ([, by]) => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'drop', when: 'before' } })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.until(() => updates(rig).length === 1)
  await rig.clock.advance(10_000)
  rig.computer.set(by)
  await rig.settled()
  const [lost, again] = updates(rig)
  expect(again!.left - lost!.left).toBeGreaterThanOrEqual(proofAfter)
  expect(again!.left - lost!.left).toBeLessThan(proofAfter + minute)
})

test.for(jumps)(
  'an edit that the panel was too busy for goes again within seconds, with a clock set %s',
  async ([, by]) => {
    const rig = await simRig()
    const [first] = await rig.sound()
    rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 8 } })
    await rig.label(first!.id, 'One')
    await rig.send()
    await rig.until(async () => (await rig.status()).queue.waiting === 1)
    rig.computer.set(by)
    const begun = rig.clock.now()
    await rig.until(() => labels(rig).length === 1)
    expect(rig.clock.now() - begun).toBeGreaterThan(1_000)
    expect(rig.clock.now() - begun).toBeLessThan(10_000)
  },
)

test.for(jumps)('a command to a device that wants two minutes gets them, with a clock set %s', async ([, by]) => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 264 } })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.waiting === 1)
  rig.computer.set(by)
  await rig.settled()
  const [refused, again] = updates(rig)
  expect(again!.left - refused!.left).toBeGreaterThanOrEqual(longestWait)
  expect(again!.left - refused!.left).toBeLessThan(longestWait + 10_000)
})

/** Two trackers that were read, an edit of each about to leave and the sending paused. */
async function pausedAfterReading(): Promise<{ rig: SimRig; second: number }> {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'One')
  await rig.label(second!.id, 'Two')
  await rig.send('quick')
  await rig.until(() => updates(rig).length === 1)
  await rig.call('outbox.pause', { paused: true })
  await rig.until(() => rig.wire.underWay === 0)
  return { rig, second: second!.id }
}

/** The edit of the second tracker, after somebody else has changed it and the sending went on. */
async function afterSomebodyElse(rig: SimRig, second: number): Promise<string> {
  rig.panel.edit({ tracker_id: second, label: 'Theirs' })
  await rig.call('outbox.pause', { paused: false })
  await rig.settled()
  const [edit] = (await rig.operations()).filter(({ subject }) => subject.row === second)
  return edit!.state
}

test.for([...jumps, ['not at all', 0] as const])(
  'what was read ten minutes ago is read again, with a clock set %s',
  async ([, by]) => {
    const { rig, second } = await pausedAfterReading()
    await rig.clock.advance(5 * minute)
    rig.computer.set(by)
    await rig.clock.advance(5 * minute)
    expect(await afterSomebodyElse(rig, second)).toBe('conflict')
  },
)

test.for([...jumps, ['not at all', 0] as const])(
  'what was read before the computer slept for an hour is read again, with a clock set %s',
  async ([, by]) => {
    const { rig, second } = await pausedAfterReading()
    await rig.computer.suspend(hour)
    rig.computer.set(by === -hour ? -hour - 5 * minute : by)
    expect(await afterSomebodyElse(rig, second)).toBe('conflict')
  },
)

test.for(jumps)(
  'over a restart with a clock set %s, an edit that was lost goes again when that is proved',
  async ([, by]) => {
    const rig = await simRig()
    const [first] = await rig.sound()
    const slow = { do: 'slow', milliseconds: 230_000, when: 'before' } as const
    rig.panel.faults.add({ path: 'tracker/settings/update', strike: slow })
    for (const label of ['One', 'Two']) {
      await rig.label(first!.id, label)
      await rig.send()
    }
    await rig.until(() => updates(rig).length === 1)
    await rig.clock.advance(10_000)
    rig.computer.set(by)
    await rig.crash()
    const begun = rig.clock.now()
    await rig.settled()
    expect(rig.clock.now() - begun).toBeLessThan(10 * minute)
    await rig.clock.advance(proofAfter)
    expect(labels(rig)).toEqual(['One', 'Two'])
  },
)

test.for(jumps)('over a restart with a clock set %s, what waited goes within two minutes', async ([, by]) => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 264 } })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.waiting === 1)
  rig.computer.set(by)
  await rig.crash()
  // Twice, since the times of the one before are not those of this one either.
  await rig.crash()
  await rig.settled()
  const [refused, again] = updates(rig)
  expect(again!.left - refused!.left).toBeGreaterThanOrEqual(longestWait)
  expect(again!.left - refused!.left).toBeLessThan(longestWait + 20_000)
})

test.for(jumps)(
  'after the clock was set %s a person is told by it when an operation and the connection try again',
  async ([, by]) => {
    const rig = await simRig()
    const [first] = await rig.sound()
    rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 264 } })
    await rig.label(first!.id, 'One')
    await rig.send()
    await rig.until(async () => (await rig.status()).queue.waiting === 1)
    rig.wire.cut = true
    await rig.call('connection.retry', {})
    await rig.until(async () => (await rig.status()).connection.state === 'offline')
    rig.computer.set(by)
    const [waiting] = await rig.operations(['waiting'])
    expect(waiting!.retryAt! - rig.computer.now()).toBeGreaterThan(longestWait - minute)
    expect(waiting!.retryAt! - rig.computer.now()).toBeLessThanOrEqual(longestWait)
    const { connection } = await rig.status()
    const retryAt = connection.state === 'offline' ? connection.retryAt! : NaN
    expect(retryAt - rig.computer.now()).toBeGreaterThan(0)
    expect(retryAt - rig.computer.now()).toBeLessThan(2 * minute)
  },
)

test.for(jumps)(
  'a pull of an hour ago is made anew when the panel can be reached again, with a clock set %s',
  async ([, by]) => {
    const rig = await simRig()
    const pulls = () => rig.wire.sent.filter(({ path }) => path === 'user/list').length
    const before = pulls()
    await rig.clock.advance(hour + 5 * minute)
    rig.computer.set(by)
    await rig.call('connection.workOffline', { on: true })
    await rig.call('connection.workOffline', { on: false })
    await rig.online()
    expect(pulls()).toBe(before + 1)
  },
)

test.for(jumps)(
  'what changed during a pull is pulled again after it, with a clock set %s meanwhile',
  async ([, by]) => {
    const rig = await simRig()
    const [first] = await rig.sound()
    rig.panel.faults.add({
      path: 'tracker/list',
      strike: { do: 'slow', milliseconds: 20_000, when: 'after' },
    })
    await rig.call('pull.start', {})
    await rig.until(() => rig.wire.sent.at(-1)?.path === 'tracker/list')
    await rig.clock.advance(1_000)
    rig.computer.set(by)
    const [{ id: plan } = { id: 0 }] = rig.cached<{ id: number }>(
      `SELECT id FROM tariff WHERE device_type = 'tracker' AND id <> (SELECT tariff_id FROM tracker WHERE id = ${first!.id})`,
    )
    await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [first!.id], plan, repay: true, charge: true })
    await rig.send()
    await rig.settled()
    await rig.online()
    await rig.clock.advance(minute)
    expect(rig.cached('SELECT * FROM stale')).toEqual([])
    const lists = rig.wire.sent.filter(({ path, body }) => path === 'tracker/list' && body['user_id'] !== undefined)
    expect(lists.length).toBeGreaterThan(0)
  },
)

test.for(jumps)('when the clock is set %s, the window is told within half a minute', async ([, by]) => {
  const rig = await simRig()
  await rig.clock.advance(minute)
  const before = rig.events.length
  await rig.clock.advance(minute)
  expect(rig.events.length, 'nothing has happened').toBe(before)
  rig.computer.set(by)
  await rig.clock.advance(30_000)
  expect(rig.events.slice(before).map(({ event }) => event)).toEqual(expect.arrayContaining(['outbox', 'status']))
})

test('after the computer slept, the connection is tried, and what was pulled before is pulled again, within half a minute', async () => {
  const rig = await simRig()
  const pulls = () => rig.wire.sent.filter(({ path }) => path === 'user/list').length
  const before = pulls()
  await rig.computer.suspend(hour)
  await rig.clock.advance(30_000)
  expect(pulls()).toBe(before + 1)

  rig.wire.cut = true
  await rig.call('connection.retry', {})
  await rig.clock.advance(10 * minute)
  await rig.computer.suspend(hour)
  rig.wire.cut = false
  await rig.clock.advance(30_000)
  expect((await rig.status()).connection.state).toBe('online')
})

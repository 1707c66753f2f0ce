import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import type { Log } from '../../../electron/ports.ts'
import { longestCommand, mostConsoles, mostRemembered } from '../../../shared/contract/consoles.ts'
import { consoleRig, type Watched } from '../../support/console-rig.ts'
import { certificate } from '../panel/server.ts'

const isOpen = ({ last }: Watched): boolean => last.state.state === 'open'
const problemIn = ({ last }: Watched) => ('problem' in last.state ? last.state.problem : null)
const texts = ({ lines }: Watched): string[] => lines.map(({ sort, text }) => `${sort} ${text}`)

test('a console connects by itself, and shows what the device reports of itself, by name', async () => {
  const { rig, trackers, deviceOf, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  const { last, values, lines } = await until(tracker, (seen) => isOpen(seen) && seen.values.size > 5)
  expect(last.tracker).toMatchObject({ id: tracker, deviceId: deviceOf(tracker) })
  expect([...values.keys()]).toEqual(expect.arrayContaining(['Time', 'Latitude', 'Speed', 'board_voltage']))
  expect(lines.map(({ sort }) => sort)).toEqual(['opened'])
  const time = values.get('Time')
  const later = await until(tracker, (seen) => seen.values.get('Time') !== time)
  expect(later.last.reportedAt).toBeGreaterThan(0)
  expect(await rig.call('consoles.list', {})).toMatchObject({
    consoles: [{ id: tracker }],
    place: { usual: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/) as string, own: null },
  })
})

test('a command goes once, comes back as an echo, and is answered; commands are remembered, and survive a restart', async () => {
  const { rig, trackers, open, until, commands } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  await rig.call('consoles.send', { tracker, command: ' getver ' })
  const seen = await until(tracker, ({ lines }) => lines.some(({ sort }) => sort === 'output'))
  expect(texts(seen)).toEqual(['opened ', 'command getver', 'echo > getver', expect.stringMatching(/^output Ver:/)])
  expect(seen.lines[1]?.heard).toBe('yes')
  await rig.call('consoles.send', { tracker, command: 'getinfo' })
  await rig.call('consoles.send', { tracker, command: 'getver' })
  await until(tracker, ({ lines }) => lines.filter(({ sort }) => sort === 'echo').length === 3)
  expect(commands()).toEqual(['getver', 'getinfo', 'getver'])
  expect(await rig.call('consoles.commands', {})).toEqual({ commands: ['getinfo', 'getver'] })
  await rig.restart()
  await rig.online()
  expect(await rig.call('consoles.commands', {})).toEqual({ commands: ['getinfo', 'getver'] })
  expect(await rig.call('consoles.list', {})).toMatchObject({ consoles: [] })
})

test('no more commands are remembered than anybody looks through', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  for (let at = 0; at <= mostRemembered; at++) await rig.call('consoles.send', { tracker, command: `getparam ${at}` })
  const { commands } = await rig.call('consoles.commands', {})
  expect(commands).toHaveLength(mostRemembered)
  expect(commands[0]).toBe('getparam 1')
})

test('a dropped console connects again with a fresh key, and a command that was not heard of is perhaps sent, and not sent again', async () => {
  const { rig, trackers, open, until, commands } = await consoleRig()
  const [tracker = 0] = trackers
  const keys = () => rig.panel.stats().requests['tracker/console/connect']
  await open(tracker)
  await until(tracker, isOpen)
  rig.panel.faults.add({ path: 'console/command', strike: { do: 'drop', when: 'before' } })
  await rig.call('consoles.send', { tracker, command: 'cpureset' })
  const dropped = await until(tracker, ({ lines }) => lines.some(({ sort }) => sort === 'dropped'))
  expect(dropped.lines.find(({ sort }) => sort === 'command')).toMatchObject({ text: 'cpureset', heard: 'perhaps' })
  await until(tracker, (seen) => isOpen(seen) && texts(seen).filter((text) => text === 'opened ').length === 2)
  expect(keys()).toBe(2)
  await rig.call('consoles.send', { tracker, command: 'getver' })
  await until(tracker, ({ lines }) => lines.some(({ sort }) => sort === 'output'))
  expect(commands()).toEqual(['getver'])
})

test('a person reconnects: with a fresh key, and what stood before is ended', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  await rig.call('consoles.reconnect', { tracker })
  const seen = await until(
    tracker,
    (seen) => isOpen(seen) && texts(seen).filter((text) => text === 'opened ').length === 2,
  )
  expect(rig.panel.stats().requests['tracker/console/connect']).toBe(2)
  expect(seen.lines.map(({ sort }) => sort)).not.toContain('dropped')
})

test('what is no frame is shown as it came, and breaks nothing', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  rig.panel.faults.add({ path: 'console/report', strike: { do: 'garbage', form: 'html' } })
  await open(tracker)
  const seen = await until(
    tracker,
    ({ lines, values }) => values.size > 0 && lines.some(({ sort }) => sort === 'other'),
  )
  expect(texts(seen)).toContain('other <html>502 Bad Gateway</html>')
})

test.each([
  [230, 'console-refused'],
  [201, 'row-gone'],
  [252, 'console-corrupted'],
  [13, 'permission'],
] as const)('code %i stops it, says why, and waits for a person', async (code, problem) => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  rig.panel.faults.add({ path: 'tracker/console/connect', strike: { do: 'refuse', code } })
  await open(tracker)
  const seen = await until(tracker, ({ last }) => last.state.state === 'stopped')
  expect(problemIn(seen)).toMatchObject({ code: problem, panelCode: code })
  expect(rig.panel.stats().requests['tracker/console/connect']).toBe(1)
  await rig.call('consoles.reconnect', { tracker })
  await until(tracker, isOpen)
})

test('a tracker that was blocked since is refused by the panel itself', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  rig.panel.edit({ tracker_id: tracker, blocked: true })
  await open(tracker)
  expect(problemIn(await until(tracker, ({ last }) => last.state.state === 'stopped'))).toMatchObject({
    code: 'console-refused',
    panelCode: 230,
  })
})

test('a tracker of another dealer has no console here, which is known before the panel is asked', async () => {
  const { rig, open } = await consoleRig({ panel: { subDealerUsers: 2 } })
  const rows = await rig.rows()
  const own = rows[0]!.values['dealerId']
  const foreign = rows.find(({ values }) => values['dealerId'] !== own)!
  await expect(open(foreign.id)).rejects.toMatchObject({ problem: { code: 'console-foreign' } })
  expect(rig.panel.stats().requests['tracker/console/connect']).toBeUndefined()
  expect(await rig.call('consoles.list', {})).toMatchObject({ consoles: [] })
})

test('an account that may not update trackers is told so, and the panel is not asked', async () => {
  const permissions = { ...everyPermission, trackers: ['read'] }
  const { rig, trackers, open, until } = await consoleRig({ panel: { permissions } })
  const [tracker = 0] = trackers
  await open(tracker)
  expect(problemIn(await until(tracker, ({ last }) => last.state.state === 'stopped'))).toEqual({
    code: 'permission',
    values: { permission: 'trackers: update' },
  })
  expect(rig.panel.stats().requests['tracker/console/connect']).toBeUndefined()
})

test('a key that the console does not take is no reason to stop: a fresh one is asked for', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  rig.panel.faults.add({ path: 'console', strike: { do: 'refuse', code: 3 } })
  await open(tracker)
  expect(problemIn(await until(tracker, (seen) => problemIn(seen) !== null))?.code).toBe('console-turned-away')
  await until(tracker, isOpen)
  expect(rig.panel.stats().requests['tracker/console/connect']).toBe(2)
})

test('a certificate that does not verify is an error like any other, and nothing is sent there', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  const key = readFileSync(resolve(import.meta.dirname, '../../support/tls/loopback.key.pem'))
  const server = createServer({ cert: certificate, key })
  let connections = 0
  new WebSocketServer({ server }).on('connection', () => (connections += 1))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  await rig.call('consoles.place', { own: `wss://${host}/` })
  await open(tracker)
  const seen = await until(tracker, (seen) => problemIn(seen) !== null)
  expect(seen.last.state).toMatchObject({ state: 'waiting', problem: { code: 'certificate', values: { host } } })
  expect(connections).toBe(0)
  await rig.call('consoles.place', { own: null })
  await until(tracker, isOpen)
})

test('an address of consoles is kept with the profile, and one without encryption only if that is confirmed', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  const own = 'ws://consoles.invalid:8383/'
  const refused = await rig.answer('consoles.place', { own })
  expect(refused).toEqual({ ok: false, problem: { code: 'plain-ws', values: { host: 'consoles.invalid:8383' } } })
  await rig.call('consoles.place', { own, plainConfirmed: true })
  await rig.restart()
  await rig.online()
  expect((await rig.call('consoles.list', {})).place.own).toBe('ws://consoles.invalid:8383')
  await open(tracker)
  expect(problemIn(await until(tracker, (seen) => problemIn(seen) !== null))).toMatchObject({
    code: 'console-unreachable',
    values: { host: 'consoles.invalid:8383' },
  })
})

test('who works offline has no console: those that are open end, and come again with the connection', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  await rig.call('connection.workOffline', { on: true })
  const offline = await until(tracker, (seen) => problemIn(seen) !== null)
  expect(offline.last.state).toEqual({
    state: 'waiting',
    problem: { code: 'work-offline', again: true },
    retryAt: null,
  })
  expect(await rig.answer('consoles.send', { tracker, command: 'getver' })).toMatchObject({
    ok: false,
    problem: { code: 'console-not-open' },
  })
  await rig.call('connection.workOffline', { on: false })
  await until(tracker, isOpen)
})

test('several are open side by side, each with its own device, and no more than fit', async () => {
  const { rig, trackers, deviceOf, open, until, commands } = await consoleRig()
  const some = trackers.slice(0, mostConsoles)
  for (const tracker of some) await open(tracker)
  // One that is open already is no further one.
  await open(some[0]!)
  expect(await rig.answer('consoles.open', { tracker: trackers[mostConsoles] })).toMatchObject({
    ok: false,
    problem: { code: 'consoles-many' },
  })
  for (const tracker of some) {
    await until(tracker, isOpen)
    await rig.call('consoles.send', { tracker, command: 'getver' })
    const seen = await until(tracker, ({ lines }) => lines.some(({ sort }) => sort === 'output'))
    expect(seen.lines.at(-1)?.text).toContain(deviceOf(tracker))
  }
  expect(commands()).toHaveLength(mostConsoles)
  await rig.call('consoles.close', { tracker: some[0]! })
  await open(trackers[mostConsoles]!)
  expect((await rig.call('consoles.list', {})).consoles.map(({ id }) => id)).toEqual([
    ...some.slice(1),
    trackers[mostConsoles],
  ])
  expect(await rig.answer('consoles.read', { tracker: some[0], after: 0 })).toMatchObject({
    ok: false,
    problem: { code: 'console-not-open' },
  })
})

test('a command that is empty or longer than the panel takes is none', async () => {
  const { rig, trackers, open, until, commands } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  for (const command of ['', '   ', 'x'.repeat(longestCommand + 1)]) {
    expect(await rig.answer('consoles.send', { tracker, command })).toMatchObject({ ok: false })
  }
  expect(commands()).toEqual([])
})

test('keys are in no file of ours, and neither is what a device says', async () => {
  const logged: unknown[] = []
  const note = (...entry: unknown[]) => void logged.push(entry)
  const log: Log = { info: note, warn: note, error: note }
  const { rig, trackers, open, until } = await consoleRig({ log })
  const [tracker = 0] = trackers
  rig.panel.faults.add({ path: 'console', strike: { do: 'refuse', code: 3 } })
  await open(tracker)
  await until(tracker, isOpen)
  await rig.call('consoles.send', { tracker, command: 'getver' })
  await until(tracker, ({ lines }) => lines.some(({ sort }) => sort === 'output'))
  const text = JSON.stringify(logged)
  expect(text).not.toMatch(/key=|"key"|\/console\?|[0-9a-f]{40}|Ver:03/)
  expect(JSON.stringify(rig.journal('SELECT * FROM setting'))).not.toMatch(/[0-9a-f]{40}/)
})

test('the log can be cleared; what has come is told in batches', async () => {
  const { rig, trackers, open, until } = await consoleRig()
  const [tracker = 0] = trackers
  await open(tracker)
  await until(tracker, isOpen)
  const before = rig.events.filter(({ event }) => event === 'consoles').length
  const some = Array.from({ length: 200 }, (_, at) => rig.call('consoles.send', { tracker, command: `getparam ${at}` }))
  await Promise.all(some)
  // Each of them changes the log three times: it is sent, comes back, and is answered.
  await until(tracker, ({ lines }) => lines.filter(({ sort }) => sort === 'output').length === some.length)
  expect(rig.events.filter(({ event }) => event === 'consoles').length - before).toBeLessThan(some.length)
  await rig.call('consoles.clear', { tracker })
  expect((await until(tracker, ({ lines }) => lines.length === 0)).lines).toEqual([])
})

test('trackers are found by what is typed of a label, an id or an IMEI', async () => {
  const { rig, trackers, deviceOf } = await consoleRig()
  const [tracker = 0] = trackers
  const find = async (search: string) => (await rig.call('lookup.trackersLike', { search })).trackers
  for (const search of [String(tracker), deviceOf(tracker), deviceOf(tracker).slice(4)]) {
    expect((await find(search)).map(({ id }) => id)).toContain(tracker)
  }
  const [first] = await find(String(tracker))
  expect(first?.id).toBe(tracker)
  const { label = '' } = (await find(String(tracker)))[0] ?? {}
  expect((await find(label.toUpperCase())).map(({ id }) => id)).toContain(tracker)
  expect(await find('nothing is called like this')).toEqual([])
  expect((await find('')).length).toBeGreaterThan(10)
})

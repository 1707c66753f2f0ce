import { expect, test } from 'vitest'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import { documentedRate } from '../../../electron/demo-panel/rate.ts'
import { hashesAstray } from '../../support/hashes.ts'
import { days, routesRig, userClient } from '../../support/routes-rig.ts'

const { user_sessions: _sessions, ...withoutSessions } = everyPermission

test('the routes of the chosen users are in the sheets as the panel has them, checkpoints in their order', async () => {
  const { made, ids, choose, atPanel } = await routesRig()
  await choose()
  const state = await made.call('routes.state', {})
  expect(state.users.filter(({ problem }) => problem)).toEqual([])
  expect(state).toMatchObject({ done: ids.length, total: ids.length, problem: null })
  const held = ids.flatMap((user) => atPanel(user).map((route) => ({ user, ...route })))
  expect(held.length).toBeGreaterThan(40)

  const routes = await made.rows({ sheet: 'routes' })
  expect(routes.map(({ values }) => values['id']).sort()).toEqual(held.map(({ id }) => id).sort())
  const checkpoints = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['routeId'] !== null)
  const inOrder = held.sort((a, b) => a.id - b.id).flatMap(({ checkpoint_ids }) => checkpoint_ids)
  expect(checkpoints.map(({ values }) => values['id'])).toEqual(inOrder)
  expect(routes.every(({ values }) => typeof values['timeZone'] === 'string')).toBe(true)
  expect(hashesAstray(made.wire)).toEqual([])
})

test('what has changed at the panel since is so after the next pull, and what is gone goes with its checkpoints', async () => {
  const { made, ids, choose, pulled, atPanel } = await routesRig()
  await choose()
  const user = ids.find((id) => atPanel(id).length > 1) ?? 0
  const [first, second] = atPanel(user)
  const client = userClient(made, user)
  client('task/route/delete', { route_id: first!.id })
  const before = await made.rows({ sheet: 'checkpoints' })
  const driven = atPanel(user).find(({ tracker_id }) => tracker_id) ?? second!
  made.panel.edit({ task_id: driven.checkpoint_ids[0]!, status: 'failed' })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  const left = await made.rows({ sheet: 'checkpoints' })
  expect(before.length - left.length).toBe(first!.checkpoint_ids.length)
  expect(left.some(({ values }) => values['routeId'] === first!.id)).toBe(false)
  expect((await made.rows({ sheet: 'routes' })).map(({ values }) => values['id'])).not.toContain(first!.id)
  expect(left.find(({ values }) => values['id'] === driven.checkpoint_ids[0])?.values['status']).toBe('failed')
})

test('routes are pulled anew when they are asked for, although the clock was set back since the last time', async () => {
  const { made, choose, pulled } = await routesRig()
  await choose()
  const lists = () => made.panel.stats().requests['task/route/list'] ?? 0
  const before = lists()
  made.computer.set(-3_600_000)
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect(lists()).toBe(before * 2)
})

test('one user whose session cannot be made is said by name, and keeps nobody else from being pulled', async () => {
  const { made, ids, choose, pulled, atPanel, labels } = await routesRig()
  const [lost, ...others] = ids.filter((id) => atPanel(id).length > 0)
  made.panel.faults.add({
    path: 'user/session/create',
    parameters: { user_id: lost! },
    times: 1,
    strike: { do: 'refuse', code: 201 },
  })
  await choose([lost!, ...others])
  const { users } = await made.call('routes.state', {})
  expect(users.filter(({ problem }) => problem).map(({ id }) => id)).toEqual([lost])
  expect(users.find(({ id }) => id === lost)).toMatchObject({ pulledAt: null, problem: { code: 'session-not-opened' } })
  expect((await labels()).sort()).toEqual(
    others
      .flatMap(atPanel)
      .map(({ label }) => label)
      .sort(),
  )
  // Whoever failed is tried again, however young the others' pulls are.
  await made.clock.advance(60_000)
  await made.call('routes.pull', { olderThan: 3_600_000 })
  await pulled()
  expect((await made.call('routes.state', {})).users.every(({ problem }) => problem === null)).toBe(true)
  expect((await labels()).sort()).toEqual(
    [lost!, ...others]
      .flatMap(atPanel)
      .map(({ label }) => label)
      .sort(),
  )
})

test('what was pulled is there without a connection after a restart, and what is not chosen any more leaves', async () => {
  const { made, ids, choose, atPanel, labels } = await routesRig()
  await choose()
  const before = await labels()
  await made.restart()
  expect(await labels()).toEqual(before)
  const withRoutes = ids.filter((id) => atPanel(id).length > 0)
  await made.online()
  await choose(withRoutes.slice(0, 1))
  expect((await labels()).sort()).toEqual(
    atPanel(withRoutes[0]!)
      .map(({ label }) => label)
      .sort(),
  )
  await choose([])
  expect(await labels()).toEqual([])
  expect(await made.rows({ sheet: 'checkpoints' })).toEqual([])
})

test('without the permission to work as a user none is asked for', async () => {
  const { made, ids } = await routesRig({ panel: { permissions: withoutSessions } })
  const asked = made.call('routes.choose', { users: ids, ...days })
  await expect(asked).rejects.toMatchObject({ problem: { code: 'permission' } })
  expect(made.panel.stats().requests['user/session/create'] ?? 0).toBe(0)
})

test('a pull that breaks off with the connection goes on by itself, and asks for no session twice', async () => {
  const { made, ids, choose, labels, atPanel } = await routesRig()
  const expected = ids.flatMap(atPanel).length
  const sessions = made.panel.stats().userSessions
  made.panel.faults.add({ path: 'task/route/list', skip: 3, times: 40, strike: { do: 'drop', when: 'before' } })
  await choose()
  await made.until(async () => (await labels()).length === expected)
  expect(made.panel.stats().userSessions - sessions).toBe(ids.length)
})

test('however many users are pulled, no limit of the panel is met', async () => {
  const { made, choose } = await routesRig({ panel: { trackers: 2000, rate: { perSecond: 10, burst: 2 } } })
  await choose()
  expect(made.panel.stats().aboveRate).toBe(0)
  expect((await made.call('routes.state', {})).users.every(({ problem }) => problem === null)).toBe(true)
})

test('fifty requests a second are kept up, although the panel takes a fifth of a second for each', async () => {
  const { made, choose, pulled } = await routesRig({ panel: { trackers: 2000, rate: documentedRate } })
  await choose()
  const before = made.wire.sent.length
  made.panel.faults.add({ api: 'user', times: 1_000, strike: { do: 'slow', when: 'before', milliseconds: 160 } })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  const times = made.wire.sent.slice(before).map(({ at }) => at)
  expect(times.length).toBeGreaterThan(150)
  // A twentieth goes to timers of whole milliseconds, and the first and the last of them are by themselves.
  expect((1000 * (times.length - 1)) / (times.at(-1)! - times[0]!)).toBeGreaterThan(44)
  expect(made.panel.stats().aboveRate).toBe(0)
})

/** How many sessions of users there are, that were opened and not ended. */
const openSessions = ({ stats }: { stats(): { userSessions: number; requests: Readonly<Record<string, number>> } }) =>
  stats().userSessions - (stats().requests['user/logout'] ?? 0)

test('all users with routes are found by asking each, those without are let go, and no limit of the panel is met', async () => {
  const { made, ids, choose, labels, pulled } = await routesRig({ panel: { trackers: 2000, rate: documentedRate } })
  const before = openSessions(made.panel)
  await made.call('routes.find', days)
  expect(await made.call('routes.state', {})).toMatchObject({ running: true, finding: true, total: ids.length })
  await pulled()
  const { choice, ...state } = await made.call('routes.state', {})
  expect(state).toMatchObject({ finding: false, running: false, problem: null })
  const owners = new Set((await made.rows({ sheet: 'routes' })).map(({ values }) => values['userId']))
  expect(choice).toMatchObject(days)
  expect(new Set(choice?.users)).toEqual(owners)
  expect(owners.size).toBeLessThan(ids.length)
  expect(openSessions(made.panel) - before).toBe(owners.size)
  const found = await labels()
  await choose()
  expect(await labels()).toEqual(found)
  expect(made.panel.stats().aboveRate).toBe(0)
})

test('whoever cannot be asked is looked at as well, with what stood in the way, and what is stopped leaves all as it was', async () => {
  const { made, ids, atPanel, choose, pulled } = await routesRig()
  const without = ids.find((id) => atPanel(id).length === 0)!
  const [first] = ids.filter((id) => atPanel(id).length > 0)
  made.panel.faults.add({
    ...{ path: 'user/session/create', parameters: { user_id: without }, times: 1 },
    strike: { do: 'refuse', code: 201 },
  })
  await made.call('routes.find', days)
  await pulled()
  const { choice, users } = await made.call('routes.state', {})
  expect(choice?.users).toContain(without)
  expect(users.find(({ id }) => id === without)?.id).toBe(without)
  await choose([first!])
  await made.call('routes.find', days)
  await made.call('routes.stop', {})
  await pulled()
  const state = await made.call('routes.state', {})
  expect(state).toMatchObject({ finding: false, running: false, problem: null, choice: { users: [first] } })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { userRate } from '../../../electron/demo-panel/rate.ts'
import { userMethods } from '../../../electron/demo-panel/user-methods.ts'
import { OpenPanel } from './open-panel.ts'
import { OpenUser, planners, stop } from './open-user.ts'

let open: OpenPanel
let user: OpenUser

beforeEach(() => {
  open = new OpenPanel()
  user = planners(open)[0]!
})

const day = 24 * 3_600_000

describe('a user’s session', () => {
  test('is refused at the panel, and the dealer’s at the User API', () => {
    expect(open.ask('tracker/list', {}, user.hash).code).toBe(4)
    user.hash = open.hash
    expect(user.ask('task/route/list').code).toBe(4)
  })

  test.each([...userMethods.keys()])('is wanted by %s', (path) => {
    user.hash = 'f'.repeat(32)
    expect(user.ask(path)).toMatchObject({ http: 400, code: 4 })
  })

  test('lasts for thirty days, and once it is renewed for thirty more', () => {
    open.clock.pass(29 * day)
    expect(user.ask('user/session/renew').code).toBe(0)
    open.clock.pass(29 * day)
    expect(user.ask('user/get_info').code).toBe(0)
    open.clock.pass(day)
    expect(user.ask('user/get_info').code).toBe(4)
  })

  test('that was renewed outlives one that was opened after it', () => {
    const other = new OpenUser(open, user.id)
    open.clock.pass(20 * day)
    user.done('user/session/renew')
    open.clock.pass(11 * day)
    open.signIn()
    expect(other.ask('user/get_info').code).toBe(4)
    expect(user.ask('user/get_info').code).toBe(0)
  })

  test('is one of twenty at most, until one of them ends', () => {
    const somebodyElse = planners(open)[1]!.id
    // Whoever looked for this user has left some open.
    open.panel.expireUserSessions(user.id)
    const all = Array.from({ length: 20 }, () => new OpenUser(open, user.id))
    expect(open.ask('user/session/create', { user_id: user.id }).code).toBe(104)
    expect(open.ask('user/session/create', { user_id: somebodyElse }).code).toBe(0)
    all[7]!.done('user/logout')
    expect(all[7]!.ask('user/get_info').code).toBe(4)
    expect(open.ask('user/session/create', { user_id: user.id }).code).toBe(0)
    open.clock.pass(30 * day)
    open.signIn()
    expect(open.ask('user/session/create', { user_id: user.id }).code).toBe(0)
  })
})

test('no more than fifty requests a second are a user’s', () => {
  const limited = new OpenPanel({ rate: { perSecond: 10, burst: 1000 } })
  const [one] = planners(limited)
  limited.clock.pass(5_000)
  const codes = Array.from({ length: userRate.burst + 1 }, () => one!.ask('user/get_info').code)
  expect(codes.filter((code) => code === 0)).toHaveLength(50)
  expect(codes.at(-1)).toBe(15)
})

test('a user’s clocks are told, and they differ', () => {
  const zones = new Set(planners(open).map((planner) => planner.timeZone()))
  expect([...zones].filter((zone) => !Intl.supportedValuesOf('timeZone').includes(zone))).toEqual([])
  expect(zones.size).toBeGreaterThan(4)
})

test('a user’s trackers are listed as the panel has them', () => {
  const all = open.trackers({ user_id: user.id }).filter(({ deleted }) => !deleted)
  expect(user.trackers().map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  const [first] = all
  const labels = [first!.label.slice(0, 3).toUpperCase()]
  expect(user.done('tracker/list', { labels })['list']).toContainEqual(expect.objectContaining({ id: first!.id }))
  expect(user.done('tracker/list', { labels: ['no such label'] })['list']).toEqual([])
})

test('a user’s tags are listed and looked for', () => {
  const { list, count } = user.done('tag/list') as { list: { name: string }[]; count: number }
  expect(list.length).toBe(count)
  expect(user.done('tag/list', { filter: list[0]!.name.toLowerCase() })['list']).toEqual([list[0]])
  expect(user.ask('tag/list', { filter: 'ab' }).code).toBe(7)
})

describe('faults strike methods of the User API', () => {
  const checkpoint = () => ({ checkpoint: stop({ parent_id: future(), order: 0 }) })
  const future = () => user.routes({ statuses: ['assigned', 'unassigned'] })[0]!.id
  const path = 'task/checkpoint/create'
  const acted = () => open.done().length === 1

  test.each([
    ['before', false],
    ['after', true],
    ['during', true],
  ] as const)('by dropping the connection %s acting', (when, hasActed) => {
    const sent = checkpoint()
    open.panel.faults.add({ path, strike: { do: 'drop', when } })
    expect(user.outcome(path, sent)).toMatchObject({ outcome: 'drop', acted: hasActed })
    expect(acted()).toBe(hasActed)
  })

  test('by a code, by garbage, by ending the sessions of users alone', () => {
    const sent = checkpoint()
    open.panel.faults.add({ path: 'task/*', strike: { do: 'refuse', code: 14 } })
    expect(user.ask(path, sent)).toMatchObject({ http: 503, code: 14 })
    expect(open.done()).toEqual([])
    open.panel.faults.add({ path, strike: { do: 'garbage', form: 'cut' } })
    expect(user.outcome(path, sent)).toMatchObject({ status: 200 })
    expect(acted()).toBe(true)
    open.panel.faults.add({ path, strike: { do: 'expire' } })
    expect(user.ask(path, sent).code).toBe(4)
    expect(open.ask('tracker/list').code).toBe(0)
  })

  test('of one API alone, where the other has a method of the same name', () => {
    open.panel.faults.add({ path: 'tracker/list', api: 'user', strike: { do: 'refuse', code: 14 } })
    expect(open.ask('tracker/list').code).toBe(0)
    expect(user.ask('tracker/list').code).toBe(14)
    open.panel.faults.add({ path: 'tracker/list', api: 'panel', strike: { do: 'refuse', code: 14 } })
    expect(user.ask('tracker/list').code).toBe(0)
    expect(open.ask('tracker/list').code).toBe(14)
  })
})

test('a method may be lacking, and another one put in its place', () => {
  const other = new OpenPanel({
    lacks: ['task/count'],
    userMethods: { 'user/get_info': { answer: ({ user: id }) => ({ who: id }) } },
  })
  const id = other.users()[0]!.id
  const its = new OpenUser(other, id)
  expect(its.ask('task/count').code).toBe(111)
  expect(its.done('user/get_info')).toMatchObject({ who: id })
})

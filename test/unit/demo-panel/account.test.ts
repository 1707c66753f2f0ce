import { describe, expect, test } from 'vitest'
import { demoLogin, demoPassword, everyPermission } from '../../../electron/demo-panel/account.ts'
import { methods } from '../../../electron/demo-panel/methods/table.ts'
import { OpenPanel } from './open-panel.ts'

const hour = 3600 * 1000

describe('signing in', () => {
  test('gives a hash of 32 hex digits and every permission', () => {
    const { code, http, body } = new OpenPanel().ask('account/auth', { login: demoLogin, password: demoPassword })
    expect([code, http]).toEqual([0, 200])
    expect(body['hash']).toMatch(/^[0-9a-f]{32}$/)
    expect(body['permissions']).toEqual(everyPermission)
  })

  test('with an unknown login answers 12', () => {
    const answer = new OpenPanel().ask('account/auth', { login: '1', password: demoPassword })
    expect(answer).toMatchObject({ http: 400, code: 12 })
  })

  test.each([102, 12] as const)('with a wrong password answers %i, as the panel was made', (wrongPasswordCode) => {
    const open = new OpenPanel({ wrongPasswordCode })
    expect(open.ask('account/auth', { login: demoLogin, password: 'x' })).toMatchObject({
      http: 400,
      code: wrongPasswordCode,
    })
  })

  test('of a dealer who is blocked answers 403 and 11', () => {
    const answer = new OpenPanel({ blocked: true }).ask('account/auth', { login: demoLogin, password: demoPassword })
    expect(answer).toMatchObject({ http: 403, code: 11 })
  })

  test('without a password answers 7 and names it', () => {
    expect(new OpenPanel().ask('account/auth', { login: demoLogin })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter: 'password', error: 'must not be null' }] },
    })
  })

  test('gives every session a hash of its own', () => {
    const open = new OpenPanel()
    const first = open.hash
    open.signIn()
    expect(open.hash).not.toBe(first)
    expect(open.ask('tracker/list', {}, first).code).toBe(0)
  })
})

describe('a session', () => {
  test('lasts 24 hours from its creation, however much it is used', () => {
    const open = new OpenPanel()
    open.clock.pass(12 * hour)
    expect(open.ask('account/get_permissions').code).toBe(0)
    open.clock.pass(12 * hour - 1)
    expect(open.ask('account/get_permissions').code).toBe(0)
    open.clock.pass(1)
    expect(open.ask('account/get_permissions')).toMatchObject({ http: 400, code: 4 })
  })

  test('is dead after logout, even for a second logout', () => {
    const open = new OpenPanel()
    expect(open.ask('account/logout')).toMatchObject({ code: 0, body: { success: true } })
    expect(open.ask('account/logout').code).toBe(4)
  })

  test.each([
    ['missing', '', 3],
    ['no hash at all', 'zzz', 3],
    ['a hash of nobody', '0'.repeat(32), 4],
  ])('that is %s is refused', (_what, hash, code) => {
    expect(new OpenPanel().ask('tracker/list', {}, hash)).toMatchObject({ http: 400, code })
  })
})

describe('permissions', () => {
  const guarded = [...methods].flatMap(([path, { needs }]) =>
    typeof needs === 'string' ? [] : needs.map((permission) => ({ path, ...permission })),
  )

  test.each(guarded)('$path is refused with 13 without $category: $operation', ({ path, category, operation }) => {
    const { [category]: operations = [], ...others } = everyPermission
    const without = { ...others, [category]: operations.filter((granted) => granted !== operation) }
    expect(new OpenPanel({ permissions: without }).ask(path)).toMatchObject({ http: 403, code: 13 })
    // A category that is absent grants nothing either.
    expect(new OpenPanel({ permissions: others }).ask(path)).toMatchObject({ http: 403, code: 13 })
    expect(new OpenPanel().ask(path).code).not.toBe(13)
  })

  test.each([
    ['dealer/get_info', 'base: get_dealer_info'],
    ['user/list', 'users: read'],
    ['user/session/create', 'users: read, user_sessions: create'],
    ['tariff/list', 'tariffs: read'],
    ['equipment/list', 'tracker_bundles: read'],
    ['tracker/list', 'trackers: read'],
    ['tracker/settings/update', 'trackers: update'],
    ['tracker/source/update', 'trackers: update'],
    ['tracker/tariff/change', 'trackers: update, transactions: create, tariffs: read'],
    ['tracker/move', 'trackers: create, trackers: delete'],
    ['tracker/raw_command/send', 'trackers: update'],
    ['tracker/clone', 'trackers: create'],
    ['tracker/batch_clone', 'trackers: create'],
    ['tracker/delete_clone', 'trackers: delete'],
    ['tracker/batch_delete_clones', 'trackers: delete'],
    ['tracker/bundle/list', 'tracker_bundles: read'],
    ['tracker/bundle/import', 'tracker_bundles: create'],
    ['tracker/bundle/assign', 'tracker_bundles: update'],
    ['tracker/bundle/order/assign', 'tracker_bundles: update'],
    ['tracker/bundle/update', 'tracker_bundles: update'],
  ])('%s needs %s', (path, permission) => {
    const needs = methods.get(path)?.needs ?? []
    const words = typeof needs === 'string' ? [needs] : needs.map((need) => `${need.category}: ${need.operation}`)
    expect(words.join(', ')).toBe(permission)
  })

  test('are told to any session', () => {
    const open = new OpenPanel({ permissions: { trackers: ['read'] } })
    expect(open.ask('account/get_permissions').body['permissions']).toEqual({ trackers: ['read'] })
  })
})

test('the dealer stands at the top of the answer, with counts of its trackers', () => {
  const { body } = new OpenPanel().ask('dealer/get_info')
  expect(body).toMatchObject({ id: 20410, active_amount: 600, password_policy: { min_length: 12 } })
  expect(body).not.toHaveProperty('value')
})

test('the password that is printed keeps the policy that the dealer tells', () => {
  const { body } = new OpenPanel().ask('dealer/get_info')
  const policy = body['password_policy'] as { special_chars: string; min_length: number; max_length: number }
  expect(demoPassword.length).toBeGreaterThanOrEqual(policy.min_length)
  expect(demoPassword.length).toBeLessThanOrEqual(policy.max_length)
  expect([...demoPassword].some((char) => policy.special_chars.includes(char))).toBe(true)
  for (const sort of [/\p{Lu}/u, /\p{Ll}/u, /\d/]) expect(demoPassword).toMatch(sort)
})

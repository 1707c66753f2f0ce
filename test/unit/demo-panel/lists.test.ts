import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

const open = new OpenPanel()
const all = open.trackers()

describe('a page', () => {
  test('of any size and order is a slice of the whole, and the count knows neither', () => {
    const orders = ['id', 'label', 'status', 'model', 'device_id', 'phone', 'creation_date', 'last_connection']
    fc.assert(
      fc.property(
        fc.record({
          order_by: fc.constantFrom(...orders, 'tariff_id', 'business_status'),
          ascending: fc.boolean(),
          offset: fc.nat(700),
          limit: fc.nat(700),
          filter: fc.constantFrom('', 'а', '12', 'tel'),
        }),
        ({ offset, limit, ...asked }) => {
          const whole = open.trackers(asked)
          const { body } = open.ask('tracker/list', { ...asked, offset, limit })
          expect(body['count']).toBe(whole.length)
          expect(body['list']).toEqual(whole.slice(offset, offset + limit))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of a limit of 0 is empty and still counts', () => {
    expect(open.ask('tracker/list', { limit: 0 }).body).toMatchObject({ list: [], count: 600 })
  })

  test.each([
    ['offset', -1],
    ['limit', -1],
    ['limit', 1.5],
    ['offset', 'x'],
    ['ascending', 'perhaps'],
    ['order_by', 'colour'],
  ])('with %s %s is refused with 7', (name, value) => {
    expect(open.ask('tracker/list', { [name]: value })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter: name }] },
    })
  })
})

describe('the order', () => {
  const keys: [string, (tracker: AnsweredTracker) => string | number | undefined][] = [
    ['id', ({ id }) => id],
    ['label', ({ label }) => label.toLowerCase()],
    ['status', ({ source }) => source.connection_status],
    ['model', ({ source }) => source.model],
    ['device_id', ({ source }) => source.device_id],
    ['phone', ({ source }) => source.phone],
    ['creation_date', ({ creation_date }) => creation_date],
    ['last_connection', ({ last_connection }) => last_connection],
    ['tariff_id', ({ source }) => source.tariff_id],
  ]

  test.each(keys)('by %s rises, with what is missing first, and falls the other way round', (order_by, key) => {
    const rising = open.trackers({ order_by })
    const values = rising.map(key)
    const present = values.filter((value) => value !== undefined)
    expect(values.slice(values.length - present.length)).toEqual(present)
    for (let i = 1; i < present.length; i++) expect(present[i]! >= present[i - 1]!).toBe(true)
    expect(open.trackers({ order_by, ascending: false })).toEqual([...rising].reverse())
  })

  test('that is unknown is refused with the legal ones', () => {
    const { body } = open.ask('user/list', { order_by: 'colour' })
    expect(body['errors']).toEqual([
      { parameter: 'order_by', error: 'Should be one of [id, login, last_name, balance, bonus, phone, post_city]' },
    ])
  })

  test('follows an edit', () => {
    const fresh = new OpenPanel()
    fresh.trackers({ order_by: 'label' })
    const { id } = fresh.trackers({ limit: 1 })[0]!
    fresh.ask('tracker/settings/update', { tracker_id: id, label: '!!! first', deleted: false })
    expect(fresh.trackers({ order_by: 'label', limit: 1 })[0]!.id).toBe(id)
  })
})

describe('the filter of trackers', () => {
  test.each([
    ['id', (t: AnsweredTracker) => String(t.id)],
    ['label', (t: AnsweredTracker) => t.label],
    ['source.id', (t: AnsweredTracker) => String(t.source.id)],
    ['device_id', (t: AnsweredTracker) => t.source.device_id],
    ['model', (t: AnsweredTracker) => t.source.model],
    ['user_id', (t: AnsweredTracker) => String(t.user_id)],
    ['phone', (t: AnsweredTracker) => t.source.phone || String(t.id)],
  ])('finds by %s', (_name, text) => {
    for (const tracker of all.slice(0, 40)) {
      expect(open.trackers({ filter: text(tracker) }).map(({ id }) => id)).toContain(tracker.id)
    }
  })

  test('looks at no other field, such as the comment', () => {
    const { id } = all[0]!
    const fresh = new OpenPanel()
    fresh.ask('tracker/settings/update', { tracker_id: id, label: 'a', deleted: false, comment: 'zebra crossing' })
    expect(fresh.trackers({ filter: 'zebra' })).toEqual([])
  })

  test('pays no regard to capitals, in any script', () => {
    const cyrillic = all.find(
      ({ label }) => /^\p{Lu}\p{Script=Cyrillic}+/u.test(label) && /\p{Script=Cyrillic}{4}/u.test(label),
    )!
    expect(open.trackers({ filter: cyrillic.label.toUpperCase() }).map(({ id }) => id)).toContain(cyrillic.id)
  })

  test('that is blank is none', () => {
    expect(open.trackers({ filter: '  ' })).toHaveLength(600)
  })
})

describe('conditions on trackers', () => {
  test('by owner, by plan and by clones add up', () => {
    const { user_id, source } = all.find(({ clone }) => clone)!
    const asked = { user_id, tariff_id: source.tariff_id, clones_filter: 'include_clones_only' }
    const expected = all.filter((t) => t.user_id === user_id && t.source.tariff_id === source.tariff_id && t.clone)
    expect(expected.length).toBeGreaterThan(0)
    expect(open.trackers(asked)).toEqual(expected)
  })

  test.each([
    ['include_clones_only', true],
    ['only_include_clones', true],
    ['exclude_clones', false],
  ])('clones_filter %s', (clones_filter, clone) => {
    const expected = all.filter((tracker) => tracker.clone === clone)
    expect(expected.length).toBeGreaterThan(0)
    expect(open.trackers({ clones_filter })).toEqual(expected)
  })

  test('clones_filter not_set is none, and any other is refused with the legal ones', () => {
    expect(open.trackers({ clones_filter: 'not_set' })).toHaveLength(600)
    expect(open.ask('tracker/list', { clones_filter: 'all' })).toMatchObject({
      code: 7,
      body: {
        errors: [
          {
            parameter: 'clones_filter',
            error: 'Should be one of [include_clones_only, exclude_clones, only_include_clones, not_set]',
          },
        ],
      },
    })
  })

  test.each(['user_id', 'tariff_id'])('an unknown %s is refused with 201', (name) => {
    expect(open.ask('tracker/list', { [name]: 99_999_999 })).toMatchObject({ http: 400, code: 201 })
  })
})

describe('users', () => {
  test('count their trackers, clones included, and follow what is cloned and deleted', () => {
    const fresh = new OpenPanel()
    const original = fresh.originals()[0]!
    const user_id = fresh.stranger(original)
    const before = fresh.trackers({ user_id }).length
    const count = () => fresh.users().find(({ id }) => id === user_id)!.trackers_count
    expect(count()).toBe(before)
    const { body } = fresh.ask('tracker/clone', { tracker_id: original.id, user_id, label: 'c' })
    expect(count()).toBe(before + 1)
    fresh.ask('tracker/delete_clone', { tracker_id: body['id'] })
    expect(count()).toBe(before)
  })

  test('are read with what concerns them beside the value; an unknown one is refused with 201', () => {
    const { id } = open.users({ limit: 1 })[0]!
    const { body } = open.ask('user/read', { user_id: id })
    expect(body).toMatchObject({
      value: { id },
      discount: { strategy: expect.any(String) as string },
      default_tariff_id: 13457,
    })
    expect(body).toHaveProperty('block_parameters')
    expect(body).toHaveProperty('dealer_mfa_settings')
    expect(open.ask('user/read', { user_id: 1 })).toMatchObject({ http: 400, code: 201 })
  })

  test('are found by their login and sorted by it; inactive ones can be hidden', () => {
    const { id, login } = open.users()[3]!
    expect(open.users({ filter: login.toUpperCase() }).map((found) => found.id)).toContain(id)
    const logins = open.users({ order_by: 'login' }).map((user) => user.login)
    expect(logins).toEqual([...logins].sort())
    const many = new OpenPanel({ trackers: 4000 })
    expect(many.users().some(({ activated }) => !activated)).toBe(true)
    expect(many.users({ hide_inactive: true }).every(({ activated }) => activated)).toBe(true)
  })
})

test('plans are listed by sort of device, with the dealer’s own prices beside them', () => {
  const cameras = open.ask('tariff/list', { device_type: 'camera' }).body
  expect(cameras).toMatchObject({
    count: 1,
    list: [{ device_type: 'camera' }],
    wholesale_service_prices: { traffic: 0.02 },
  })
  expect(open.ask('tariff/list', { device_type: 'boat' })).toMatchObject({ code: 7 })
  expect(open.ask('tariff/list', { order_by: 'price', ascending: false, limit: 1 }).body).toMatchObject({
    count: 11,
    list: [{ name: 'Year ahead' }],
  })
})

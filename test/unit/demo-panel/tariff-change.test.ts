import { beforeEach, describe, expect, test } from 'vitest'
import { billOf } from '../../../electron/demo-panel/billing.ts'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { seedData } from '../../../electron/demo-panel/seed.ts'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

const premium = 12163
const standard = 13457
const payByDay = 15843
const suspended = 15850
const small = 16002
const camera = 16010

let open: OpenPanel
let tracker: AnsweredTracker

beforeEach(() => {
  open = new OpenPanel({ trackers: 1000 })
  tracker = visible().find(({ source }) => source.tariff_id === premium)!
})

function visible(): AnsweredTracker[] {
  return open.originals().filter(({ deleted }) => !deleted)
}

const change = (asked: Record<string, unknown> = {}) =>
  open.ask('tracker/tariff/change', {
    tracker_id: tracker.id,
    tariff_id: standard,
    repay: false,
    charge: true,
    ...asked,
  })
const balance = () => Number(open.users().find(({ id }) => id === tracker.user_id)!['balance'])

describe('tariff/change', () => {
  test('gives the device the plan, for its clones as well, and bills its owner', () => {
    const clone = Number(
      open.ask('tracker/clone', { tracker_id: tracker.id, user_id: open.stranger(tracker), label: 'c' }).body['id'],
    )
    const before = balance()
    expect(change()).toMatchObject({ http: 200, code: 0, body: { success: true } })
    expect(open.tracker(tracker.id).source.tariff_id).toBe(standard)
    expect(open.tracker(clone).source.tariff_id).toBe(standard)
    expect(balance()).toBeCloseTo(before - 7.9, 5)
    expect(open.trackers({ tariff_id: standard }).some(({ id }) => id === tracker.id)).toBe(true)
  })

  test('done there and back twice is money four times', () => {
    const before = balance()
    for (const tariff_id of [standard, premium, standard, premium]) expect(change({ tariff_id }).code).toBe(0)
    expect(balance()).toBeCloseTo(before - 2 * (7.9 + 12.55), 5)
    expect(open.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
    expect(open.done()).toHaveLength(4)
    expect(open.done()[0]).toEqual({
      effect: 'tracker.tariff',
      tracker: tracker.id,
      user: tracker.user_id,
      plan: standard,
      repaid: 0,
      charged: 7.9,
      ends: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
    })
  })

  test('pays back what is left, and says when the new plan ends', () => {
    tracker = visible().find(
      ({ source }) => source.tariff_id === premium && String(source['tariff_end_date']) === '2026-11-21',
    )!
    const before = balance()
    expect(change({ repay: true, charge: false }).code).toBe(0)
    expect(open.done()).toMatchObject([{ repaid: 1, charged: 0, ends: '2026-12-01' }])
    expect(balance()).toBeCloseTo(before + 1, 5)
    expect(open.tracker(tracker.id).source['tariff_end_date']).toBe('2026-12-01')
  })

  test('takes a plan that users may not choose by themselves', () => {
    expect(change({ tariff_id: suspended }).code).toBe(0)
  })

  test.each<[string, number, number, () => Record<string, unknown>]>([
    ['an unknown tracker', 400, 201, () => ({ tracker_id: 1 })],
    ['a clone', 403, 219, () => ({ tracker_id: clones()[0]!.id })],
    ['the plan that it has', 403, 238, () => ({ tariff_id: premium })],
    ['a plan for cameras', 403, 238, () => ({ tariff_id: camera })],
    ['an unknown plan', 404, 239, () => ({ tariff_id: 1 })],
    ['a hidden tracker', 403, 250, () => ({ tracker_id: open.originals().find(({ deleted }) => deleted)!.id })],
    [
      'a corrupted tracker',
      400,
      252,
      () => ({ tracker_id: open.trackers().find(({ source }) => source.corrupted)!.id }),
    ],
  ])('refuses %s with %i and %i', (_what, http, code, asked) => {
    expect(change(asked())).toMatchObject({ http, code })
    expect(open.done()).toEqual([])
  })

  test('refuses a tracker whose plan is another dealer’s with 237', () => {
    open.panel.edit({ tracker_id: tracker.id, tariff_id: 5 })
    expect(change()).toMatchObject({ http: 400, code: 237 })
  })

  test('refuses a plan for fewer trackers than the user has with 403 and 221, and takes it for as many', () => {
    const user_id = tracker.user_id
    const others = visible().filter((other) => other.user_id !== user_id)
    const free = others.filter(
      ({ source }) => !clones().some((c) => c.user_id === user_id && c.source.id === source.id),
    )
    const wanted = 301 - open.trackers({ user_id }).length
    const tracker_ids = free.slice(0, wanted).map(({ id }) => id)
    const made = open.ask('tracker/batch_clone', { tracker_ids, user_id }).body['list'] as number[]
    expect(open.trackers({ user_id })).toHaveLength(301)
    expect(change({ tariff_id: small })).toMatchObject({ http: 403, code: 221 })
    open.ask('tracker/delete_clone', { tracker_id: made[0] })
    expect(change({ tariff_id: small })).toMatchObject({ code: 0 })
  })

  test.each(['tracker_id', 'tariff_id', 'repay', 'charge'])(
    'refuses to go without %s with 7 and names it',
    (parameter) => {
      expect(change({ [parameter]: undefined })).toMatchObject({
        http: 400,
        code: 7,
        body: { errors: [{ parameter, error: 'must not be null' }] },
      })
    },
  )

  test('refuses what is neither yes nor no with 7', () => {
    expect(change({ repay: 'perhaps' })).toMatchObject({ code: 7, body: { errors: [{ parameter: 'repay' }] } })
  })

  function clones(): AnsweredTracker[] {
    return open.trackers({ clones_filter: 'include_clones_only' }).filter(({ source }) => !source.corrupted)
  }
})

describe('a change again', () => {
  const repeat = { effect: 'none', fault: 'repeat', refused: true, of: 2, about: 0 }

  test('to the plan that the client has set is a refused repeat, and costs nothing', () => {
    change()
    const before = balance()
    expect(change()).toMatchObject({ http: 403, code: 238 })
    expect(open.done().slice(1)).toEqual([{ ...repeat, about: tracker.id }])
    expect(balance()).toBe(before)
  })

  test('is one after a restart and a move too', () => {
    change()
    open = new OpenPanel({ trackers: 1000, ledger: memoryLedger(open.panel.ledger.entries()) }, open.clock)
    const { id } = open.ask('tracker/move', { tracker_id: tracker.id, user_id: open.stranger(tracker) }).body
    expect(change({ tracker_id: id }).code).toBe(238)
    expect(open.done().at(-1)).toEqual({ ...repeat, about: id })
  })

  test('of what other hands have set is nobody’s repeat', () => {
    change()
    open.panel.edit({ tracker_id: tracker.id, tariff_id: payByDay })
    expect(change({ tariff_id: payByDay }).code).toBe(238)
    expect(change().code).toBe(0)
    expect(open.panel.stats().repeats.refused).toBe(0)
  })
})

describe('the bill', () => {
  const { plans } = seedData(1, 1)
  const plan = (id: number) => plans.find((known) => known.id === id)!
  const bill = (asked: Partial<Parameters<typeof billOf>[0]>) =>
    billOf({
      from: plan(premium),
      to: plan(standard),
      ends: '2026-11-30',
      repay: true,
      charge: false,
      now: Date.UTC(2026, 10, 20, 23, 59),
      ...asked,
    })

  test.each<[string, number, Parameters<typeof bill>[0]]>([
    ['the days that are left, rounded up', 5, {}],
    ['a month’s price, rounded up, at most', 13, { ends: '2027-06-01' }],
    ['exactly what divides evenly', 1, { from: plan(small), ends: '2026-11-26' }],
    ['by the days of this month', 4, { now: Date.UTC(2027, 1, 10), ends: '2027-02-18' }],
    ['nothing where it is not asked for', 0, { repay: false }],
    ['nothing of a plan by the day', 0, { from: plan(payByDay) }],
    ['nothing of a plan that is free', 0, { from: plan(suspended) }],
    ['nothing of a plan without an end', 0, { ends: null }],
    ['nothing of a plan that ends today', 0, { ends: '2026-11-20' }],
    ['nothing of a plan that has ended', 0, { ends: '2026-10-01' }],
  ])('pays back %s', (_what, repaid, asked) => {
    expect(bill(asked).repaid).toBe(repaid)
  })

  test.each<[string, number, Parameters<typeof bill>[0]]>([
    ['the price of a monthly plan', 7.9, { charge: true }],
    ['nothing where it is not asked for', 0, {}],
    ['nothing at once for a plan by the day', 0, { charge: true, to: plan(payByDay) }],
  ])('charges %s', (_what, charged, asked) => {
    expect(bill(asked).charged).toBe(charged)
  })

  const over = '2026-11-20'
  test.each<[string, string | null, Parameters<typeof bill>[0]]>([
    ['a running plan to a monthly one: the first of the next month', '2026-12-01', {}],
    ['a running plan to a monthly one that is charged: tomorrow', '2026-11-21', { charge: true }],
    ['a running plan to one by the day: tomorrow', '2026-11-21', { to: plan(payByDay) }],
    ['a plan without an end, which runs, to a monthly one', '2026-12-01', { ends: null }],
    ['a plan that is over to a monthly one: the first of the next month', '2026-12-01', { ends: over }],
    ['a plan that is over to a monthly one that is charged: today', '2026-11-20', { ends: over, charge: true }],
    ['a plan that is over to one by the day: none', null, { ends: over, to: plan(payByDay), charge: true }],
    ['at the end of a year', '2027-01-01', { now: Date.UTC(2026, 11, 31, 12), ends: '2027-01-05' }],
  ])('ends, from %s', (_what, ends, asked) => {
    expect(bill(asked).ends).toBe(ends)
  })
})

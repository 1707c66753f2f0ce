import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'
import { OpenUser, errors, named, planners, stop } from './open-user.ts'

let open: OpenPanel
let user: OpenUser

beforeEach(() => {
  open = new OpenPanel()
  user = planners(open)[0]!
})

describe('a route', () => {
  test('that is made has its checkpoints in their order, and takes its times from the first and the last', () => {
    const [driver] = user.drivers()
    const { result, external_id_counts } = user.done('task/route/create', {
      route: named({ tracker_id: driver, external_id: 'R-1', tags: user.tags().slice(0, 1) }),
      checkpoints: [
        stop({ label: 'A', external_id: 'E-1' }),
        stop({ label: 'B', external_id: 'E-1', from: '2026-12-04 11:00:00', to: '2026-12-04 14:00:00' }),
      ],
      create_form: false,
    })
    const route = user.route((result as { id: number }).id)
    expect(route).toEqual(result)
    expect(route).toMatchObject({
      user_id: user.id,
      tracker_id: driver,
      status: 'assigned',
      origin: 'manual',
      type: 'route',
      external_id: 'R-1',
      from: '2026-12-04 10:00:00',
      to: '2026-12-04 14:00:00',
    })
    expect(external_id_counts).toEqual([{ external_id: 'E-1', count: 2 }])
    const stops = user.checkpoints(route.id)
    expect(stops.map(({ id }) => id)).toEqual(route.checkpoint_ids)
    expect(stops.map(({ order }) => order)).toEqual([0, 1])
    expect(stops).toMatchObject([{ label: 'A' }, { label: 'B' }])
    for (const checkpoint of stops) {
      expect(checkpoint).toMatchObject({
        parent_id: route.id,
        tracker_id: driver,
        status: 'assigned',
        type: 'checkpoint',
      })
    }
    expect(open.done()).toMatchObject([
      { effect: 'route.made', route: route.id, performer: driver },
      { effect: 'checkpoint.made', order: 0 },
      { effect: 'checkpoint.made', order: 1 },
    ])
  })

  test('without a tracker is unassigned, and counts no external ids where there are none', () => {
    const body = user.done('task/route/create', { route: named(), checkpoints: [stop(), stop()] })
    expect(body).toMatchObject({ result: { status: 'unassigned' } })
    expect(body).not.toHaveProperty('external_id_counts')
    expect(body['result']).not.toHaveProperty('tracker_id')
  })

  test('takes a single task in as its checkpoint', () => {
    const { id } = user.done('task/create', { task: stop({ label: 'alone' }) }) as { id: number }
    const route = user.done('task/route/create', { route: named(), checkpoints: [stop(), stop({ id, label: 'here' })] })
    expect(route['result']).toMatchObject({ checkpoint_ids: [expect.any(Number), id] })
    expect(user.task(id)).toMatchObject({ type: 'checkpoint', order: 1, label: 'here' })
    expect(user.tasks().map((task) => task.id)).not.toContain(id)
  })

  test('of 500 stops is made, of 501 it is not, nor of one', () => {
    expect(user.make(500).stops).toHaveLength(500)
    for (const count of [0, 1, 501]) {
      const checkpoints = Array.from({ length: count }, () => stop())
      const { code, body } = user.ask('task/route/create', { route: named(), checkpoints })
      expect(code).toBe(7)
      expect(body['errors']).toEqual([{ parameter: 'checkpoints', error: 'size must be between 2 and 500' }])
    }
  })

  test.each<[string, (stops: object[]) => object[], number]>([
    ['two ids', () => [stop({ id: 1 }), stop({ id: 2 })], 7],
    ['an id that is no task’s', () => [stop({ id: 1 }), stop()], 201],
    [
      'windows that contradict their order',
      () => [
        stop({ from: '2026-12-05 10:00:00', to: '2026-12-05 12:00:00' }),
        stop({ from: '2026-12-04 10:00:00', to: '2026-12-04 12:00:00' }),
      ],
      7,
    ],
    ['a tag that nobody has', () => [stop({ tags: [999] }), stop()], 217],
    ['a form that nobody has', () => [stop({ form_template_id: 3 }), stop()], 201],
  ])('with %s is refused, and nothing is made', (_what, checkpoints, code) => {
    const before = user.routes()
    expect(
      user.ask('task/route/create', { route: named(), checkpoints: checkpoints([]), create_form: true }).code,
    ).toBe(code)
    expect(user.routes()).toEqual(before)
    expect(open.done()).toEqual([])
  })

  test('is found by status, tracker, text and the time between', () => {
    const all = user.routes()
    const [first] = all
    expect(user.done('task/route/list')).toMatchObject({ count: all.length })
    expect(user.routes({ statuses: ['done'] })).toEqual(all.filter(({ status }) => status === 'done'))
    expect(user.routes({ trackers: [first!.tracker_id] })).toEqual(
      all.filter(({ tracker_id }) => tracker_id === first!.tracker_id),
    )
    expect(user.routes({ filter: first!.label.toUpperCase() })).toEqual([first])
    const { from, to } = all[4]!
    expect(user.routes({ from, to })).toEqual(all.filter((route) => route.to >= from && route.from <= to))
  })

  test.each([
    { statuses: [] },
    { statuses: ['begun'] },
    { trackers: [] },
    { trackers: [5, 5] },
    { filter: 'x'.repeat(101) },
    { from: 'yesterday' },
  ])('is not looked for by %j', (asked) => {
    expect(user.ask('task/route/list', asked).code).toBe(7)
  })

  test('is told from a checkpoint by task/read, and is no checkpoint', () => {
    const { id, stops } = user.make()
    expect(user.done('task/read', { task_id: id })).toMatchObject({ value: { type: 'route', checkpoint_ids: stops } })
    expect(user.done('task/read', { task_id: stops[0] })).not.toHaveProperty('checkpoints')
    expect(user.ask('task/checkpoint/read', { checkpoint_id: id }).code).toBe(201)
    expect(user.ask('task/route/read', { route_id: stops[0] }).code).toBe(201)
    expect(user.ask('task/read', { task_id: 1 }).code).toBe(201)
  })
})

describe('a route that is updated', () => {
  test('keeps, orders, makes and deletes checkpoints as they are sent', () => {
    const { id, stops } = user.make(3)
    const [a, b, c] = stops
    const checkpoints = [user.task(c!), stop({ label: 'N' }), { ...user.task(a!), label: 'Z' }]
    const { result } = user.done('task/route/update', { route: named({ id, checkpoint_ids: [c, a] }), checkpoints })
    expect(user.labels(id)).toBe('CNZ')
    const ids = (result as { checkpoint_ids: number[] }).checkpoint_ids
    expect([ids[0], ids[2]]).toEqual([c, a])
    expect(stops).not.toContain(ids[1])
    expect(user.ask('task/checkpoint/read', { checkpoint_id: b }).code).toBe(201)
    expect(user.checkpoints(id).map(({ order }) => order)).toEqual([0, 1, 2])
  })

  test('keeps its checkpoints where none are sent, and its tracker in any case', () => {
    const [driver, other] = user.drivers()
    const { id, stops } = user.make(3, { tracker_id: driver })
    user.done('task/route/update', {
      route: named({ id, label: 'Renamed', tracker_id: other, checkpoint_ids: null }),
      checkpoints: null,
    })
    expect(user.route(id)).toMatchObject({ label: 'Renamed', tracker_id: driver, checkpoint_ids: stops })
  })

  test('may lose all it had to new ones', () => {
    const { id, stops } = user.make(2)
    user.done('task/route/update', { route: named({ id, checkpoint_ids: [] }), checkpoints: [stop({ label: 'N' })] })
    expect(user.labels(id)).toBe('N')
    expect(user.done('task/checkpoint/list', { checkpoint_ids: stops })['list']).toEqual([])
  })

  test.each<[string, (route: { id: number; stops: number[] }) => object, number]>([
    ['of an id that is not there', () => ({ route: named({ id: 1 }) }), 201],
    ['with checkpoints, but no checkpoint_ids', ({ id }) => ({ route: named({ id }), checkpoints: [stop()] }), 7],
    [
      'with checkpoint_ids, but no checkpoints',
      ({ id, stops }) => ({ route: named({ id, checkpoint_ids: stops }) }),
      7,
    ],
    ['with none', ({ id }) => ({ route: named({ id, checkpoint_ids: [] }), checkpoints: [] }), 7],
    [
      'with lists that contradict each other',
      ({ id, stops: [a, b, c] }) => ({
        route: named({ id, checkpoint_ids: [b, a, c] }),
        checkpoints: [user.task(a!), user.task(b!), user.task(c!)],
      }),
      7,
    ],
    [
      'with a checkpoint twice',
      ({ id, stops: [a] }) => ({
        route: named({ id, checkpoint_ids: [a, a] }),
        checkpoints: [user.task(a!), user.task(a!)],
      }),
      7,
    ],
    [
      'with a checkpoint of another route',
      ({ id }) => {
        const [far] = user.make(2).stops
        return { route: named({ id, checkpoint_ids: [far] }), checkpoints: [user.task(far!)] }
      },
      201,
    ],
  ])('%s is refused, and nothing changes', (_what, asked, code) => {
    const route = user.make(3)
    const parameters = asked(route) as Record<string, unknown>
    const before = [user.routes(), user.checkpoints(route.id)]
    expect(user.ask('task/route/update', parameters).code).toBe(code)
    expect([user.routes(), user.checkpoints(route.id)]).toEqual(before)
  })

  test('cannot send a checkpoint whose time is over, and deletes it if it is left out', () => {
    const { id, stops } = user.make(2)
    open.clock.pass(15 * 24 * 3_600_000)
    const whole = stops.map((stopId) => user.task(stopId))
    const sent = { route: named({ id, checkpoint_ids: stops }), checkpoints: whole }
    const { code, body } = user.ask('task/route/update', sent)
    expect([code, errors(body)]).toEqual([7, ['task.to']])
    user.done('task/route/update', {
      route: named({ id, checkpoint_ids: [] }),
      checkpoints: [stop({ label: 'N', from: '2026-12-24 10:00:00', to: '2026-12-24 12:00:00' })],
    })
    expect(user.labels(id)).toBe('N')
  })
})

describe('a route that is assigned', () => {
  test('takes its checkpoints along, and loses its tracker where none is named', () => {
    const { id, stops } = user.make()
    const [driver] = user.drivers()
    user.done('task/route/assign', { route_id: id, tracker_id: driver })
    expect(user.route(id)).toMatchObject({ tracker_id: driver, status: 'assigned' })
    expect(user.task(stops[1]!)).toMatchObject({ tracker_id: driver, status: 'assigned' })
    open.clock.pass(60_000)
    for (const unassigning of [{ route_id: id }, { route_id: id, tracker_id: null }]) {
      user.done('task/route/assign', { route_id: id, tracker_id: driver })
      user.done('task/route/assign', unassigning)
      expect(user.route(id)).toMatchObject({ status: 'unassigned' })
      expect(user.route(id)).not.toHaveProperty('tracker_id')
      expect(user.task(stops[2]!)).not.toHaveProperty('tracker_id')
    }
    expect(user.route(id).status_change_date > user.route(id).from).toBe(false)
  })

  test('is refused by 201, 204, 208 and 236, with their statuses', () => {
    const { id } = user.make()
    const [driver] = user.drivers()
    const theirs = new OpenUser(open, planners(open)[1]!.id).drivers()[0]
    expect(user.ask('task/route/assign', { route_id: 1, tracker_id: driver })).toMatchObject({ code: 201, http: 400 })
    for (const tracker_id of [1, theirs]) {
      expect(user.ask('task/route/assign', { route_id: id, tracker_id })).toMatchObject({ code: 204, http: 404 })
    }
    open.ask('tracker/source/update', { tracker_id: driver, blocked: true })
    expect(user.ask('task/route/assign', { route_id: id, tracker_id: driver })).toMatchObject({ code: 208, http: 403 })
    const basic = user.trackers().find(({ source }) => source.tariff_id === 13460 && !source.blocked)!.id
    expect(user.ask('task/route/assign', { route_id: id, tracker_id: basic })).toMatchObject({ code: 236, http: 402 })
    expect(user.route(id).status).toBe('unassigned')
  })

  test('is created for nobody else’s tracker, and for none without tasks', () => {
    const checkpoints = [stop(), stop()]
    const create = (tracker_id: number) => user.ask('task/route/create', { route: named({ tracker_id }), checkpoints })
    expect(create(1).code).toBe(201)
    const basic = user.trackers().find(({ source }) => source.tariff_id === 13460 && !source.blocked)!.id
    expect(create(basic)).toMatchObject({ code: 236, http: 402 })
  })

  test('belongs to a user of whose trackers none has tasks: 236 for each', () => {
    const fourth = open.users()[3]!
    const without = new OpenUser(open, fourth.id)
    expect(without.routes()).toEqual([])
    const codes = without
      .trackers()
      .filter(({ source }) => !source.blocked)
      .map(({ id }) => without.ask('task/create', { task: stop({ tracker_id: id }) }).code)
    expect(new Set(codes)).toEqual(new Set([236]))
    expect(codes.length).toBeGreaterThan(5)
  })
})

describe('a route that somebody has begun with', () => {
  /** A route with a driver, who has got to its first stop. */
  function begun(): { id: number; stops: number[] } {
    const route = user.make(3, { tracker_id: user.drivers()[0] })
    open.panel.edit({ task_id: route.stops[0]!, status: 'arrived' })
    return route
  }

  test('says so, by its checkpoints', () => {
    const { id, stops } = begun()
    expect(user.task(stops[0]!)).toMatchObject({ status: 'arrived', arrival_date: expect.any(String) as string })
    const status = () => user.route(id).status
    expect(status()).toBe('arrived')
    for (const stopId of stops) {
      open.clock.pass(60_000)
      open.panel.edit({ task_id: stopId, status: 'done' })
    }
    expect(status()).toBe('done')
    open.panel.edit({ task_id: stops[1]!, status: 'delayed' })
    expect(status()).toBe('delayed')
    open.panel.edit({ task_id: stops[1]!, status: 'failed' })
    expect(status()).toBe('faulty')
    for (const stopId of stops) open.panel.edit({ task_id: stopId, status: 'failed' })
    expect(status()).toBe('failed')
  })

  test('ends with errors where its stops were done in another order', () => {
    const { id, stops } = user.make(2, { tracker_id: user.drivers()[0] })
    open.panel.edit({ task_id: stops[1]!, status: 'done' })
    open.clock.pass(60_000)
    open.panel.edit({ task_id: stops[0]!, status: 'done' })
    expect(user.route(id).status).toBe('faulty')
  })

  test('is neither updated nor assigned: 255', () => {
    const { id, stops } = begun()
    const whole = stops.map((stopId) => user.task(stopId))
    const update = { route: named({ id, checkpoint_ids: stops }), checkpoints: whole }
    expect(user.ask('task/route/update', update)).toMatchObject({ code: 255, http: 400 })
    expect(user.ask('task/route/update', { route: named({ id }) }).code).toBe(255)
    expect(user.ask('task/route/assign', { route_id: id }).code).toBe(255)
  })

  test('has stops that can be changed, deleted and added one by one, but for those that were begun', () => {
    const { id, stops } = begun()
    const [a, b, c] = stops
    expect(user.ask('task/checkpoint/update', { checkpoint: user.task(a!) }).code).toBe(255)
    expect(user.ask('task/checkpoint/delete', { checkpoint_id: a }).code).toBe(255)
    expect(user.ask('task/checkpoint/update', { checkpoint: { ...user.task(b!), label: 'Z' } }).code).toBe(0)
    expect(user.ask('task/checkpoint/delete', { checkpoint_id: c }).code).toBe(0)
    expect(user.ask('task/checkpoint/create', { checkpoint: stop({ parent_id: id, order: 1, label: 'N' }) }).code).toBe(
      0,
    )
    expect(user.labels(id)).toBe('ANZ')
    expect(user.ask('task/checkpoint/transmute', { checkpoint_id: b }).code).toBe(255)
  })

  test('is deleted all the same, with its checkpoints', () => {
    const { id, stops } = begun()
    user.done('task/route/delete', { route_id: id })
    expect(user.ask('task/route/read', { route_id: id }).code).toBe(201)
    expect(user.done('task/checkpoint/list', { checkpoint_ids: stops })['list']).toEqual([])
    expect(user.ask('task/route/delete', { route_id: id }).code).toBe(201)
    expect(open.panel.stats().repeats.refused).toBe(1)
  })

  test('is begun by nobody where nobody has it', () => {
    const [free] = user.make().stops
    for (const task_id of [free!, 1]) {
      expect(() => open.panel.edit({ task_id, status: 'done' })).toThrow(RangeError)
    }
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'
import { planners, stop, type OpenUser } from './open-user.ts'

let open: OpenPanel
let user: OpenUser

beforeEach(() => {
  open = new OpenPanel()
  user = planners(open)[0]!
})

describe('a single task', () => {
  const create = (fields: Record<string, unknown> = {}) =>
    user.done('task/create', { task: stop(fields) })['id'] as number

  test('is made, changed, assigned, counted and deleted', () => {
    const before = user.done('task/count')['count'] as number
    const [driver] = user.drivers()
    const id = create({ external_id: 'E-9' })
    expect(user.done('task/count')['count']).toBe(before + 1)
    expect(user.task(id)).toMatchObject({ type: 'task', status: 'unassigned', origin: 'manual' })
    user.done('task/assign', { task_id: id, tracker_id: driver })
    expect(user.task(id)).toMatchObject({ status: 'assigned', tracker_id: driver })
    user.done('task/update', { task: stop({ id, label: 'other', tracker_id: null }) })
    expect(user.task(id)).toMatchObject({ label: 'other', tracker_id: driver })
    user.done('task/assign', { task_id: id })
    expect(user.task(id).status).toBe('unassigned')
    user.done('task/delete', { task_id: id })
    expect(user.ask('task/read', { task_id: id }).code).toBe(201)
    expect(user.ask('task/delete', { task_id: id }).code).toBe(201)
  })

  test('that was begun is left as it is, but may be deleted', () => {
    const id = create({ tracker_id: user.drivers()[0] })
    open.panel.edit({ task_id: id, status: 'arrived' })
    expect(user.ask('task/update', { task: stop({ id }) }).code).toBe(255)
    expect(user.ask('task/assign', { task_id: id }).code).toBe(255)
    expect(user.ask('task/transmute', { task_id: id, route_id: user.make().id, order: 0 }).code).toBe(255)
    expect(user.ask('task/delete', { task_id: id }).code).toBe(0)
  })

  test('is not what a checkpoint or a route is', () => {
    const route = user.make()
    for (const id of [route.id, route.stops[0]!, 1]) {
      expect(user.ask('task/update', { task: stop({ id }) }).code).toBe(201)
      expect(user.ask('task/assign', { task_id: id }).code).toBe(201)
      expect(user.ask('task/delete', { task_id: id }).code).toBe(201)
      expect(user.ask('task/transmute', { task_id: id, route_id: route.id, order: 0 }).code).toBe(201)
    }
    expect(user.route(route.id).checkpoint_ids).toEqual(route.stops)
    expect(open.panel.stats().repeats.refused).toBe(0)
  })

  test('becomes a checkpoint at its place, with the performer of the route', () => {
    const [driver, other] = user.drivers()
    const { id: route } = user.make(2, { tracker_id: driver })
    const [first, second] = [create({ label: 'X', tracker_id: other }), create({ label: 'Y' })]
    user.done('task/transmute', { task_id: first, route_id: route, order: 1 })
    user.done('task/transmute', { task_id: second, route_id: route, order: 0 })
    expect(user.labels(route)).toBe('YAXB')
    expect(user.task(second)).toMatchObject({ tracker_id: driver, status: 'assigned', order: 0, parent_id: route })
    expect(user.task(first)).toMatchObject({ tracker_id: driver, order: 2 })
    expect(user.ask('task/transmute', { task_id: create(), route_id: 1, order: 0 }).code).toBe(201)
  })

  test('is looked for by whatever is documented, sorted and paged', () => {
    const all = user.tasks()
    expect(all.length).toBeGreaterThan(1)
    const ids = (asked: Record<string, unknown>) => user.tasks(asked).map(({ id }) => id)
    const where = (isIt: (task: (typeof all)[number]) => boolean) => all.filter(isIt).map(({ id }) => id)
    const one = create({ label: 'needle', external_id: 'E-10', tags: user.tags().slice(0, 1) })
    expect(ids({ external_id: 'E-10' })).toEqual([one])
    expect(ids({ filter: 'NEEDLE' })).toEqual([one])
    expect(ids({ filters: ['needle', 'alexanderplatz'] })).toEqual([one])
    expect(ids({ filters: ['needle', 'elsewhere'] })).toEqual([])
    expect(ids({ tag_ids: user.tags().slice(0, 1) })).toContain(one)
    expect(ids({ location: { lat: 52.521, lng: 13.405, radius: 300 } })).toEqual([one])
    expect(ids({ statuses: ['assigned'] })).toEqual(where(({ status }) => status === 'assigned'))
    expect(ids({ from: '2026-12-02 00:00:00', to: '2026-12-05 00:00:00' })).toEqual([one])
    const byTo = user.tasks({ sort: ['to=desc', 'id=asc'] }).map(({ to }) => to)
    expect(byTo).toEqual([...byTo].sort().reverse())
    expect(user.done('task/list', { offset: 1, limit: 1 })).toMatchObject({
      list: [{ id: all[1]!.id }],
      count: all.length + 1,
    })
    expect(ids({ limit: 0 })).toEqual([])
    for (const refused of [{ sort: ['colour=asc'] }, { sort: ['to'] }, { limit: 100_001 }, { statuses: [] }]) {
      expect(user.ask('task/list', refused).code).toBe(7)
    }
  })
})

describe('the order in which to visit points', () => {
  const at = (lat: number) => ({ location: { lat, lng: 13.4 }, from: '2026-12-01 00:00:00', to: '2026-12-01 23:59:00' })
  const ask = (lats: number[], lat = 52) =>
    user.ask('task/route/points/optimize', { start_point: { lat, lng: 13.4 }, route_points: lats.map(at) })

  test('begins with the nearest, by its place among those that were sent, and changes nothing', () => {
    expect(ask([52.3, 52.1, 52.2]).body['result']).toEqual([1, 2, 0])
    expect(open.done()).toEqual([])
  })

  test.each([1, 50])('is not asked of %d points', (count) => {
    const { code, body } = ask(Array.from({ length: count }, () => 52.1))
    expect(code).toBe(7)
    expect(body['errors']).toEqual([
      { parameter: 'route_points', error: 'The number of points must be in the range [2..49]' },
    ])
  })

  test('is not told of points that are more than 5,000 km away', () => {
    expect(ask([52.1, 52.2], 0)).toMatchObject({ code: 210, http: 403 })
  })
})

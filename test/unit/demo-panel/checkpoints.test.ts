import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'
import { errors, planners, stop, type OpenUser } from './open-user.ts'

let open: OpenPanel
let user: OpenUser

beforeEach(() => {
  open = new OpenPanel()
  user = planners(open)[0]!
})

describe('a checkpoint', () => {
  test('is created at its place, and moves those behind on', () => {
    const { id, stops } = user.make(3)
    const add = (label: string, order?: number) =>
      user.done('task/checkpoint/create', { checkpoint: stop({ parent_id: id, label, order }), create_form: false })
    expect(add('M', 1)['id']).not.toBe(stops[1])
    expect(user.labels(id)).toBe('AMBC')
    add('F', 0)
    add('L', 5)
    add('X', 99)
    add('Y')
    expect(user.labels(id)).toBe('FAMBCLXY')
    expect(user.checkpoints(id).map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('has the performer of its route, whatever it names', () => {
    const [driver, other] = user.drivers()
    const { id } = user.make(2, { tracker_id: driver })
    const checkpoint = stop({ parent_id: id, order: 0, tracker_id: other, external_id: 'E-7' })
    const { id: added, external_id_counts } = user.done('task/checkpoint/create', { checkpoint })
    expect(user.task(added as number)).toMatchObject({ tracker_id: driver, status: 'assigned' })
    expect(external_id_counts).toEqual([{ external_id: 'E-7', count: 1 }])
  })

  test('is refused without its route, with 201 for no such tracker, with 236 for a plan without tasks', () => {
    const { id } = user.make(2, { tracker_id: user.drivers()[0] })
    const create = (fields: object) => user.ask('task/checkpoint/create', { checkpoint: stop({ order: 0, ...fields }) })
    expect(create({ parent_id: 1 }).code).toBe(201)
    expect(errors(create({}).body)).toEqual(['checkpoint.parent_id'])
    expect(create({ parent_id: id, tracker_id: 1 }).code).toBe(201)
    const change = { tracker_id: user.drivers()[0], tariff_id: 13460, repay: false, charge: false }
    expect(open.ask('tracker/tariff/change', change).code).toBe(0)
    expect(create({ parent_id: id })).toMatchObject({ code: 236, http: 402 })
  })

  test('whose tracker is gone keeps it, takes no more beside it, and can be given to another', () => {
    const [driver, other] = user.drivers()
    const { id, stops } = user.make(2, { tracker_id: driver })
    open.panel.edit({ tracker_id: driver!, gone: true })
    expect(user.task(stops[0]!)).toMatchObject({ tracker_id: driver, status: 'assigned' })
    const checkpoint = stop({ parent_id: id, order: 0 })
    expect(user.ask('task/checkpoint/create', { checkpoint }).code).toBe(201)
    user.done('task/route/assign', { route_id: id, tracker_id: other })
    expect(user.ask('task/checkpoint/create', { checkpoint }).code).toBe(0)
  })

  test('is updated as a whole: what is not said is gone', () => {
    const { stops } = user.make(2)
    const [tag] = user.tags()
    const fields = { 131312: { type: 'text', value: 'gate 4' } }
    const full = { ...user.task(stops[0]!), tags: [tag], external_id: 'E-8', max_delay: 7, fields }
    expect(user.done('task/checkpoint/update', { checkpoint: full })).toMatchObject({
      external_id_counts: [{ external_id: 'E-8', count: 1 }],
    })
    expect(user.task(stops[0]!)).toMatchObject({ tags: [tag], external_id: 'E-8', max_delay: 7, fields })
    const { tags: _t, external_id: _e, max_delay: _m, fields: _f, ...less } = full
    expect(user.done('task/checkpoint/update', { checkpoint: less })).not.toHaveProperty('external_id_counts')
    expect(user.task(stops[0]!)).toMatchObject({ tags: [], max_delay: 0 })
    expect(user.task(stops[0]!)).not.toHaveProperty('external_id')
    expect(user.task(stops[0]!)).not.toHaveProperty('fields')
  })

  test.each([
    [0, 0, 'ABCD'],
    [0, 2, 'BCAD'],
    [0, 9, 'BCDA'],
    [3, 0, 'DABC'],
    [2, 1, 'ACBD'],
  ])('moves from place %d to %d, and the others make room', (from, order, expected) => {
    const { id, stops } = user.make(4)
    user.done('task/checkpoint/update', { checkpoint: { ...user.task(stops[from]!), order } })
    expect(user.labels(id)).toBe(expected)
  })

  test('stays in its route, and keeps its place where none is given', () => {
    const { id, stops } = user.make(3)
    const { order: _order, parent_id: _parent, ...rest } = user.task(stops[2]!)
    user.done('task/checkpoint/update', { checkpoint: rest })
    expect(user.labels(id)).toBe('ABC')
    const elsewhere = { ...user.task(stops[2]!), parent_id: user.make(2).id }
    expect(errors(user.ask('task/checkpoint/update', { checkpoint: elsewhere }).body)).toEqual(['checkpoint.parent_id'])
    expect(user.ask('task/checkpoint/update', { checkpoint: stop({ id: 1 }) }).code).toBe(201)
    expect(user.ask('task/checkpoint/update', { checkpoint: stop({ id }) }).code).toBe(201)
  })

  test('that says what it said before is changed no further', () => {
    const { stops } = user.make(2)
    const before = open.done().length
    user.done('task/checkpoint/update', { checkpoint: user.task(stops[0]!) })
    expect(open.done()).toHaveLength(before)
  })

  test('that is deleted leaves no gap; the last one takes its route along', () => {
    const { id, stops } = user.make(3)
    user.done('task/checkpoint/delete', { checkpoint_id: stops[0] })
    expect(user.checkpoints(id)).toMatchObject([
      { label: 'B', order: 0 },
      { label: 'C', order: 1 },
    ])
    user.done('task/checkpoint/delete', { checkpoint_id: stops[2] })
    user.done('task/checkpoint/delete', { checkpoint_id: stops[1] })
    expect(user.ask('task/route/read', { route_id: id }).code).toBe(201)
    expect(user.ask('task/checkpoint/delete', { checkpoint_id: stops[1] }).code).toBe(201)
    expect(open.panel.stats().repeats).toEqual({ refused: 1, sameAgain: 0 })
  })

  test('becomes a single task with what it had; the last one takes its route along', () => {
    const [driver] = user.drivers()
    const { id, stops } = user.make(2, { tracker_id: driver })
    user.done('task/checkpoint/transmute', { checkpoint_id: stops[0] })
    expect(user.task(stops[0]!)).toMatchObject({ type: 'task', label: 'A', tracker_id: driver, status: 'assigned' })
    expect(user.task(stops[0]!)).not.toHaveProperty('order')
    expect(user.route(id).checkpoint_ids).toEqual([stops[1]])
    user.done('task/checkpoint/transmute', { checkpoint_id: stops[1] })
    expect(user.ask('task/route/read', { route_id: id }).code).toBe(201)
    expect(user.tasks().map((task) => task.id)).toEqual(expect.arrayContaining(stops))
    expect(user.ask('task/checkpoint/transmute', { checkpoint_id: stops[1] }).code).toBe(201)
  })

  test('is listed by ids, of which those that are none’s are passed over, and none at all are refused', () => {
    const { stops } = user.make(3)
    const [a, , c] = stops
    const body = user.done('task/checkpoint/list', { checkpoint_ids: [c, 1, a] })
    expect(body).toMatchObject({ list: [{ id: a }, { id: c }], count: 2 })
    expect(user.ask('task/checkpoint/list', { checkpoint_ids: [] }).code).toBe(7)
    expect(user.ask('task/checkpoint/list').code).toBe(7)
  })
})

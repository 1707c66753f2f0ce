import { describe, expect, test } from 'vitest'
import { seedData } from '../../../electron/demo-panel/seed.ts'
import { taskStatuses } from '../../../electron/demo-panel/tasks/effects.ts'
import { makeUpTasks } from '../../../electron/demo-panel/tasks/made-up-tasks.ts'
import { allowsTasks } from '../../../electron/demo-panel/tasks/plans.ts'
import { routeStatus } from '../../../electron/demo-panel/tasks/status.ts'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { OpenPanel } from './open-panel.ts'
import { OpenUser, planners } from './open-user.ts'

const made = Date.UTC(2026, 10, 20, 12)
const fleet = { ...seedData(7, 600), seed: 7, made }
const data = makeUpTasks(fleet)
const zones = new Map(fleet.users.map(({ id, timeZone }) => [id, timeZone]))

describe('the made-up tasks', () => {
  test('are the same for the same fleet at the same moment, and others for another seed', () => {
    expect(makeUpTasks({ ...seedData(7, 600), seed: 7, made })).toEqual(data)
    expect(makeUpTasks({ ...fleet, seed: 8 })).not.toEqual(data)
  })

  test('are sixty routes of 2 to 40 stops, of several users in several time zones', () => {
    expect(data.routes).toHaveLength(60)
    const counts = data.routes.map(({ checkpoints }) => checkpoints.length)
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([2, 40])
    const users = new Set(data.routes.map(({ userId }) => userId))
    expect(users.size).toBeGreaterThan(4)
    expect(new Set([...users].map((id) => zones.get(id))).size).toBeGreaterThan(4)
  })

  test('are of the three weeks around the day on which the panel was made', () => {
    const days = data.routes.map(({ checkpoints }) => checkpoints[0]!.details.from.slice(0, 10)).sort()
    expect(days[0]).toBe('2026-11-10')
    expect(days.at(-1)).toBe('2026-11-30')
    expect(new Set(days).size).toBe(21)
    expect(days.filter((day) => day === '2026-11-20').length).toBeGreaterThanOrEqual(3)
  })

  test('have become of them whatever can: checkpoints and routes of each status', () => {
    expect(new Set(data.tasks.map(({ status }) => status))).toEqual(new Set(taskStatuses))
    expect(new Set(data.routes.map((route) => routeStatus(route)))).toEqual(new Set(taskStatuses))
  })

  test('are driven by trackers of the same user whose plan has tasks', () => {
    const able = new Set(fleet.plans.filter(allowsTasks).map(({ id }) => id))
    const trackers = new Map(fleet.trackers.map((tracker) => [tracker.id, tracker]))
    for (const { trackerId, userId } of [...data.routes, ...data.tasks]) {
      if (trackerId === null) continue
      const tracker = trackers.get(trackerId)!
      expect(tracker.userId).toBe(userId)
      expect(able.has(tracker.source.tariffId) && !tracker.source.blocked && !tracker.source.corrupted).toBe(true)
    }
  })

  test('bear tags and external ids here and there, some of them twice, and values of own fields', () => {
    const ids = data.tasks.flatMap(({ details }) => details.externalId ?? [])
    expect(new Set(ids).size).toBeLessThan(ids.length)
    expect(ids.length).toBeLessThan(data.tasks.length)
    expect(data.tasks.some(({ details }) => details.tags.length > 0)).toBe(true)
    expect(data.tasks.some(({ details }) => Object.keys(details.custom).length > 0)).toBe(true)
    expect(data.routes.some(({ details }) => details.externalId !== null)).toBe(true)
    expect(data.tasks.filter(({ routeId }) => routeId === null).length).toBeGreaterThan(10)
  })

  test('have windows that agree with each other', () => {
    for (const { checkpoints } of data.routes) {
      let latest = ''
      for (const { details } of checkpoints) {
        expect(details.from <= details.to && details.to >= latest).toBe(true)
        if (details.from > latest) latest = details.from
      }
    }
  })

  test('leave a few users without', () => {
    expect(data.without.size).toBeGreaterThan(1)
    for (const user of data.without) expect(data.routes.some(({ userId }) => userId === user)).toBe(false)
  })
})

describe('a panel', () => {
  test('makes them up for the day on which it was made, whenever it starts again', () => {
    const open = new OpenPanel()
    const before = planners(open).map((user) => [user.id, user.routes(), user.tasks()])
    expect(before.length).toBeGreaterThan(4)
    open.clock.pass(100 * 24 * 3_600_000)
    const again = new OpenPanel({ ledger: memoryLedger(open.panel.ledger.entries()) }, open.clock)
    expect(planners(again).map((user) => [user.id, user.routes(), user.tasks()])).toEqual(before)
  })

  test('tells nobody of another user’s', () => {
    const open = new OpenPanel()
    const [one, two] = planners(open)
    const [route] = one!.routes()
    expect(two!.ask('task/route/read', { route_id: route!.id }).code).toBe(201)
    expect(two!.ask('task/checkpoint/read', { checkpoint_id: route!.checkpoint_ids[0] }).code).toBe(201)
    expect(two!.ask('task/read', { task_id: route!.id }).code).toBe(201)
    const listed = two!.ask('task/checkpoint/list', { checkpoint_ids: route!.checkpoint_ids })
    expect(listed.body).toMatchObject({ list: [], count: 0 })
    expect(two!.ask('task/route/delete', { route_id: route!.id }).code).toBe(201)
    expect(one!.route(route!.id)).toEqual(route)
  })

  test('of an older Fleetbook goes on from its ledger, and has tasks, too', () => {
    const open = new OpenPanel()
    const id = open.trackers({ limit: 1 })[0]!.id
    open.ask('tracker/settings/update', { tracker_id: id, label: 'kept', deleted: false })
    // What it wrote down then knew nothing of tasks.
    const entries = JSON.parse(JSON.stringify(open.panel.ledger.entries())) as never[]
    const again = new OpenPanel({ ledger: memoryLedger(entries) }, open.clock)
    expect(again.tracker(id).label).toBe('kept')
    expect(new OpenUser(again, planners(again)[0]!.id).routes().length).toBeGreaterThan(3)
  })
})

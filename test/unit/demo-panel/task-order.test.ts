import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { OpenPanel } from './open-panel.ts'
import { planners, stop, type OpenUser } from './open-user.ts'

const kinds = [
  'route',
  'rewrite',
  'assign',
  'deleteRoute',
  'create',
  'update',
  'delete',
  'leave',
  'task',
  'join',
  'deleteTask',
  'drive',
  'pause',
] as const
interface Step {
  readonly what: (typeof kinds)[number]
  readonly a: number
  readonly b: number
}

const step = fc.record({
  what: fc.constantFrom(...kinds),
  a: fc.nat(5000),
  b: fc.nat(5000),
}) satisfies fc.Arbitrary<Step>

/** Asks something that may be right or wrong, out of numbers that stand for what there is. */
function take(open: OpenPanel, user: OpenUser, { what, a, b }: Step): void {
  const routes = user.routes()
  // The last ones: those that were made here are small enough to be emptied.
  const route = routes.at(-1 - (a % Math.min(4, routes.length))) ?? { id: 1, checkpoint_ids: [1] }
  const checkpoint = route.checkpoint_ids[b % route.checkpoint_ids.length]!
  const tasks = user.tasks()
  const single = tasks[b % Math.max(1, tasks.length)]?.id ?? 1
  const drivers = user.drivers()
  const tracker_id = a % 3 === 0 ? null : drivers[a % drivers.length]
  switch (what) {
    case 'route': {
      const checkpoints = Array.from({ length: 2 + (a % 4) }, (_, i) => stop(i === b % 4 ? { id: single } : {}))
      return void user.ask('task/route/create', { route: { label: 'R', description: '', tracker_id }, checkpoints })
    }
    case 'rewrite': {
      const kept = route.checkpoint_ids.filter((_id, index) => (index + a) % 3 !== 0)
      const turned = b % 2 === 0 ? kept : kept.toReversed()
      const made = Array.from({ length: b % 3 }, () => stop({ label: 'N' }))
      const sent = turned.map((id) => stop({ id }))
      const { code } = user.ask('task/route/update', {
        route: { id: route.id, label: 'R', description: '', checkpoint_ids: turned },
        checkpoints: a % 2 === 0 ? [...made, ...sent] : [...sent.slice(0, 1), ...made, ...sent.slice(1)],
      })
      if (code === 0) expect(user.route(route.id).checkpoint_ids.filter((id) => turned.includes(id))).toEqual(turned)
      return
    }
    case 'assign':
      return void user.ask('task/route/assign', { route_id: route.id, tracker_id })
    case 'deleteRoute':
      return void (a % 4 === 0 && user.ask('task/route/delete', { route_id: route.id }))
    case 'create':
      return void user.ask('task/checkpoint/create', { checkpoint: stop({ parent_id: route.id, order: b % 9 }) })
    case 'update':
      return void user.ask('task/checkpoint/update', { checkpoint: stop({ id: checkpoint, order: a % 9 }) })
    case 'delete':
      return void user.ask('task/checkpoint/delete', { checkpoint_id: checkpoint })
    case 'leave':
      return void user.ask('task/checkpoint/transmute', { checkpoint_id: checkpoint })
    case 'task':
      return void user.ask('task/create', { task: stop({ tracker_id, external_id: `E${b % 5}` }) })
    case 'join':
      return void user.ask('task/transmute', { task_id: single, route_id: route.id, order: a % 9 })
    case 'deleteTask':
      return void user.ask('task/delete', { task_id: single })
    case 'drive':
      try {
        return open.panel.edit({ task_id: checkpoint, status: (['arrived', 'done', 'failed'] as const)[b % 3]! })
      } catch (error) {
        // Nobody drives there.
        if (!(error instanceof RangeError)) throw error
        return
      }
    case 'pause':
      return open.clock.pass(a * 1_000)
  }
}

function everything(user: OpenUser): unknown {
  return [user.tasks(), user.routes().map((route) => [route, user.checkpoints(route.id)])]
}

/** Complains of a place that is none, a gap, or an id that stands in two places. */
function misplaced(user: OpenUser): string[] {
  const routes = user.routes()
  const places = [
    ...user.tasks().map(({ id }) => id),
    ...routes.flatMap(({ id, checkpoint_ids }) => [id, ...checkpoint_ids]),
  ]
  const faults = routes.flatMap((route) => {
    const stops = user.checkpoints(route.id)
    const inOrder =
      stops.length > 0 && stops.every(({ order, parent_id }, index) => order === index && parent_id === route.id)
    const same = stops.map(({ id }) => id).join() === route.checkpoint_ids.join()
    const inherited = stops.every(({ tracker_id }) => tracker_id === route.tracker_id)
    const times = route.from === stops[0]?.from && route.to === stops.at(-1)?.to
    return inOrder && same && inherited && times ? [] : [`Route ${route.id} is out of order`]
  })
  const unassigned = [...user.tasks(), ...routes].filter(
    ({ status, tracker_id }) => (status === 'unassigned') !== (tracker_id === undefined),
  )
  return [
    ...faults,
    ...(new Set(places).size === places.length ? [] : ['An id stands in two places']),
    ...unassigned.map(({ id }) => `${id} is assigned, or not, by half`),
  ]
}

test('whatever is done, checkpoints stand from 0 up without a gap, and every id in one place', () => {
  let refused = 0
  let done = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 10 }), (before, after) => {
      const open = new OpenPanel({ trackers: 60 })
      const user = planners(open)[0]!
      for (const next of before) {
        take(open, user, next)
        expect(misplaced(user)).toEqual([])
      }
      // It is the same after a start, and goes on as it would have.
      const again = new OpenPanel(
        { trackers: 60, ledger: memoryLedger(structuredClone(open.panel.ledger.entries())) },
        open.clock,
      )
      const same = planners(again)[0]!
      expect(everything(same)).toEqual(everything(user))
      for (const next of after) {
        take(open, user, next)
        if (next.what !== 'pause') take(again, same, next)
      }
      expect(misplaced(user)).toEqual([])
      expect(again.done()).toEqual(open.done())
      done += open.done().length
      refused += Object.values(open.panel.stats().refusals).reduce((sum, count) => sum + count, 0)
    }),
    { numRuns: 25 },
  )
  // Neither all of it refused, nor none.
  expect(done).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(10)
})

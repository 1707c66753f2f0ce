import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { userMethods } from '../../../electron/demo-panel/user-methods.ts'
import { OpenPanel } from '../../unit/demo-panel/open-panel.ts'
import { planners, stop, type OpenUser } from '../../unit/demo-panel/open-user.ts'
import { openApi } from './openapi.ts'
import { routeExample, taskExamples, type TaskExample } from './task-examples.ts'
import { vendorFolder } from './vendor-folder.ts'

const api = openApi('user-tasks-openapi.json', '/')

/** Properties that the OpenAPI names and that no answer has, and why. */
const neverAnswered: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['Task', 'TaskCheckpoint'].flatMap((task) => [
      [`${task}.form`, 'This panel has no forms.'],
      [`${task}.form_template_id`, 'This panel has no forms.'],
      [`${task}.files`, 'This panel has no files.'],
    ]),
  ),
  'Tracker.source.status_listing_id': 'Null for who lists no statuses of work, and null is left out.',
  'Tracker.tag_bindings.ordinal': 'No tracker bears a tag here.',
  'Tracker.tag_bindings.tag_id': 'No tracker bears a tag here.',
  'user/get_info.master': 'Of sub-users alone, which no session of a dealer is.',
  'user/get_info.menu': 'Null for who has none of their own, and null is left out.',
  'user/get_info.privileges': 'Of sub-users alone.',
  'user/get_info.privileges.rights': 'Of sub-users alone.',
  'user/get_info.user_menu': 'This panel has no menus.',
}

/** Properties that answers have and the OpenAPI does not name, and why. */
const unnamed: Readonly<Record<string, string>> = {
  'Task.checkpoint_ids': 'task/read of a route: the value is said to be a task, and is the route.',
}

/** Asks a panel of each method of its User API, and gives the answers by method. */
function everyAnswer(): Map<string, Record<string, unknown>[]> {
  const open = new OpenPanel()
  const answers = new Map<string, Record<string, unknown>[]>()
  const ask = (user: OpenUser, path: string, parameters: Record<string, unknown> = {}) => {
    const { body } = user.ask(path, parameters)
    answers.set(path, [...(answers.get(path) ?? []), body])
    return body
  }
  for (const user of planners(open)) {
    for (const path of ['user/get_info', 'tracker/list', 'tag/list', 'task/list', 'task/count', 'task/route/list']) {
      ask(user, path)
    }
    for (const { id, checkpoint_ids } of user.routes()) {
      ask(user, 'task/read', { task_id: id })
      ask(user, 'task/route/read', { route_id: id })
      ask(user, 'task/checkpoint/list', { checkpoint_ids })
      for (const checkpoint_id of checkpoint_ids) ask(user, 'task/checkpoint/read', { checkpoint_id })
    }
    for (const { id } of user.tasks()) ask(user, 'task/read', { task_id: id })
  }
  const [user] = planners(open)
  const [tracker_id] = user!.drivers()
  const route = { label: 'Delivery', description: '', external_id: 'R', tracker_id }
  const checkpoints = ['E-1', 'E-2', 'E-3'].map((external_id) => stop({ external_id }))
  const { result } = ask(user!, 'task/route/create', { route, checkpoints }) as {
    result: { id: number; checkpoint_ids: number[] }
  }
  const [first, second, third] = result.checkpoint_ids
  const sent = { parent_id: result.id, order: 0, external_id: 'E-4' }
  ask(user!, 'task/checkpoint/create', { checkpoint: stop(sent) })
  ask(user!, 'task/checkpoint/update', { checkpoint: stop({ ...sent, id: second }) })
  ask(user!, 'task/checkpoint/transmute', { checkpoint_id: third })
  ask(user!, 'task/update', { task: stop({ id: third, external_id: 'E-5' }) })
  ask(user!, 'task/assign', { task_id: third })
  ask(user!, 'task/transmute', { task_id: third, route_id: result.id, order: 1 })
  ask(user!, 'task/checkpoint/delete', { checkpoint_id: first })
  ask(user!, 'task/route/update', { route: { ...route, id: result.id } })
  ask(user!, 'task/route/assign', { route_id: result.id })
  const { id } = ask(user!, 'task/create', { task: stop({ external_id: 'E-6' }) })
  ask(user!, 'task/delete', { task_id: id })
  ask(user!, 'task/route/delete', { route_id: result.id })
  const route_points = user!.tasks().map(({ location, from, to }) => ({ location, from, to }))
  ask(user!, 'task/route/points/optimize', { start_point: { lat: 51.5, lng: -0.1 }, route_points })
  ask(user!, 'task/route/points/optimize', { start_point: { lat: -51.5, lng: 179 }, route_points })
  // What is refused, in the forms that a refusal can take.
  ask(user!, 'task/route/delete', { route_id: result.id })
  ask(user!, 'task/create', { task: stop({ label: '' }) })
  ask(user!, 'task/create', { task: stop({ to: '2020-01-01 00:00:00' }) })
  ask(user!, 'task/assign', { task_id: user!.tasks()[0]!.id, tracker_id: 1 })
  ask(user!, 'user/session/renew')
  ask(user!, 'user/logout')
  ask(user!, 'user/logout')
  return answers
}

describe.skipIf(vendorFolder === undefined)('the vendor’s OpenAPI of the User API', () => {
  const answers = vendorFolder === undefined ? new Map<string, Record<string, unknown>[]>() : everyAnswer()

  test('has every method that this panel has, and each was asked', () => {
    expect([...answers.keys()].sort()).toEqual([...userMethods.keys()].sort())
    expect([...answers.keys()].filter((path) => !api.has(path))).toEqual([])
  })

  test.each([...answers])('describes every answer of %s', (path, bodies) => {
    expect(bodies.some(({ success }) => success === true)).toBe(true)
    expect(api.complaints(path, bodies)).toEqual([])
  })

  test('would not describe an answer of the wrong sort', () => {
    const wrong = (value: object) => api.complaints('task/checkpoint/read', [{ success: true, value }]).length
    expect(wrong({ order: -1 })).toBeGreaterThan(0)
    expect(wrong({ status: 'begun' })).toBeGreaterThan(0)
  })

  test('names no property that no answer has, but for those that are listed here', () => {
    const { named, met } = api.properties([...answers])
    expect(named.size).toBeGreaterThan(100)
    expect([...named].filter((property) => !met.has(property)).sort()).toEqual(Object.keys(neverAnswered).sort())
  })

  test('names every property that an answer has, but for those that are listed here', () => {
    expect([...api.properties([...answers]).extra].sort()).toEqual(Object.keys(unnamed).sort())
  })

  const bounded = Object.entries(
    vendorFolder === undefined ? {} : (api.schema('TaskCheckpoint').properties ?? {}),
  ).flatMap(([name, schema]) => [
    ...(schema.maximum === undefined ? [] : [[name, schema.maximum, schema.maximum + 1] as const]),
    ...(schema.minimum === undefined || name === 'parent_id' || name === 'tracker_id'
      ? []
      : [[name, schema.minimum, schema.minimum - 1] as const]),
    ...(schema.maxLength === undefined
      ? []
      : [[name, 'x'.repeat(schema.maxLength), 'x'.repeat(schema.maxLength + 1)] as const]),
    ...(schema.minLength === undefined
      ? []
      : [[name, 'x'.repeat(schema.minLength), 'x'.repeat(schema.minLength - 1)] as const]),
  ])

  test('bounds something', () => expect(vendorFolder === undefined || bounded.length > 8).toBe(true))

  test.each(bounded.map(([name, most, tooMuch]) => ({ name, most, tooMuch })))(
    'bounds $name as this panel does',
    ({ name, most, tooMuch }) => {
      const user = planners(new OpenPanel())[0]!
      const { id } = user.make(2)
      const create = (value: unknown) =>
        user.ask('task/checkpoint/create', { checkpoint: stop({ parent_id: id, order: 0, [name]: value }) }).code
      expect([create(most), create(tooMuch)]).toEqual([0, 7])
    },
  )
})

describe('the examples of calls', () => {
  let user: OpenUser
  let made: TaskExample
  let body: Record<string, unknown>
  let examples: TaskExample[]

  beforeAll(() => {
    user = planners(new OpenPanel())[0]!
    const [one, two] = user.tags()
    const ids = { tracker: user.drivers()[0]!, tags: [one!, two!] as const }
    made = routeExample(ids)
    body = user.done(made.path, made.parameters)
    const route = z.looseObject({ id: z.int(), checkpoint_ids: z.array(z.int()) }).parse(body['result'])
    const [first, second] = route.checkpoint_ids
    examples = taskExamples({ ...ids, route: route.id, checkpoints: [first!, second!] })
  })

  test('are taken, and answered in the documented shape', () => {
    answersAs(made, body)
    for (const example of examples) {
      const { path, parameters, notHere } = example
      const { code, body: answered } = user.ask(path, parameters)
      expect([path, code]).toEqual([path, notHere ? 111 : 0])
      if (!notHere) answersAs(example, answered)
    }
  })

  test.skipIf(vendorFolder === undefined)('are as the OpenAPI has them', () => {
    for (const { path, parameters } of [made, ...examples]) {
      expect([path, api.requestComplaints(path, parameters)]).toEqual([path, []])
    }
    expect(api.requestComplaints('task/route/create', { route: {}, checkpoints: [] })).not.toEqual([])
  })

  function answersAs({ path, answer, within }: TaskExample, answered: Record<string, unknown>): void {
    expect([path, Object.keys(answered)]).toEqual([path, expect.arrayContaining([...answer])])
    if (!within) return
    const inner = answered[within.field]
    const object = z.record(z.string(), z.unknown()).parse(Array.isArray(inner) ? inner[0] : inner)
    expect([path, Object.keys(object)]).toEqual([path, expect.arrayContaining([...within.fields])])
  }
})

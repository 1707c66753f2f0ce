import { expect, test } from 'vitest'
import { z } from 'zod'
import { days, copyOn } from '../../support/routes-rig.ts'
import { pulledRoutes } from '../../support/pulled-routes.ts'

const taskList = z.looseObject({ list: z.array(z.looseObject({ id: z.int(), label: z.string(), status: z.string() })) })

async function rigWithTasks() {
  const rig = await pulledRoutes()
  const { made, route, rows, client } = rig
  const user = Number(route.values['userId'])
  const like = { ...rig.atPanel(rig.stops[0]!.id), id: null, external_id: null, parent_id: null, order: null }
  const window = { from: '2026-11-24 10:00:00', to: '2026-11-24 12:00:00' }
  for (const label of ['One', 'Two', 'Three']) client('task/create', { task: { ...like, ...window, label } })
  await made.call('routes.pull', { olderThan: 0 })
  await rig.pulled()
  const tasksAtPanel = () => taskList.parse(client('task/list', { sort: ['id=asc'] })).list
  /** Single tasks in the sheet, of the user of the route. */
  const single = async () =>
    (await rows('checkpoints')).filter(
      ({ values }) => values['routeId'] === null && values['id'] !== null && values['userId'] === user,
    )
  /** Those with which nobody has begun, and that are to come. */
  const open = async () =>
    (await single()).filter(({ values }) => ['One', 'Two', 'Three'].includes(String(values['label'])))
  const type = (id: number, field: string, value: string) =>
    made.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells: [{ id, field, value }] })
  const toRoute = (ids: readonly number[], named: string, to = '') =>
    made.call('sheet.act', { kind: 'checkpoint.move', ids: [...ids], route: named, to, make: false })
  const act = (kind: 'checkpoint.transmute' | 'checkpoint.delete' | 'checkpoint.create', ids: readonly number[]) =>
    made.call('sheet.act', { kind, ids: [...ids] })
  /** The stops of the route in the sheet, in its order. */
  const shown = async () => (await rows('checkpoints')).filter(({ values }) => values['routeId'] === route.id)
  const requests = (path: string) => made.panel.stats().requests[path] ?? 0
  const label = String(route.values['label'])
  return { ...rig, user, tasksAtPanel, single, open, type, toRoute, act, shown, requests, label }
}

test('single tasks are rows of the sheet of checkpoints, without a route or a place, behind all stops', async () => {
  const { user, tasksAtPanel, rows, single } = await rigWithTasks()
  const held = tasksAtPanel()
  expect(held.length).toBeGreaterThan(0)
  const shown = await single()
  expect(shown.map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort())
  const [task] = shown
  expect(task!.values).toMatchObject({ route: null, position: null, id: task!.id, userId: user })
  expect(task!.values).toMatchObject({ label: held.find(({ id }) => id === task!.id)?.label })
  const all = await rows('checkpoints')
  expect(all.findIndex(({ values }) => values['routeId'] === null)).toBe(
    all.filter(({ values }) => values['routeId'] !== null).length,
  )
})

test('the name of a route, typed into the empty cell of a single task, makes a stop of it behind the last one', async () => {
  const { made, stops, open, type, shown, sequence, atPanel, sendAll, requests, label, row, route } =
    await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  const [task] = await open()
  expect(await type(task!.id, 'route', label)).toMatchObject({ staged: 1, skipped: 0 })
  // It is shown where it will stand.
  const planned = (await shown()).map(({ id }) => id)
  expect(planned).toEqual([...ids, task!.id])
  expect((await shown()).at(-1)).toMatchObject({
    values: { route: label, position: ids.length + 1 },
    marks: { route: { sign: 'staged', kind: 'task.transmute' }, position: { sign: 'staged' } },
  })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual([...ids, task!.id])
  expect(atPanel(task!.id)).toMatchObject({ type: 'checkpoint', parent_id: route.id, label: task!.values['label'] })
  expect(requests('task/transmute')).toBe(1)
  expect((await shown()).map(({ id, values }) => [id, values['position']])).toEqual(
    [...ids, task!.id].map((id, at) => [id, at + 1]),
  )
  expect(await row('routes', route.id)).toMatchObject({ stops: ids.length + 1 })
  // As a stop it can be edited.
  expect(await type(task!.id, 'label', 'As a stop')).toMatchObject({ staged: 1 })
  await sendAll()
  expect(atPanel(task!.id)).toMatchObject({ type: 'checkpoint', label: 'As a stop' })
})

test('where others move stops meanwhile, tasks come to stand behind the stop that was meant, in their order', async () => {
  const { made, stops, open, toRoute, client, sequence, atPanel, sendAll, label, shown } = await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  const [one, other] = (await open()).map(({ id }) => id) as [number, number]
  expect(await toRoute([one, other], label, '2')).toMatchObject({ staged: 2, skipped: 0 })
  expect((await shown()).map(({ id }) => id)).toEqual([ids[0], one, other, ...ids.slice(1)])
  const last = ids.at(-1)!
  client('task/checkpoint/update', { checkpoint: { ...atPanel(last), order: 0 } })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready'])).toEqual([])
  expect(sequence()).toEqual([last, ids[0], one, other, ...ids.slice(1, -1)])
})

test.each(['before', 'during', 'after'] as const)(
  'a task whose answer was lost %s its effect is a stop once',
  async (when) => {
    const { made, stops, open, type, sequence, sendAll, label } = await rigWithTasks()
    const [task] = await open()
    made.panel.faults.add({ api: 'user', path: 'task/transmute', times: 1, strike: { do: 'drop', when } })
    await type(task!.id, 'route', label)
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length === 1)
    expect(sequence()).toEqual([...stops.map(({ id }) => id), task!.id])
  },
)

test('what others have made a stop of this route is done already; of another one, or gone, it is refused', async () => {
  const { made, route, open, toRoute, client, rows, sendAll, label, user } = await rigWithTasks()
  const [one, other, third] = (await open()).map(({ id }) => id) as [number, number, number]
  const another = (await rows('routes')).find(
    ({ id, values }) =>
      id !== route.id && values['userId'] === user && ['assigned', 'unassigned'].includes(String(values['status'])),
  )!
  await toRoute([one], label)
  await toRoute([other], label)
  await toRoute([third], label, '1')
  client('task/transmute', { task_id: one, route_id: route.id, order: 0 })
  client('task/transmute', { task_id: other, route_id: another.id, order: 0 })
  client('task/delete', { task_id: third })
  await sendAll()
  expect(await made.operations(['done'])).toMatchObject([{ subject: { row: one } }])
  const refused = (await made.operations(['rejected'])).map(({ subject, problem }) => [subject.row, problem?.code])
  expect(refused.sort()).toEqual(
    [
      [other, 'stop-already'],
      [third, 'entity-gone'],
    ].sort(),
  )
})

test('what has been begun, with the task or the route, is said beforehand, and refused in words where it was begun since', async () => {
  const { made, route, stops, open, single, type, rows, sendAll, label, user } = await rigWithTasks()
  const begun = (await single()).find(({ values }) => ['done', 'arrived'].includes(String(values['status'])))
  const [task] = await open()
  const underWay = (await rows('routes')).find(
    ({ values }) => values['userId'] === user && ['arrived', 'done', 'failed'].includes(String(values['status'])),
  )!
  await type(task!.id, 'route', `#${underWay.id}`)
  expect((await made.operations(['draft'])).map(({ problem }) => problem?.code)).toEqual(['route-begun'])
  if (begun) {
    await type(begun.id, 'route', label)
    expect((await made.operations(['draft'])).map(({ problem }) => problem?.code)).toContain('task-begun')
    await made.call('sheet.undo', { redo: false })
  }
  // Named anew, it goes to that one.
  await type(task!.id, 'route', label)
  expect(await made.operations(['draft'])).toMatchObject([{ problem: null }])
  made.panel.edit({ task_id: stops[0]!.id, status: 'arrived' })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([{ problem: { code: 'route-begun' } }])
  expect(route.id).toBeGreaterThan(0)
})

test('the cells of a single task are not edited, and it is neither deleted nor copied: the reason is said', async () => {
  const { made, open, type, act } = await rigWithTasks()
  const [task] = await open()
  expect(await type(task!.id, 'label', 'Other')).toMatchObject({ staged: 0, skipped: 1, why: { code: 'task-single' } })
  for (const kind of ['checkpoint.transmute', 'checkpoint.delete', 'checkpoint.create'] as const) {
    expect(await act(kind, [task!.id])).toMatchObject({ staged: 0, skipped: 1 })
  }
  expect(await made.operations()).toEqual([])
})

test('a stop that became a single task stays in sight as one, and an undo of its sending puts it back where it stood', async () => {
  const { made, stops, act, single, shown, sequence, atPanel, sendAll, row, route } = await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  await act('checkpoint.transmute', [ids[1]!, ids[2]!])
  await sendAll()
  expect(sequence()).toEqual([ids[0], ...ids.slice(3)])
  expect((await single()).map(({ id }) => id)).toEqual(expect.arrayContaining([ids[1], ids[2]]))
  expect(await row('checkpoints', ids[1]!)).toMatchObject({
    route: null,
    position: null,
    label: stops[1]!.values['label'],
  })
  const [{ changeSet } = { changeSet: 0 }] = await made.operations(['done'])
  expect(await made.call('outbox.undoSent', { changeSet })).toMatchObject({ staged: 2, left: [] })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual(ids)
  expect((await shown()).map(({ id, values }) => [id, values['position']])).toEqual(ids.map((id, at) => [id, at + 1]))
  expect(atPanel(ids[1]!)).toMatchObject({ type: 'checkpoint', parent_id: route.id })
})

test('an undo of a task that became a stop makes it a single task again', async () => {
  const { made, stops, open, type, sequence, single, sendAll, label } = await rigWithTasks()
  const [task] = await open()
  await type(task!.id, 'route', label)
  await sendAll()
  const [{ changeSet } = { changeSet: 0 }] = await made.operations(['done'])
  await made.call('outbox.undoSent', { changeSet })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual(stops.map(({ id }) => id))
  expect((await single()).map(({ id }) => id)).toContain(task!.id)
})

test('stops and tasks that are to be stops move among each other, before anything is sent', async () => {
  const { made, stops, open, type, toRoute, shown, sequence, sendAll, label } = await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  const [task] = await open()
  await type(task!.id, 'route', label)
  await toRoute([task!.id], '', '2')
  expect((await shown()).map(({ id }) => id)).toEqual([ids[0], task!.id, ...ids.slice(1)])
  await toRoute([ids.at(-1)!], '', '1')
  const wanted = [ids.at(-1)!, ids[0]!, task!.id, ...ids.slice(1, -1)]
  expect((await shown()).map(({ id }) => id)).toEqual(wanted)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual(wanted)
})

test('a task waits for the new stop behind which it is to stand, and at the front of a new route for that', async () => {
  const { made, route, stops, open, toRoute, rows, sequence, sendAll, label, told, stopsAtPanel } = await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  const [one, other] = (await open()).map(({ id }) => id) as [number, number]
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [ids[0]!] })
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const tour = (await rows('routes')).find(({ values }) => values['id'] === null)!
  await made.call('sheet.stage', {
    ...{ sheet: 'routes', source: 'type' },
    cells: [{ id: tour.id, field: 'label', value: 'New tour' }],
  })
  const makings = (await made.operations(['draft'])).map(({ id }) => id)
  await toRoute([one], label, '3')
  await toRoute([other], 'New tour', '1')
  // Who drives either route is told.
  expect(await told()).toMatchObject({ 'task.transmute': 2 })
  await made.call('outbox.pause', { paused: true })
  await made.send()
  await made.call('outbox.hold', { operations: makings, held: true })
  await made.call('outbox.pause', { paused: false })
  await made.clock.advance(60_000)
  expect(await made.operations(['done', 'rejected', 'unknown'])).toEqual([])
  await made.call('outbox.hold', { operations: makings, held: false })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  const now = sequence()!
  expect([now[0], ...now.slice(2)]).toEqual([ids[0], one, ...ids.slice(1)])
  const { id } = (await rows('routes')).find((each) => each.id === tour.id)!.values
  expect(stopsAtPanel(Number(id))[0]).toBe(other)
})

test('a task behind a stop that others have put into another route is refused, and stays one', async () => {
  const { made, stops, open, toRoute, another, client, atPanel, sendAll, label } = await rigWithTasks()
  const other = await another()
  const [task] = await open()
  await toRoute([task!.id], label, '2')
  client('task/checkpoint/transmute', { checkpoint_id: stops[0]!.id })
  client('task/transmute', { task_id: stops[0]!.id, route_id: other.id, order: 0 })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([{ problem: { code: 'stop-elsewhere' } }])
  expect(atPanel(task!.id)).toMatchObject({ type: 'task' })
})

test('a route whose stops were all made single tasks is gone, and an undo of the sending leaves them so', async () => {
  const { made, stops, act, single, sequence, sendAll } = await rigWithTasks()
  const ids = stops.map(({ id }) => id)
  await act('checkpoint.transmute', ids)
  await sendAll()
  expect(sequence()).toBeNull()
  const [{ changeSet } = { changeSet: 0 }] = await made.operations(['done'])
  await made.call('outbox.undoSent', { changeSet }).catch(() => undefined)
  expect(await made.operations(['draft'])).toEqual([])
  expect((await single()).map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
})

test('a task comes into a route that is new itself, once that is made', async () => {
  const { made, route, open, toRoute, rows, client, sendAll } = await rigWithTasks()
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const copy = (await rows('routes')).find(({ values }) => values['id'] === null)!
  await made.call('sheet.stage', {
    ...{ sheet: 'routes', source: 'type' },
    cells: [{ id: copy.id, field: 'label', value: 'New tour' }],
  })
  const [task] = await open()
  expect(await toRoute([task!.id], 'New tour')).toMatchObject({ staged: 1 })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  const now = (await rows('routes')).find(({ id }) => id === copy.id)!
  const read = z.looseObject({ checkpoints: z.array(z.looseObject({ id: z.int() })) })
  const { checkpoints } = read.parse(client('task/read', { task_id: Number(now.values['id']) }))
  expect(checkpoints.at(-1)!.id).toBe(task!.id)
})

test('a task that is deleted at the panel leaves with the next pull, and one of days that are not looked at as well', async () => {
  const { made, open, client, pulled, rows, user } = await rigWithTasks()
  const [task] = await open()
  client('task/delete', { task_id: task!.id })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect((await rows('checkpoints')).map(({ id }) => id)).not.toContain(task!.id)
  await made.call('routes.choose', { users: [user], from: '2026-11-01', to: '2026-11-02' })
  await pulled()
  const left = (await rows('checkpoints')).filter(({ values }) => values['routeId'] === null)
  expect(left.every(({ values }) => String(values['windowFrom']) < '2026-11-03')).toBe(true)
  await made.call('routes.choose', { users: [], ...days })
  expect(await rows('checkpoints')).toEqual([])
})

test('a stop that somebody has made a single task meanwhile is not edited: that is said', async () => {
  const { made, stops, edit, client, sendAll } = await rigWithTasks()
  const [first] = stops
  await edit('checkpoints', first!.id, { label: 'Too late' })
  client('task/checkpoint/transmute', { checkpoint_id: first!.id })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([{ problem: { code: 'stop-single' } }])
})

test('a task that comes into a new route shows what that is called by now', async () => {
  const { made, open, toRoute, edit, rows, row, route } = await rigWithTasks()
  await made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] })
  const own = (await rows('routes')).find(({ values }) => values['id'] === null)!
  const [task] = await open()
  await edit('routes', own.id, { label: 'Another tour' })
  expect(await toRoute([task!.id], 'Another tour')).toMatchObject({ staged: 1, skipped: 0 })
  await edit('routes', own.id, { label: 'Renamed again' })
  expect(await row('checkpoints', task!.id)).toMatchObject({ route: 'Renamed again' })
  await made.call('sheet.undo', { redo: false })
  expect(await row('checkpoints', task!.id)).toMatchObject({ route: 'Another tour' })
})

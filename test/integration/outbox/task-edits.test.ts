import { expect, test } from 'vitest'
import { z } from 'zod'
import { pulledRoutes } from '../../support/pulled-routes.ts'

test('a stop is edited as a whole: what was not touched goes along as the panel holds it, its place and tags too', async () => {
  const { made, stops, edit, atPanel, row, sendAll } = await pulledRoutes()
  const stop = stops[1]!
  const before = atPanel(stop.id)
  const day = String(stop.values['windowTo']).slice(0, 10)
  expect(
    await edit('checkpoints', stop.id, {
      label: 'Back door',
      coordinates: '52° 31′ 12″ N, 13° 24′ 18″ E',
      radius: '1 200',
      maxDelay: '15',
      windowTo: `${day} 11:59 pm`,
    }),
  ).toMatchObject({ staged: 5, broken: 0 })
  await sendAll()
  expect(await made.operations(['rejected', 'conflict', 'unknown'])).toEqual([])
  expect(atPanel(stop.id)).toEqual({
    ...before,
    label: 'Back door',
    location: { ...(before['location'] as object), lat: 52.52, lng: 13.405, radius: 1200 },
    max_delay: 15,
    to: `${day} 23:59:00`,
  })
  expect(await row('checkpoints', stop.id)).toMatchObject({ label: 'Back door', windowTo: `${day} 23:59:00` })
})

test('a route gets another label, its stops are called by it, and none of them is touched', async () => {
  const { made, route, stops, edit, atPanel, row, sendAll } = await pulledRoutes()
  const before = stops.map(({ id }) => atPanel(id))
  await edit('routes', route.id, { label: 'Tuesday north', externalId: 'T-1' })
  await sendAll()
  expect(await made.operations(['rejected', 'conflict', 'unknown'])).toEqual([])
  expect(atPanel(route.id)).toMatchObject({ label: 'Tuesday north', external_id: 'T-1' })
  expect(stops.map(({ id }) => atPanel(id))).toEqual(before)
  expect(await row('routes', route.id)).toMatchObject({ label: 'Tuesday north' })
  expect(await row('checkpoints', stops[0]!.id)).toMatchObject({ route: 'Tuesday north' })
})

test('the window of a route follows those of its first and last stop', async () => {
  const { made, route, edit, row, sendAll } = await pulledRoutes()
  const all = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['routeId'] === route.id)
  const last = all.find(({ values }) => values['position'] === all.length)!
  const to = `${String(last.values['windowTo']).slice(0, 10)} 23:58:00`
  await edit('checkpoints', last.id, { windowTo: to })
  await sendAll()
  expect(await row('routes', route.id)).toMatchObject({ windowTo: to, stops: all.length })
})

test('what breaks a rule is said at its cell, and is never sent', async () => {
  const { made, stops, edit } = await pulledRoutes()
  const stop = stops[0]!
  for (const [field, value, code] of [
    ['label', '  ', 'name-empty'],
    ['label', 'x'.repeat(201), 'text-long'],
    ['description', 'x'.repeat(1025), 'text-long'],
    ['radius', '0', 'number-range'],
    ['radius', '150 m', 'not-a-number'],
    ['minStay', '512001', 'number-range'],
    ['coordinates', 'Alexanderplatz', 'coordinates-unreadable'],
    ['coordinates', '113.40, 52.5', 'coordinates-swapped'],
    ['coordinates', '91, 200', 'coordinates-range'],
    ['windowFrom', 'tomorrow', 'moment-unreadable'],
    ['windowFrom', '03/04/2027 10:00', 'moment-ambiguous'],
    ['windowFrom', '2027-02-30 10:00', 'moment-impossible'],
  ] as const) {
    expect(await edit('checkpoints', stop.id, { [field]: value }), value).toMatchObject({ broken: 1 })
    expect(await made.operations(['draft']), value).toMatchObject([{ problem: { code } }])
    await made.call('sheet.revert', { sheet: 'checkpoints', cells: [{ id: stop.id, field: null }] })
  }
})

test('a window that ends before it begins, and an hour that clocks skip, are foretold', async () => {
  const { made, stops, edit } = await pulledRoutes()
  const stop = stops[0]!
  await edit('checkpoints', stop.id, { windowFrom: '2027-03-28 12:00', windowTo: '2027-03-28 11:00' })
  expect(await made.operations(['draft'])).toMatchObject([{ problem: { code: 'window-reversed' } }])
  await edit('checkpoints', stop.id, { windowFrom: '2027-03-28 02:30', windowTo: '2027-03-28 23:00' })
  expect(await made.operations(['draft'])).toMatchObject([
    { problem: { code: 'moment-skipped', values: { value: '2027-03-28 02:30:00', zone: 'Europe/Berlin' } } },
  ])
})

test('a stop whose window is over is changed only with a window to come, and may be over while it is staged', async () => {
  const { made, stops, edit } = await pulledRoutes()
  const stop = stops[0]!
  await edit('checkpoints', stop.id, { label: 'Too late' })
  expect(await made.operations(['draft'])).toMatchObject([{ problem: null }])
  const to = Date.parse(`${String(stop.values['windowTo'])}Z`)
  await made.clock.advance(to - made.clock.now())
  expect(await made.operations(['draft'])).toMatchObject([{ problem: { code: 'window-over' } }])
  await edit('checkpoints', stop.id, { windowTo: '2026-12-24 18:00' })
  expect(await made.operations(['draft'])).toMatchObject([{ problem: null }])
})

test('a stop with which the driver has begun is foretold as refused; begun since the last pull it is refused in clear words', async () => {
  const { made, stops, edit, atPanel, sendAll } = await pulledRoutes()
  const [one, other] = [stops[0]!, stops[1]!]
  const begun = (await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['status'] === 'done')!
  await edit('checkpoints', begun.id, { label: 'Too late' })
  expect(await made.operations(['draft'])).toMatchObject([{ problem: { code: 'stop-begun' } }])
  await made.call('sheet.revert', { sheet: 'checkpoints', cells: [{ id: begun.id, field: null }] })

  await edit('checkpoints', one.id, { label: 'Late' })
  await edit('checkpoints', other.id, { label: 'In time' })
  made.panel.edit({ task_id: one.id, status: 'arrived' })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([
    { subject: { row: one.id }, problem: { code: 'stop-begun' } },
  ])
  expect(atPanel(other.id).label).toBe('In time')
})

test('where somebody else has changed a stop meanwhile it is a conflict, and what others did elsewhere stays', async () => {
  const { made, stops, client, edit, atPanel, sendAll } = await pulledRoutes()
  const stop = stops[0]!
  const { value } = z
    .looseObject({ value: z.looseObject({}) })
    .parse(client('task/checkpoint/read', { checkpoint_id: stop.id }))
  await edit('checkpoints', stop.id, { radius: '333' })
  client('task/checkpoint/update', { checkpoint: { ...value, description: 'ring twice' } })
  await sendAll()
  expect(atPanel(stop.id)).toMatchObject({ description: 'ring twice', location: { radius: 333 } })
  await edit('checkpoints', stop.id, { radius: '444' })
  client('task/checkpoint/update', {
    checkpoint: { ...value, location: { ...(value['location'] as object), radius: 555 } },
  })
  await sendAll()
  expect(await made.operations(['conflict'])).toMatchObject([{ subject: { row: stop.id } }])
  expect(atPanel(stop.id)).toMatchObject({ location: { radius: 555 } })
})

test('an edit whose answer was lost is looked up, and taken back by the values before', async () => {
  const { made, stops, edit, atPanel, sendAll } = await pulledRoutes()
  const stop = stops[0]!
  const before = atPanel(stop.id)
  made.panel.faults.add({
    api: 'user',
    path: 'task/checkpoint/update',
    times: 1,
    strike: { do: 'drop', when: 'after' },
  })
  await edit('checkpoints', stop.id, { label: 'Once', minStay: '7' })
  await sendAll()
  await made.until(async () => (await made.operations(['done'])).length > 0)
  expect(atPanel(stop.id)).toMatchObject({ label: 'Once', min_stay_duration: 7 })
  const [{ id: changeSet } = { id: 0 }] = (await made.call('outbox.changeSets', { settled: true })).changeSets
  await made.call('outbox.undoSent', { changeSet })
  await sendAll()
  expect(atPanel(stop.id)).toEqual(before)
})

test.each([
  ['words were put behind it', (label: string) => `${label} (rear)`],
  ['blanks were put behind it', (label: string) => `${label}  `],
] as const)(
  'a label that was lost on its way is not taken for set because it still is as it was: %s',
  async (_what, longer) => {
    const { made, stops, edit, atPanel, sendAll } = await pulledRoutes()
    const stop = stops[0]!
    const label = longer(String(atPanel(stop.id).label))
    const strike = { do: 'drop', when: 'before' } as const
    made.panel.faults.add({ api: 'user', path: 'task/checkpoint/update', times: 1, strike })
    await edit('checkpoints', stop.id, { label })
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length > 0)
    expect(atPanel(stop.id).label).toBe(label)
  },
)

test('the plan counts how many changes a driver is told of', async () => {
  const { made, stops, route, edit } = await pulledRoutes()
  const alone = (await made.rows({ sheet: 'checkpoints' })).find(
    ({ values }) => values['status'] === 'unassigned' && String(values['windowTo']) > '2026-11-25',
  )!
  await edit('checkpoints', stops[0]!.id, { label: 'One' })
  await edit('checkpoints', stops[1]!.id, { label: 'Two' })
  await edit('checkpoints', alone.id, { label: 'Nobody is told' })
  await edit('routes', route.id, { description: 'With gloves' })
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  const { kinds, requests } = await made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(requests).toBe(3)
  expect(kinds).toMatchObject([
    { kind: 'checkpoint.update', operations: 3, risk: 'tells-driver', atRisk: 2, requestsAtRisk: 1 },
    { kind: 'route.update', operations: 1, risk: 'tells-driver', atRisk: 1, requestsAtRisk: 1 },
  ])
})

test('the windows of all stops of a route are moved at once, and back again by one undo', async () => {
  const { made, stops, route, atPanel, row, sendAll } = await pulledRoutes()
  const { view } = await made.call('sheet.open', {
    ...{ sheet: 'checkpoints', search: '', sort: [], only: 'all' },
    filter: [{ is: 'oneOf', field: 'routeId', values: [route.id] }],
  })
  const later = (field: string) =>
    made.call('sheet.change', {
      ...{ sheet: 'checkpoints', field, where: { rows: 'view', view } },
      change: { do: 'shift', by: 30 },
    })
  await later('windowTo')
  await later('windowFrom')
  await made.call('sheet.undo', { redo: false })
  expect((await made.operations(['draft'])).flatMap(({ changes }) => changes.map(({ field }) => field))).toEqual(
    stops.map(() => 'windowTo'),
  )
  await made.call('sheet.undo', { redo: true })
  await sendAll()
  for (const { id, values } of stops) {
    const wanted = Date.parse(`${String(values['windowFrom'])}Z`) + 1_800_000
    expect(Date.parse(`${String(atPanel(id)['from'])}Z`)).toBe(wanted)
  }
  expect(await row('routes', route.id)).toMatchObject({ windowFrom: atPanel(stops[0]!.id)['from'] })
})

test('a route is given to another tracker of its user by label, and to nobody by an empty cell', async () => {
  const { made, rows, route, stops, edit, atPanel, row, sendAll } = await pulledRoutes()
  const driven = (await rows('routes')).find(
    ({ values }) =>
      values['userId'] === route.values['userId'] &&
      values['tracker'] !== null &&
      values['trackerId'] !== route.values['trackerId'],
  )!
  const other = { id: driven.values['trackerId'], label: String(driven.values['tracker']) }
  await edit('routes', route.id, { tracker: other.label })
  expect(await made.operations(['draft'])).toMatchObject([
    { kind: 'route.assign', problem: null, changes: [{ field: 'tracker', to: other.label }] },
  ])
  await sendAll()
  expect(await made.operations(['rejected', 'conflict', 'unknown'])).toEqual([])
  expect(atPanel(route.id)).toMatchObject({ tracker_id: other.id, status: 'assigned' })
  expect(await row('checkpoints', stops[0]!.id)).toMatchObject({ tracker: other.label })
  await edit('routes', route.id, { tracker: '' })
  await sendAll()
  expect(atPanel(route.id)['tracker_id'] ?? null).toBeNull()
  expect(await row('routes', route.id)).toMatchObject({ tracker: null, status: 'unassigned' })
})

test('a tracker of somebody else names nothing at a route, and one that the panel refuses is said in clear words', async () => {
  const { made, rows, route, edit, sendAll } = await pulledRoutes()
  const stranger = (await rows('routes')).find(
    ({ values }) => values['tracker'] && values['userId'] !== route.values['userId'],
  )!
  for (const text of [String(stranger.values['tracker']), `#${stranger.values['trackerId']}`]) {
    expect(await edit('routes', route.id, { tracker: text })).toMatchObject({ broken: 1 })
    expect(await made.operations(['draft'])).toMatchObject([{ problem: { code: 'driver-unknown' } }])
  }
  made.panel.faults.add({ api: 'user', path: 'task/route/assign', times: 1, strike: { do: 'refuse', code: 236 } })
  await edit('routes', route.id, { tracker: '' })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([
    { problem: { code: 'plan-without-tasks', panelCode: 236 } },
  ])
})

test('drivers whose plans have no tasks are refused one by one, and hold no others up', async () => {
  const { made, rows, edit, sendAll } = await pulledRoutes()
  const open = (await rows('routes')).filter(
    ({ values }) => values['status'] === 'assigned' && String(values['windowTo']) > '2026-11-28',
  )
  const routes = open.slice(0, 5)
  expect(routes).toHaveLength(5)
  made.panel.faults.add({ api: 'user', path: 'task/route/assign', times: 4, strike: { do: 'refuse', code: 236 } })
  for (const { id } of routes) await edit('routes', id, { tracker: '' })
  await sendAll()
  expect((await made.status()).sending.pausedKinds).toEqual([])
  expect(await made.operations(['rejected'])).toHaveLength(4)
  expect(await made.operations(['done'])).toHaveLength(1)
})

test('of one route one change at a time is at the panel, of several routes several', async () => {
  const { made, rows, route, stops, sendAll } = await pulledRoutes()
  const others = (await rows('checkpoints')).filter(
    ({ values }) =>
      values['userId'] === route.values['userId'] &&
      values['routeId'] !== route.values['id'] &&
      values['status'] === 'assigned' &&
      String(values['windowTo']) > '2026-11-25',
  )
  expect(others.length).toBeGreaterThan(0)
  const ids = [...stops.slice(0, 4), others[0]!].map(({ id }) => id)
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids })
  made.panel.faults.add({
    ...{ api: 'user', path: 'task/checkpoint/delete', times: 100 },
    strike: { do: 'slow', milliseconds: 3_000, when: 'after' },
  })
  const before = made.wire.sent.length
  await sendAll()
  const routeOf = new Map([...stops, ...others].map(({ id, values }) => [id, values['routeId']]))
  const sent = made.wire.sent.slice(before).flatMap(({ path, body, left, back }) => {
    if (!path.endsWith('task/checkpoint/delete')) return []
    const { checkpoint_id } = z.object({ checkpoint_id: z.int() }).parse(body)
    return { route: routeOf.get(checkpoint_id), left, back }
  })
  expect(sent).toHaveLength(5)
  const meet = sent.flatMap((one, at) =>
    sent
      .slice(at + 1)
      .flatMap((other) => (other.left < one.back && one.left < other.back ? [[one.route, other.route]] : [])),
  )
  expect(meet.filter(([one, other]) => one === other)).toEqual([])
  expect(meet.length).toBeGreaterThan(0)
})

test('what was staged is sent although the cache is lost: an edit knows itself in whose session its row is read', async () => {
  const { made, stops, route, edit, atPanel } = await pulledRoutes()
  const stop = stops[0]!
  await edit('checkpoints', stop.id, { label: 'After all' })
  await edit('routes', route.id, { label: 'After all, too' })
  await made.label((await made.sound())[0]!.id, 'Not held up')
  made.panel.faults.add({ api: 'user', path: 'task/checkpoint/update', strike: { do: 'drop', when: 'after' } })
  made.cutPowerAfter(1)
  await made.clock.step()
  await made.powerOn({ cacheLost: true })
  await made.online()
  for (const reading of ['quick', 'exact'] as const) await made.send(reading)
  await made.clock.advance(60_000)
  expect(await made.operations(['ready', 'waiting', 'unknown', 'rejected', 'conflict'])).toEqual([])
  expect([atPanel(stop.id).label, atPanel(route.id).label]).toEqual(['After all', 'After all, too'])
})

import { expect, test } from 'vitest'
import { mostNamed } from '../../../electron/bridge/announcer.ts'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn } from '../../support/routes-rig.ts'

async function rigForNew() {
  const rig = await pulledRoutes()
  const { made, route, rows, stops } = rig
  const stop = { label: 'Kiosk', coordinates: '52°30\'26.7"N 13°24\'42.6"E', address: 'Am Tor 1' }
  const place = (row: number, at: 'behind' | 'end' = 'behind') => ({ row, at })
  const make = (texts: readonly Record<string, string>[], beside = place(stops[0]!.id)) =>
    made.call('sheet.make', { sheet: 'checkpoints', rows: [...texts], beside })
  /** The stops of the route in the sheet, in its order. */
  const shown = async () =>
    (await rows('checkpoints')).filter(({ values }) => values['route'] === route.values['label'])
  const labels = async () => (await shown()).map(({ values }) => values['label'])
  const labelsAtPanel = () => rig.sequence()!.map((id) => rig.atPanel(id).label)
  const before = stops.map(({ values }) => values['label'])
  return { ...rig, stop, place, make, shown, labels, labelsAtPanel, before }
}

test('a new stop stands behind the one beside which it is made, has its times and nothing of its tags, and is made so', async () => {
  const { stop, stops, make, labels, before, row, sendAll, atPanel, sequence, made } = await rigForNew()
  const { ids, broken } = await make([stop])
  expect([ids.length, broken]).toEqual([1, 0])
  expect(await labels()).toEqual([before[0], 'Kiosk', ...before.slice(1)])
  const { windowFrom, windowTo, radius, route, timeZone, owner } = stops[0]!.values
  expect(await row('checkpoints', ids[0]!)).toMatchObject({
    ...{ windowFrom, windowTo, radius, route, timeZone, owner },
    ...{ id: null, position: 2, tags: null, address: 'Am Tor 1', coordinates: '52.5074167, 13.4118333' },
  })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft'])).toEqual([])
  expect(sequence()!.map((id) => atPanel(id).label)).toEqual([before[0], 'Kiosk', ...before.slice(1)])
  expect(atPanel(sequence()![1]!)).toMatchObject({ tags: [], from: windowFrom, to: windowTo })
})

test('what is not said of its times, radius and minutes is as it is planned of the stop before, and nothing of that one’s tags', async () => {
  const { stop, stops, place, make, edit, row, client, sendAll, made, atPanel, sequence } = await rigForNew()
  const last = stops.at(-1)!.id
  const window = { windowFrom: '2026-12-18 10:00', windowTo: '2026-12-18 11:00' }
  const more = { radius: 170, maxDelay: 11, minStay: 12, minArrival: 13 }
  const texts = Object.fromEntries(Object.entries(more).map(([field, value]) => [field, String(value)]))
  const { list } = client('tag/list', {}) as { list: { id: number }[] }
  await edit('checkpoints', last, { ...window, ...texts, tags: `#${list[0]!.id}` })
  const { ids } = await make([stop], place(stops[0]!.id, 'end'))
  expect(await row('checkpoints', ids[0]!)).toMatchObject({
    ...{ ...more, tags: null, windowFrom: '2026-12-18 10:00:00', windowTo: '2026-12-18 11:00:00' },
  })
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(atPanel(last)).toMatchObject({ tags: [list[0]!.id] })
  expect(atPanel(sequence()!.at(-1)!)).toMatchObject({
    ...{ label: 'Kiosk', tags: [], max_delay: 11, min_stay_duration: 12, min_arrival_duration: 13 },
    location: { radius: 170 },
  })
})

test('the driver of a route is told of a new stop, and of a new route: the plan says so', async () => {
  const { stop, make, made, route, rows, told } = await rigForNew()
  await make([stop])
  const nobodys = (await rows('checkpoints')).find(
    ({ values }) => values['status'] === 'unassigned' && values['routeId'] !== null,
  )
  await make([stop], { row: nobodys!.id, at: 'behind' })
  expect(await told()).toEqual({ 'checkpoint.create': 1 })
  const tour = { owner: `#${route.values['userId']}`, windowFrom: '2026-12-15 8:00', windowTo: '2026-12-15 17:00' }
  for (const tracker of [String(route.values['tracker']), '']) {
    await made.call('sheet.make', { sheet: 'routes', rows: [{ ...tour, label: 'Tour', tracker, stops: '2' }] })
  }
  for (const { id, values } of await rows('checkpoints')) {
    if (values['route'] !== 'Tour') continue
    const cells = Object.entries({ label: 'Stop', coordinates: '52.5, 13.4' })
    await made.call('sheet.stage', {
      ...{ sheet: 'checkpoints', source: 'paste', cells: cells.map(([field, value]) => ({ id, field, value })) },
    })
  }
  expect(await told()).toEqual({ 'checkpoint.create': 3, 'route.create': 1 })
})

test('of several new stops each stands behind the one before, at the end of the route where that is asked', async () => {
  const { stop, make, stops, place, labels, labelsAtPanel, before, sendAll } = await rigForNew()
  await make(
    ['A', 'B', 'C'].map((label) => ({ ...stop, label })),
    place(stops[0]!.id, 'end'),
  )
  await make([
    { ...stop, label: 'D' },
    { ...stop, label: 'E' },
  ])
  const wanted = [before[0], 'D', 'E', ...before.slice(1), 'A', 'B', 'C']
  expect(await labels()).toEqual(wanted)
  await sendAll()
  expect(labelsAtPanel()).toEqual(wanted)
})

test('one that is made behind a new one, and another behind the same, stand at the panel as in the sheet', async () => {
  const { stop, make, place, labels, labelsAtPanel, before, sendAll } = await rigForNew()
  const { ids } = await make([{ ...stop, label: 'A' }])
  await make([{ ...stop, label: 'B' }], place(ids[0]!))
  await make([{ ...stop, label: 'C' }], place(ids[0]!))
  await make([{ ...stop, label: 'D' }])
  const wanted = [before[0], 'D', 'A', 'C', 'B', ...before.slice(1)]
  expect(await labels()).toEqual(wanted)
  await sendAll()
  expect(labelsAtPanel()).toEqual(wanted)
})

test('behind a stop that is to be deleted, it stands behind the one before that', async () => {
  const { stop, make, stops, place, labelsAtPanel, before, sendAll, made } = await rigForNew()
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [stops[1]!.id] })
  await make([stop], place(stops[1]!.id))
  await sendAll()
  expect(await made.operations(['rejected', 'draft', 'ready'])).toEqual([])
  expect(labelsAtPanel()).toEqual([before[0], 'Kiosk', ...before.slice(2)])
})

test('what is left empty stays behind until it is said, and holds nothing else up', async () => {
  const { stop, make, edit, rows, labelsAtPanel, before, sendAll } = await rigForNew()
  const { ids, broken } = await make([
    { label: '', coordinates: '' },
    { ...stop, label: 'B' },
  ])
  expect(broken).toBe(1)
  const marks = (await rows('checkpoints')).find(({ id }) => id === ids[0])!.marks
  expect(Object.entries(marks).map(([field, { problem }]) => `${field} ${problem?.code}`)).toEqual([
    ' name-empty',
    'label name-empty',
    'coordinates coordinates-unreadable',
  ])
  await sendAll()
  expect(labelsAtPanel()).toEqual(before)
  await edit('checkpoints', ids[0]!, { label: 'A', coordinates: 'https://maps.google.com/?q=52.5,13.4' })
  await sendAll()
  expect(labelsAtPanel()).toEqual([before[0], 'A', 'B', ...before.slice(1)])
})

test('new stops are one step to undo and to do again', async () => {
  const { stop, make, labels, labelsAtPanel, before, sendAll, made } = await rigForNew()
  await make([
    { ...stop, label: 'A' },
    { ...stop, label: 'B' },
  ])
  const planned = await labels()
  expect((await made.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'make', made: 'checkpoints' })
  expect(await labels()).toEqual(before)
  await made.call('sheet.undo', { redo: true })
  expect(await labels()).toEqual(planned)
  await sendAll()
  expect(labelsAtPanel()).toEqual(planned)
})

test('in a new route it stands where it is shown, whatever was put between before, and all goes in one request', async () => {
  const { stop, make, made, place, route, rows, atPanelOf, client, sendAll, before } = await rigForNew()
  await made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] })
  const own = async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  const [first] = await own()
  for (const label of ['A', 'B']) await make([{ ...stop, label }], place(first!.id))
  await make([{ ...stop, label: 'C' }], place(first!.id, 'end'))
  const wanted = [before[0], 'B', 'A', ...before.slice(1), 'C']
  expect((await own()).map(({ values }) => values['label'])).toEqual(wanted)
  const were = new Set(atPanelOf(Number(route.values['userId'])).map(({ id }) => id))
  await sendAll()
  const [added] = atPanelOf(Number(route.values['userId'])).filter(({ id }) => !were.has(id))
  const { checkpoints } = client('task/read', { task_id: added!.id }) as { checkpoints: { label: string }[] }
  expect(checkpoints.map(({ label }) => label)).toEqual(wanted)
  expect(made.panel.stats().requests['task/checkpoint/create']).toBeUndefined()
})

test('beside a single task there is no route in which a stop could be made, and that is said', async () => {
  const { make, stop, rows, place } = await rigForNew()
  const task = (await rows('checkpoints')).find(({ values }) => values['routeId'] === null)
  await expect(make([stop], place(task!.id))).rejects.toMatchObject({ problem: { code: 'task-beside' } })
})

test('a stop beside none is refused as a call', async () => {
  const { made, stop } = await rigForNew()
  await expect(made.call('sheet.make', { sheet: 'checkpoints', rows: [stop] })).rejects.toMatchObject({
    problem: { code: 'bad-call' },
  })
})

async function rigForRoutes() {
  const rig = await pulledRoutes()
  const { made, rows, route } = rig
  const texts = {
    ...{ owner: `#${route.values['userId']}`, label: 'Tour of the north', tracker: String(route.values['tracker']) },
    ...{ windowFrom: '15.12.2026 8:00', windowTo: '2026-12-15 17:00', stops: '3' },
  }
  const make = (more: Record<string, string> = {}) =>
    made.call('sheet.make', { sheet: 'routes', rows: [{ ...texts, ...more }] })
  const stopsOf = async (label: string) => (await rows('checkpoints')).filter(({ values }) => values['route'] === label)
  const user = Number(route.values['userId'])
  const before = new Set(rig.atPanelOf(user).map(({ id }) => id))
  const added = () => rig.atPanelOf(user).filter(({ id }) => !before.has(id))
  return { ...rig, make, stopsOf, added, texts }
}

test('a new route has as many stops as were asked for, which it waits for, and goes with them in one request', async () => {
  const { make, made, stopsOf, added, row, edit, sendAll, route } = await rigForRoutes()
  const { ids } = await make()
  const { tracker, trackerId, owner, timeZone } = route.values
  expect(await row('routes', ids[0]!)).toMatchObject({
    ...{ label: 'Tour of the north', tracker, trackerId, owner, timeZone, stops: 3 },
    ...{ windowFrom: '2026-12-15 08:00:00', windowTo: '2026-12-15 17:00:00' },
  })
  const stops = await stopsOf('Tour of the north')
  expect(stops.map(({ values }) => [values['position'], values['windowFrom'], values['tracker']])).toEqual(
    [1, 2, 3].map((place) => [place, '2026-12-15 08:00:00', tracker]),
  )
  await sendAll()
  expect(added()).toEqual([])
  for (const [at, { id }] of stops.entries())
    await edit('checkpoints', id, { label: `Stop ${at + 1}`, coordinates: `52,${at + 1}; 13,4` })
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(added()).toMatchObject([{ label: 'Tour of the north', tracker_id: trackerId }])
  expect(added()[0]!.checkpoint_ids).toHaveLength(3)
})

test('a driver whom the user does not have keeps the route back, and is named at its cell until it is mended there', async () => {
  const { make, rows, stopsOf, edit, sendAll, added, route } = await rigForRoutes()
  const { ids, broken } = await make({ tracker: 'Nobody’s van' })
  expect(broken).toBe(1 + 3)
  const at = async () => (await rows('routes')).find(({ id }) => id === ids[0])
  expect((await at())?.marks['tracker']?.problem?.code).toBe('driver-unknown')
  for (const { id } of await stopsOf('Tour of the north'))
    await edit('checkpoints', id, { label: 'Stop', coordinates: '52.5, 13.4' })
  await sendAll()
  expect(added()).toEqual([])
  await edit('routes', ids[0]!, { tracker: String(route.values['tracker']) })
  await sendAll()
  expect(added()).toMatchObject([{ tracker_id: route.values['trackerId'] }])
})

test('a new route is one step to undo, with its stops', async () => {
  const { make, made, rows, stopsOf } = await rigForRoutes()
  const routes = (await rows('routes')).length
  await make()
  await made.call('sheet.undo', { redo: false })
  expect([(await rows('routes')).length, await stopsOf('Tour of the north')]).toEqual([routes, []])
  expect(await made.operations(['draft'])).toEqual([])
})

test('where more stops change than are told by name, their sheet is told to be read again, that of their routes too', async () => {
  const { make, made, stopsOf } = await rigForRoutes()
  await make({ label: 'Many', stops: String(mostNamed + 1) })
  const cells = (await stopsOf('Many')).map(({ id }, at) => ({ id, field: 'label', value: `Stop ${at}` }))
  expect(cells).toHaveLength(mostNamed + 1)
  await made.clock.advance(1000)
  const before = made.events.length
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })
  await made.clock.advance(1000)
  const told = made.events.slice(before).flatMap((event) => (event.event === 'rows' ? [[event.sheet, event.ids]] : []))
  expect(told).toContainEqual(['checkpoints', null])
  expect(told).toContainEqual(['routes', null])
})

import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { importFile } from '../../support/import-file.ts'
import { readTask, rigWithRoute } from '../../support/stops-file.ts'

const day = '2026-12-15'

/** A route of two stops; the second one as these cells say, which other ones of it need no more than. */
interface Cells {
  readonly user?: string
  readonly label?: string
  readonly place?: string
  readonly from?: string
  readonly to?: string
  readonly tracker?: string
  readonly externalId?: string
}

async function rigWithRows() {
  const rig = await rigWithRoute()
  const users = await rig.made.rows({ sheet: 'users' })
  const trackers = await rig.made.rows({ sheet: 'trackers' })
  const strange = trackers.find(({ values }) => values['userId'] !== rig.userId && values['userId'] !== null)!
  const headings = 'User;Route;Label;Coordinates;From;To;Tracker;External ID'
  const line = (named: string, cells: Cells = {}) =>
    [
      ...[cells.user ?? rig.owner, named, cells.label ?? `Stop ${Math.random()}`, cells.place ?? '52,52 13,405'],
      ...[cells.from ?? `${day} 09:00`, cells.to ?? `${day} 10:00`, cells.tracker ?? '', cells.externalId ?? ''],
    ].join(';')
  const found = async (rows: readonly string[], head = headings) =>
    (await rig.checked(rows, head)).groups.map(({ field, problem, verdict, rows }) => [
      field,
      problem.code,
      verdict,
      rows,
    ])
  return { ...rig, users, strange, headings, line, found }
}

test('what is wrong with a stop is said at its cell, each in its words, and what is staged stays', async () => {
  const { made, line, found, strange, routeId, own } = await rigWithRows()
  await made.call('sheet.stage', {
    ...{ sheet: 'checkpoints', source: 'paste' },
    cells: [{ id: own[0]!.id, field: 'description', value: 'Staged before' }],
  })
  const wrong: readonly [Cells, string, string][] = [
    [{ from: '2027-03-28 02:30', to: '2027-03-28 04:00' }, 'from', 'moment-skipped'],
    [{ from: '2027-03-28 01:30', to: '2027-03-28 02:30' }, 'to', 'moment-skipped'],
    [{ from: `${day} 12:00`, to: `${day} 11:00` }, 'to', 'window-reversed'],
    [{ from: '2026-11-19 09:00', to: '2026-11-19 10:00' }, 'to', 'window-over'],
    [{ from: '31.02.2026 10:00' }, 'from', 'moment-impossible'],
    [{ from: '03/04/2027 10:00' }, 'from', 'moment-ambiguous'],
    [{ to: 'tomorrow' }, 'to', 'moment-unreadable'],
    [{ place: '95 200' }, 'coordinates', 'coordinates-range'],
    [{ place: '113,4 52,5' }, 'coordinates', 'coordinates-swapped'],
    [{ place: 'near the church' }, 'coordinates', 'coordinates-unreadable'],
    [{ label: '' }, 'label', 'value-missing'],
    [{ tracker: String(strange.values['label']) }, 'driver', 'driver-not-theirs'],
    [{ tracker: 'No such van' }, 'driver', 'driver-unknown'],
    [{ user: 'nobody@nowhere.eu' }, 'user', 'user-unknown'],
  ]
  for (const [cells, field, code] of wrong) {
    // Beside a whole route, which nothing of it harms.
    const rows = [line('Sound'), line('Sound'), line('Sound', cells)]
    expect(await found(rows), `${field} ${code}`).toEqual([[field, code, 'refused', 1]])
  }
  expect(await found([line('#1')])).toEqual([['route', 'route-unknown', 'refused', 1]])
  const known = await made.operations(['draft'])
  expect(known.map(({ changes }) => changes)).toEqual([[{ field: 'description', from: '', to: 'Staged before' }]])
  expect(routeId).not.toBeNull()
})

test('degrees in columns of their own are wrong at the column that is', async () => {
  const { found, owner } = await rigWithRows()
  const row = (lat: string, lng: string) => [owner, 'Degrees', 'A', lat, lng, `${day} 09:00`, `${day} 10:00`].join(';')
  const head = 'User;Route;Label;Latitude;Longitude;From;To'
  const good = row('52.5', '13.4')
  const of = (lat: string, lng: string) => found([good, good, row(lat, lng)], head)
  expect(await of('95', '200')).toEqual([['lat', 'coordinates-range', 'refused', 1]])
  expect(await of('113.4', '52.5')).toEqual([['lat', 'coordinates-swapped', 'refused', 1]])
  expect(await of('52.5', '200')).toEqual([['lng', 'coordinates-range', 'refused', 1]])
  expect(await of('north', '13.4')).toEqual([['lat', 'coordinates-unreadable', 'refused', 1]])
  expect(await of('52.5', '')).toEqual([['lng', 'value-missing', 'refused', 1]])
})

test('a new route with one stop is doubtful, the stop that is one too many is refused, and both are told at the route', async () => {
  const { found, line, checked, headings } = await rigWithRows()
  expect(await found([line('One')])).toEqual([['route', 'route-size', 'doubt', 1]])
  const many = Array.from({ length: 501 }, (_, at) => line('Many', { label: `Stop ${at}` }))
  const check = await checked(many, headings)
  expect(check).toMatchObject({ ready: 500, refused: 1 })
  expect(check.groups).toMatchObject([
    { field: 'route', problem: { code: 'route-size', values: { stops: 501, least: 2, most: 500 } }, examples: [502] },
  ])
})

test('an external id finds the stop that has it, is told where several have it, and is not taken twice from a file', async () => {
  const { made, own, line, found, route, imported, headings, sent, at, labels } = await rigWithRows()
  const give = (id: number, value: string) =>
    made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells: [{ id, field: 'externalId', value }] })
  const [first, second, third] = own
  await give(first!.id, 'SHOP-1')
  await give(second!.id, 'SHOP-2')
  await give(third!.id, 'SHOP-2')
  await sent()
  const like = { from: at(9), to: at(10) }
  const named = String(route)
  expect(await found([line(named, { ...like, externalId: 'SHOP-2' })])).toEqual([
    ['externalId', 'external-id-ambiguous', 'refused', 1],
  ])
  const twice = [
    line(named, { ...like, label: 'Shop', externalId: 'SHOP-1' }),
    line(named, { ...like, externalId: 'SHOP-1' }),
  ]
  expect(await found(twice)).toEqual([['externalId', 'duplicate-in-file', 'refused', 1]])
  const elsewhere = { ...like, externalId: 'SHOP-1' }
  expect(await found([line('Other', like), line('Other', elsewhere)])).toEqual([
    ['externalId', 'external-id-elsewhere', 'doubt', 1],
  ])
  // The tour of the same name on another day may have one with the same id.
  expect(await found([line(named), line(named, { externalId: 'SHOP-1' })])).toEqual([
    ['externalId', 'external-id-elsewhere', 'doubt', 1],
  ])
  // What the file has no column for stays as it is.
  const { check } = await imported(
    [[first!.values['owner'], named, 'SHOP-1', 'Renamed'].join(';')],
    'User;Route;External ID;Label',
  )
  expect(check).toMatchObject({ ready: 1, refused: 0, missing: [] })
  const [edit] = await made.operations(['draft'])
  expect(edit).toMatchObject({ kind: 'checkpoint.update', changes: [{ field: 'label', to: 'Renamed' }] })
  await sent()
  expect(labels()[0]).toBe('Renamed')
  expect(headings).not.toBe('')
})

test('a cell for which another value is staged is named, an unknown or second id too; a stop that is begun or leaves is left', async () => {
  const { made, own, stops, checked } = await rigWithRows()
  const [first, second] = own
  const begun = stops.find(({ values }) => values['routeId'] !== null && values['status'] === 'done')
  const head = 'Stop ID;Label'
  const id = (row: (typeof own)[number] | undefined) => String(row!.values['id'])
  const codes = async (...rows: readonly string[]) =>
    (await checked(rows, head)).groups.map(({ field, problem }) => [field, problem.code])
  await made.call('sheet.stage', {
    ...{ sheet: 'checkpoints', source: 'paste', cells: [{ id: first!.id, field: 'label', value: 'Mine' }] },
  })
  expect(await codes(`${id(first)};Theirs`)).toEqual([['label', 'cell-staged']])
  expect((await checked([`${id(first)};Mine`], head)).same).toBe(1)
  expect(await codes('1;Unknown')).toEqual([['stop', 'stop-unknown']])
  expect(await codes(`${id(begun)};Another`)).toContainEqual(['', 'stop-begun'])
  expect(await codes(`${id(second)};A`, `${id(second)};B`)).toEqual([['stop', 'duplicate-in-file']])
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [second!.id] })
  expect(await codes(`${id(second)};A`)).toEqual([['', 'stop-leaves']])
})

test('what a file cannot change of a stop is told at its cell as doubtful, and the rest goes if it is included', async () => {
  const { made, own, checked } = await rigWithRows()
  const [first] = own
  const head = 'Stop ID;Label;User;Route;Stop;Tracker'
  const { id, owner, route, tracker } = first!.values
  const row = (cells: { user?: string; route?: string; place?: number; tracker?: string }) =>
    [id, 'New', cells.user ?? owner, cells.route ?? route, cells.place ?? 1, cells.tracker ?? tracker].join(';')
  const codes = async (cells: Parameters<typeof row>[0]) =>
    (await checked([row(cells)], head)).groups.map(({ field, problem }) => `${field} ${problem.code}`)
  expect(await codes({})).toEqual([])
  expect(await codes({ route: 'Elsewhere' })).toEqual(['route cell-stays'])
  expect(await codes({ place: 2 })).toEqual(['place cell-stays'])
  const users = await made.rows({ sheet: 'users' })
  const other = users.find(({ values }) => values['login'] !== owner)!
  expect(await codes({ user: String(other.values['login']) })).toEqual(['user cell-stays'])
})

test('rows of a user whose session cannot be opened wait with the reason, and those of others go', async () => {
  const { made, line, strange, users, headings, userId } = await rigWithRows()
  const other = users.find(({ values }) => values['id'] === strange.values['userId'])!
  const rows = [
    line('Mine'),
    line('Mine'),
    ...[0, 1].map(() => line('Theirs', { user: String(other.values['login']) })),
  ]
  made.panel.faults.add({
    ...{ path: 'user/session/create', parameters: { user_id: Number(other.values['id']) }, times: 1e6 },
    strike: { do: 'refuse', code: 13 },
  })
  made.panel.expireUserSessions(Number(other.values['id']))
  const { check } = await importFile(made, 'stops.csv', `${[headings, ...rows].join('\n')}\n`)
  expect(check.ready).toBe(4)
  await made.crash()
  await made.online()
  await made.send()
  await made.until(async () => (await made.operations(['done'])).length === 3)
  await made.clock.advance(600_000)
  const left = (await made.operations()).filter(({ state }) => state !== 'done')
  expect(left.map(({ kind, state }) => [kind, state])).toEqual([
    ['route.create', 'waiting'],
    ['checkpoint.create', 'waiting'],
    ['checkpoint.create', 'waiting'],
  ])
  expect(left[0]?.problem).toMatchObject({ code: 'session-not-opened', panelCode: 13 })
  expect(userId).not.toBe(other.values['id'])
})

test('a route whose driver has a plan without tasks is refused with the reason, goes once that is mended, and nothing is lost', async () => {
  const { made, line, headings, sent, client } = await rigWithRows()
  made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'refuse', code: 236 } })
  const rows = [line('Planless', { label: 'A' }), line('Planless', { label: 'B' })]
  await importFile(made, 'stops.csv', `${[headings, ...rows].join('\n')}\n`)
  await made.online()
  await made.send()
  await made.until(async () => (await made.operations(['rejected'])).length === 1)
  expect(await made.operations(['rejected'])).toMatchObject([
    { kind: 'route.create', problem: { code: 'plan-without-tasks' } },
  ])
  const own = (await made.rows({ sheet: 'routes' })).find(({ values }) => values['label'] === 'Planless')!
  await made.call('sheet.stage', {
    ...{ sheet: 'routes', source: 'paste', cells: [{ id: own.id, field: 'description', value: 'Mended' }] },
  })
  await sent()
  const route = (await made.rows({ sheet: 'routes' })).find(({ values }) => values['label'] === 'Planless')!
  const stops = readTask.parse(client('task/read', { task_id: route.values['id'] })).checkpoints
  expect(stops.map(({ label }) => label)).toEqual(['A', 'B'])
})

test('the rows of a route that the panel refused come back as they were in the file, with the reason of their route', async () => {
  const { made, line, headings } = await rigWithRows()
  made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'refuse', code: 236 } })
  const rows = [line('Planless', { label: 'A' }), line('Sound', { label: 'B' })]
  const more = [line('Planless', { label: 'C', tracker: '' }), line('Sound', { label: 'D' })]
  const all = [...rows, ...more]
  const { staged } = await importFile(made, 'stops.csv', `${[headings, ...all].join('\n')}\n`)
  await made.online()
  await made.send()
  await made.until(async () => (await made.operations(['rejected'])).length === 1)
  await made.until(async () => (await made.operations(['done'])).length === 3)
  const refused = async (): Promise<string[][]> => {
    const { text } = await made.call('outbox.exportRefused', { changeSet: staged.changeSet })
    return parse(text, { bom: true, delimiter: ';' })
  }
  const [head, ...back] = await refused()
  const columns = headings.split(';')
  expect([head!.slice(0, columns.length), head!.at(-1)]).toEqual([columns, 'Reason'])
  const [one, , other] = all
  expect(back.map((cells) => cells.slice(0, columns.length).join(';'))).toEqual([one, other])
  expect(back.map((cells) => cells.at(-1))).toEqual([back[0]!.at(-1), expect.stringContaining('tasks')])
  // One that is given up comes back no more, and none once the route is there.
  const waiting = (await made.operations()).filter(
    ({ kind, state }) => kind === 'checkpoint.create' && state !== 'done',
  )
  expect(waiting).toHaveLength(2)
  await made.call('outbox.discard', { operations: [waiting[1]!.id] })
  expect((await refused()).slice(1)).toEqual([back[0]])
})

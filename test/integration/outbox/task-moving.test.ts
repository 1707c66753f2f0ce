import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownFields, pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn } from '../../support/routes-rig.ts'

const tagsOf = z.looseObject({ list: z.array(z.looseObject({ id: z.int() })) })

async function rigWithMoves() {
  const rig = await pulledRoutes()
  const { made, route, rows } = rig
  const move = (ids: readonly number[], to: string, other = '', make = false) =>
    made.call('sheet.act', { kind: 'checkpoint.move', ids: [...ids], route: other, to, make })
  /** The stops of the route in the sheet, in its order. */
  const shown = async () => (await rows('checkpoints')).filter(({ values }) => values['routeId'] === route.id)
  const order = async () => (await shown()).map(({ id }) => id)
  const numbers = async () => (await shown()).map(({ values }) => values['position'])
  const requests = () => made.panel.stats().requests['task/checkpoint/update'] ?? 0
  const label = String(route.values['label'])
  return { ...rig, move, shown, order, numbers, requests, label }
}

test('stops are moved offline, shown where they will stand with the numbers that they will have, and stand so at the panel', async () => {
  const { made, stops, move, order, numbers, shown, sequence, atPanel, sendAll, requests } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const before = atPanel(ids[2]!)
  expect(await move([ids[2]!], '1')).toMatchObject({ staged: 1, unstaged: 0, skipped: 0 })
  const wanted = [ids[2]!, ids[0]!, ids[1]!, ...ids.slice(3)]
  expect(await order()).toEqual(wanted)
  expect(await numbers()).toEqual(wanted.map((_, at) => at + 1))
  expect((await shown())[0]!.marks['position']).toMatchObject({ sign: 'staged', kind: 'checkpoint.move' })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual(wanted)
  expect(await order()).toEqual(wanted)
  expect(await numbers()).toEqual(wanted.map((_, at) => at + 1))
  expect(atPanel(ids[2]!)).toEqual({ ...before, order: 0 })
  expect(requests()).toBe(1)
})

test('what is moved step by step is one move, and none once it is back where it was', async () => {
  const { made, stops, move, order, sequence, sendAll, requests } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '+1')
  await move([ids[0]!], '+1')
  expect(await order()).toEqual([ids[1], ids[2], ids[0], ...ids.slice(3)])
  expect(await made.operations(['draft'])).toHaveLength(1)
  expect(await move([ids[0]!], '-2')).toMatchObject({ staged: 0, unstaged: 1 })
  expect(await made.operations(['draft'])).toEqual([])
  expect(await order()).toEqual(ids)
  await move([ids[0]!], '+1')
  await sendAll()
  expect(sequence()).toEqual([ids[1], ids[0], ...ids.slice(2)])
  expect(requests()).toBe(1)
})

test('several stops move together, whatever was moved before, and undo and redo lead back and forth', async () => {
  const { made, stops, move, order, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[1]!], '1')
  const first = await order()
  await move([ids[1]!, ids[0]!], '+1')
  const second = await order()
  expect(second).toEqual([ids[2], ids[1], ids[0], ...ids.slice(3)])
  await made.call('sheet.undo', { redo: false })
  expect(await order()).toEqual(first)
  await made.call('sheet.undo', { redo: false })
  expect(await order()).toEqual(ids)
  await made.call('sheet.undo', { redo: true })
  await made.call('sheet.undo', { redo: true })
  expect(await order()).toEqual(second)
  await sendAll()
  expect(sequence()).toEqual(second)
})

test('a whole route is turned round, with one request less than it has stops', async () => {
  const { made, stops, move, order, sequence, sendAll, requests } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  for (const id of ids) await move([id], '1')
  expect(await order()).toEqual([...ids].reverse())
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect(sequence()).toEqual([...ids].reverse())
  expect(requests()).toBe(ids.length - 1)
})

test.each(['before', 'during', 'after'] as const)(
  'moves whose answer was lost %s their effect leave the order that was planned',
  async (when) => {
    const { made, stops, move, sequence, sendAll } = await rigWithMoves()
    const ids = stops.map(({ id }) => id)
    made.panel.faults.add({ api: 'user', path: 'task/checkpoint/update', times: 2, strike: { do: 'drop', when } })
    await move([ids[2]!, ids[3]!], '1')
    await move([ids[0]!], '+1')
    await sendAll()
    await made.until(async () => (await made.operations(['ready', 'sending', 'unknown', 'waiting'])).length === 0)
    expect(sequence()).toEqual([ids[2], ids[3], ids[1], ids[0], ...ids.slice(4)])
  },
)

test('who drives a route is told of moves in it and of what comes into it; of what goes where nobody drives, nobody is', async () => {
  const { made, stops, move, another, told, route } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[0]!], '3')
  expect(await told()).toEqual({ 'checkpoint.move': 1 })
  await made.call('sheet.undo', { redo: false })
  await move([ids[1]!], '', other.label)
  expect(await told()).toEqual({ 'checkpoint.create': 0 })
  await move([other.stops[0]!], '', `#${route.id}`)
  expect(await told()).toEqual({ 'checkpoint.create': 1 })
})

test('a stop that others have put where it is to stand is moved by nobody else', async () => {
  const { made, stops, move, client, atPanel, sequence, sendAll, requests, route } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '2')
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[0]!), parent_id: route.id, order: 1 } })
  const before = requests()
  await sendAll()
  expect(await made.operations(['done'])).toHaveLength(1)
  expect(requests()).toBe(before)
  expect(sequence()).toEqual([ids[1], ids[0], ...ids.slice(2)])
})

test('a stop that others have made a single task is not moved, nor one behind a stop that is in another route by now', async () => {
  const { made, stops, move, another, client, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[0]!], '2')
  client('task/checkpoint/transmute', { checkpoint_id: ids[1]! })
  client('task/transmute', { task_id: ids[1]!, route_id: other.id, order: 0 })
  await sendAll()
  await move([ids[2]!], '4')
  client('task/checkpoint/transmute', { checkpoint_id: ids[2]! })
  await sendAll()
  const refused = (await made.operations(['rejected'])).map(({ subject, problem }) => [subject.row, problem?.code])
  expect(refused).toEqual([
    [ids[0], 'stop-elsewhere'],
    [ids[2], 'stop-single'],
  ])
  expect(sequence()).toEqual([ids[0], ...ids.slice(3)])
})

test('where others have moved stops since, each still comes to stand behind the one that was meant', async () => {
  const { made, stops, move, client, sequence, sendAll, atPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '3')
  // Others put the last stop first: numbers would now say something else.
  const last = ids.at(-1)!
  client('task/checkpoint/update', { checkpoint: { ...atPanel(last), order: 0 } })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown'])).toEqual([])
  expect(sequence()).toEqual([last, ids[1], ids[2], ids[0], ...ids.slice(3, -1)])
})

test('a stop that goes behind one which others have deleted is refused, and the others go', async () => {
  const { made, stops, move, client, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '2')
  await move([ids[3]!], '1')
  client('task/checkpoint/delete', { checkpoint_id: ids[1]! })
  await sendAll()
  expect((await made.operations(['rejected'])).map(({ problem }) => problem?.code)).toEqual(['entity-gone'])
  expect(sequence()).toEqual([ids[3], ids[0], ids[2], ...ids.slice(4)])
})

test('new stops are moved, too: they are made, and then stand where they were put', async () => {
  const { made, stops, move, order, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [ids[0]!] })
  const copy = (await order())[1]!
  await move([copy], '4')
  const planned = await order()
  expect(planned).toEqual([ids[0], ids[1], ids[2], copy, ...ids.slice(3)])
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready'])).toEqual([])
  expect(await order()).toEqual(planned)
  expect(sequence()!.filter((id) => ids.includes(id))).toEqual(ids)
  expect(ids).not.toContain(sequence()![3])
})

test('stops of a new route are moved before it is sent, and it is made in that order by one request', async () => {
  const { made, route, rows, move, requests, sendAll, stopsAtPanel } = await rigWithMoves()
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const ofNew = async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  const before = (await ofNew()).map(({ id }) => id)
  await move([before[0]!], '+1')
  const after = [before[1]!, before[0]!, ...before.slice(2)]
  expect((await ofNew()).map(({ id }) => id)).toEqual(after)
  expect((await ofNew()).map(({ values }) => values['position'])).toEqual(after.map((_, at) => at + 1))
  await made.call('sheet.undo', { redo: false })
  expect((await ofNew()).map(({ id }) => id)).toEqual(before)
  await made.call('sheet.undo', { redo: true })
  expect((await ofNew()).map(({ id }) => id)).toEqual(after)
  expect(await made.operations(['draft'])).toHaveLength(before.length + 1)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  const shown = (await rows('checkpoints')).filter(({ id }) => before.includes(id))
  expect(shown.map(({ id }) => id)).toEqual(after)
  const [{ values } = { values: {} as Record<string, unknown> }] = shown
  expect(stopsAtPanel(Number(values['routeId']))).toEqual(shown.map((row) => row.values['id']))
  expect(requests()).toBe(0)
})

test('a copy in a new route stays where it is shown once the stop behind which it stood is taken back, whatever is moved', async () => {
  const { made, route, rows, move } = await rigWithMoves()
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const ofNew = async () =>
    (await rows('checkpoints')).filter(({ values }) => values['id'] === null).map(({ id }) => id)
  const [first] = await ofNew()
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [first!] })
  await made.call('sheet.revert', { sheet: 'checkpoints', cells: [{ id: first!, field: null }] })
  const shown = await ofNew()
  await move([shown.at(-1)!], '-1')
  expect(await ofNew()).toEqual([...shown.slice(0, -2), shown.at(-1), shown.at(-2)])
})

test('an undo of the sending puts stops back to where they stood', async () => {
  const { made, stops, move, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '3')
  await move([ids[4]!], '1')
  await sendAll()
  const [{ changeSet } = { changeSet: 0 }] = await made.operations(['done'])
  await made.call('outbox.undoSent', { changeSet })
  await sendAll()
  expect(sequence()).toEqual(ids)
})

test('a stop goes to another route by its name: it is made there with all that it has and was staged for it, and then leaves', async () => {
  const { made, stops, move, another, atPanel, edit, sequence, sendAll, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  const before = atPanel(ids[1]!)
  await edit('checkpoints', ids[1]!, { label: 'Back door' })
  expect(await move([ids[1]!], '2', other.label.toUpperCase())).toMatchObject({ staged: 1, skipped: 0 })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['checkpoint.create', 'checkpoint.delete'])
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  expect(sequence()).toEqual(ids.filter((id) => id !== ids[1]))
  const there = stopsAtPanel(other.id)
  expect(there.filter((_, at) => at !== 1)).toEqual(other.stops)
  const { id: _id, parent_id: _route, order: _order, tracker_id: _driver, creation_date: _made, ...kept } = before
  const { status: _status, status_change_date: _changed, origin: _origin, external_id, ...same } = kept
  expect(atPanel(there[1]!)).toMatchObject({ ...same, label: 'Back door', order: 1 })
  if (external_id) expect(atPanel(there[1]!)['external_id']).toBe(external_id)
})

test('several stops go to the front and to the end of another route, in their order', async () => {
  const { made, stops, move, another, sequence, atPanel, sendAll, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const labels = stops.map(({ values }) => values['label'])
  const other = await another()
  await move([ids[1]!, ids[0]!], '1', `#${other.id}`)
  await move([ids[3]!], '', other.label)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  expect(sequence()).toEqual([ids[2], ...ids.slice(4)])
  const there = stopsAtPanel(other.id)
  expect(there.slice(2, -1)).toEqual(other.stops)
  expect([there[0], there[1], there.at(-1)].map((id) => atPanel(id!).label)).toEqual([labels[0], labels[1], labels[3]])
})

test('a stop that cannot be made in the other route does not leave its own', async () => {
  const { made, stops, move, another, client, sequence } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[1]!], '2', other.label)
  client('task/route/delete', { route_id: other.id })
  await made.send()
  await made.clock.advance(60_000)
  expect((await made.operations()).map(({ kind, state }) => [kind, state])).toEqual([
    ['checkpoint.create', 'rejected'],
    ['checkpoint.delete', 'ready'],
  ])
  expect(sequence()).toEqual(ids)
})

test('a stop with which its driver has begun since is not made in the other route', async () => {
  const { made, stops, move, another, sequence, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[1]!], '2', other.label)
  made.panel.edit({ task_id: ids[1]!, status: 'arrived' })
  await made.send()
  await made.clock.advance(60_000)
  expect((await made.operations(['rejected'])).map(({ problem }) => problem?.code)).toContain('stop-begun')
  expect(sequence()).toEqual(ids)
  expect(stopsAtPanel(other.id)).toEqual(other.stops)
})

test('what a driver has begun with stays in its route and is counted with the reason; each stop that goes counts once', async () => {
  const { made, stops, move, another, pulled, rows, order } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  for (const id of ids.slice(0, 2)) made.panel.edit({ task_id: id, status: 'arrived' })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  const left = (rows: number) => [{ problem: { code: 'stop-begun-stays' }, rows }]
  expect(await move(ids.slice(0, 4), '', other.label)).toEqual({
    ...{ staged: 2, shared: 0, unstaged: 0, skipped: 2, broken: 0, left: left(2) },
  })
  expect(await order()).toEqual(expect.arrayContaining(ids.slice(0, 2)))
  // One that makes the route is none of the stops; and where none goes, none is made.
  expect(await move(ids.slice(1, 2), '', 'New tour', true)).toMatchObject({ staged: 0, skipped: 1, left: left(1) })
  expect((await rows('routes')).filter(({ values }) => values['id'] === null)).toEqual([])
  expect(await move([ids[1]!, ids[4]!], '', 'New tour', true)).toMatchObject({ staged: 1, skipped: 1, left: left(1) })
  const [added] = (await rows('routes')).filter(({ values }) => values['id'] === null)
  expect(added?.values).toMatchObject({ label: 'New tour', stops: 1 })
  // Typed into the cell it is said there.
  const cells = [{ id: ids[0]!, field: 'route', value: other.label }]
  expect(await made.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells })).toMatchObject({
    ...{ staged: 0, skipped: 1, why: { code: 'stop-begun-stays' } },
  })
})

test('a route that nobody knows, or that several are called by, takes no stop, and says so', async () => {
  const { made, stops, move, another } = await rigWithMoves()
  const other = await another()
  expect(await move([stops[0]!.id], '', 'No such route')).toMatchObject({ staged: 0, skipped: 1 })
  await made.call('sheet.stage', {
    ...{ sheet: 'routes', source: 'type' },
    cells: [{ id: other.id, field: 'label', value: 'Renamed' }],
  })
  expect(await move([stops[0]!.id], '', other.label)).toMatchObject({ staged: 0, skipped: 1 })
  expect(await move([stops[0]!.id], '', 'renamed')).toMatchObject({ staged: 1, skipped: 0 })
  await made.call('sheet.undo', { redo: false })
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [other.id] })
  expect(await move([stops[0]!.id], '', 'renamed')).toMatchObject({ staged: 0, skipped: 1 })
  expect(await move([stops[0]!.id], '', 'renamed', true)).toMatchObject({ staged: 0, skipped: 1 })
})

test('stops go into a new route and new stops out of it, before it is sent', async () => {
  const { made, route, stops, rows, move, another, sendAll, stopsAtPanel, atPanel, sequence, edit } =
    await rigWithMoves()
  const other = await another()
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const added = (await rows('routes')).find(({ values }) => values['id'] === null)!
  await edit('routes', added.id, { label: 'Spring' })
  const ofNew = (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  await edit('checkpoints', ofNew[0]!.id, { label: 'Out of it' })
  await edit('checkpoints', stops[0]!.id, { label: 'Into it' })
  await move([stops[0]!.id], '2', 'Spring')
  await move([ofNew[0]!.id], '1', other.label)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  const now = (await rows('routes')).find(({ id }) => id === added.id)!
  const labels = stopsAtPanel(Number(now.values['id'])).map((id) => atPanel(id).label)
  expect(labels).toEqual(['Into it', ...ofNew.slice(1).map(({ values }) => values['label'])])
  expect(sequence()).toEqual(stops.slice(1).map(({ id }) => id))
  expect(atPanel(stopsAtPanel(other.id)[0]!).label).toBe('Out of it')
})

test('a move to another route is undone and done again as one step', async () => {
  const { made, stops, move, another, edit, order } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await edit('checkpoints', ids[1]!, { label: 'Back door' })
  await move([ids[1]!], '', other.label)
  const staged = (await made.operations(['draft'])).map(({ kind }) => kind)
  await made.call('sheet.undo', { redo: false })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['checkpoint.update'])
  expect(await order()).toEqual(ids)
  await made.call('sheet.undo', { redo: true })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(staged)
})

test('another number typed into a cell moves its stop, and a column of numbers that is pasted puts all in that order', async () => {
  const { made, stops, edit, order, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await edit('checkpoints', ids[3]!, { position: ' 1 ' })
  expect(await order()).toEqual([ids[3], ...ids.slice(0, 3), ...ids.slice(4)])
  await made.call('sheet.undo', { redo: false })
  expect(await order()).toEqual(ids)
  const staged = await made.call('sheet.stage', {
    ...{ sheet: 'checkpoints', source: 'paste' },
    cells: ids.map((id, at) => ({ id, field: 'position', value: String(ids.length - at) })),
  })
  expect(staged).toMatchObject({ skipped: 0, broken: 0 })
  expect(await order()).toEqual([...ids].reverse())
  await made.call('sheet.undo', { redo: false })
  expect(await order()).toEqual(ids)
  await made.call('sheet.undo', { redo: true })
  await sendAll()
  expect(sequence()).toEqual([...ids].reverse())
})

test('the name of another route typed into a cell moves its stop there, edits beside it are staged, and nonsense is left out', async () => {
  const { made, stops, another, sequence, sendAll, stopsAtPanel, atPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  const cells = [
    { id: ids[1]!, field: 'route', value: other.label },
    { id: ids[1]!, field: 'label', value: 'Back door' },
    { id: ids[2]!, field: 'position', value: 'first' },
    { id: ids[2]!, field: 'route', value: 'No such route' },
  ]
  expect(await made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })).toMatchObject({ skipped: 2 })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  expect(sequence()).toEqual(ids.filter((id) => id !== ids[1]))
  expect(atPanel(stopsAtPanel(other.id).at(-1)!).label).toBe('Back door')
})

test('a route is split: some of its stops go to a new one, which is made with them, and two are joined by moving all', async () => {
  const { made, route, stops, rows, move, sequence, sendAll, stopsAtPanel, atPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const labels = stops.map(({ values }) => values['label'])
  expect(await move([ids[1]!, ids[2]!, ids[4]!], '', 'Second half')).toMatchObject({ staged: 0, skipped: 3 })
  expect(await move([ids[1]!, ids[2]!, ids[4]!], '', 'Second half', true)).toMatchObject({ skipped: 0, broken: 0 })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  const left = ids.filter((_, at) => ![1, 2, 4].includes(at))
  expect(sequence()).toEqual(left)
  const half = (await rows('routes')).find(({ values }) => values['label'] === 'Second half')!
  const there = stopsAtPanel(Number(half.values['id']))
  expect(there.map((id) => atPanel(id).label)).toEqual([labels[1], labels[2], labels[4]])
  // Who drove it drives both.
  expect(half.values).toMatchObject({ trackerId: route.values['trackerId'], tracker: route.values['tracker'] })
  expect(atPanel(Number(half.values['id']))).toMatchObject({ tracker_id: route.values['trackerId'] })
  expect(made.panel.stats().requests['task/route/create']).toBe(1)

  await move(left, '', 'Second half')
  await sendAll()
  expect(sequence()).toBeNull()
  expect(stopsAtPanel(Number(half.values['id']))).toHaveLength(ids.length)
  expect((await rows('routes')).map(({ values }) => values['label'])).not.toContain(stops[0]!.values['route'])
})

test('stops of two routes go to no new one together: each would make one of that name', async () => {
  const { made, stops, move, another } = await rigWithMoves()
  const other = await another()
  expect(await move([stops[0]!.id, other.stops[0]!], '', 'Brand new', true)).toMatchObject({ staged: 0, skipped: 2 })
  expect(await made.operations()).toEqual([])
})

test('the name of its own route moves a stop behind all others', async () => {
  const { stops, move, order, label } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '', label)
  expect(await order()).toEqual([...ids.slice(1), ids[0]])
})

test('a stop keeps its own tags and fields in the other route, also one that is new', async () => {
  const { made, stops, move, another, client, atPanel, sendAll, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  const { tags: _tags, ...stop } = atPanel(ids[1]!)
  const tags = tagsOf
    .parse(client('tag/list', {}))
    .list.slice(0, 2)
    .map(({ id }) => id)
  client('task/checkpoint/update', { checkpoint: { ...stop, tags, fields: ownFields } })
  await made.call('routes.pull', { olderThan: 0 })
  await made.until(async () => !(await made.call('routes.state', {})).running)
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [ids[1]!] })
  const copy = (await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['id'] === null)!
  await move([copy.id, ids[1]!], '', other.label)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  const there = stopsAtPanel(other.id).slice(other.stops.length)
  const own = { tags, fields: ownFields }
  expect(there.map(atPanel)).toMatchObject([own, own])
})

test('a stop that somebody has changed since stays in its route', async () => {
  const { made, stops, move, another, client, atPanel, sequence, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[1]!], '', other.label)
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[1]!), label: 'Theirs' } })
  await made.send()
  await made.clock.advance(60_000)
  expect((await made.operations(['rejected'])).map(({ problem }) => problem?.code)).toEqual(['stop-changed'])
  expect(sequence()).toEqual(ids)
  expect(stopsAtPanel(other.id)).toEqual(other.stops)
})

test('an undo of the sending leaves a stop in the route that it went to', async () => {
  const { made, stops, move, another, sendAll, stopsAtPanel } = await rigWithMoves()
  const other = await another()
  await move([stops[1]!.id], '', other.label)
  await sendAll()
  const [{ changeSet } = { changeSet: 0 }] = await made.operations(['done'])
  await made.call('outbox.undoSent', { changeSet }).catch(() => undefined)
  expect(await made.operations(['draft'])).toEqual([])
  await sendAll()
  expect(stopsAtPanel(other.id)).toHaveLength(other.stops.length + 1)
})

test('the halves of a move to another route are taken back together', async () => {
  const { made, stops, move, another } = await rigWithMoves()
  const other = await another()
  const revert = (id: number) => made.call('sheet.revert', { sheet: 'checkpoints', cells: [{ id, field: null }] })
  await move([stops[1]!.id], '', other.label)
  await revert(stops[1]!.id)
  expect(await made.operations(['draft'])).toEqual([])
  await move([stops[1]!.id], '', other.label)
  const copy = (await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['id'] === null)!
  await revert(copy.id)
  expect(await made.operations(['draft'])).toEqual([])
})

test('a move waits for that of the stop behind which it goes', async () => {
  const { made, stops, move, order, sequence } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!], '4')
  await move([ids[1]!], '4')
  const planned = await order()
  const [first] = await made.operations(['draft'])
  await made.call('outbox.pause', { paused: true })
  await made.send()
  await made.call('outbox.hold', { operations: [first!.id], held: true })
  await made.call('outbox.pause', { paused: false })
  await made.clock.advance(60_000)
  expect(sequence()).toEqual(ids)
  await made.call('outbox.hold', { operations: [first!.id], held: false })
  await made.settled()
  expect(sequence()).toEqual(planned)
})

test('a stop that is to be deleted is none to stand behind', async () => {
  const { made, stops, move, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [ids[1]!] })
  await move([ids[3]!], '3')
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready'])).toEqual([])
  expect(sequence()).toEqual([ids[0], ids[3], ids[2], ...ids.slice(4)])
})

test('numbers pasted for some of the stops put each where its number says', async () => {
  const { made, stops, order } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const cells = [
    { id: ids[0]!, field: 'position', value: '5' },
    { id: ids[4]!, field: 'position', value: '2' },
  ]
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })
  expect(await order()).toEqual([ids[1], ids[4], ids[2], ids[3], ids[0], ...ids.slice(5)])
})

test('a stop with which its driver begins meanwhile does not go to a new route: it stays, and the others go', async () => {
  const { made, stops, move, rows, sequence, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!, ids[1]!, ids[2]!], '', 'Brand new', true)
  made.panel.edit({ task_id: ids[0]!, status: 'arrived' })
  await made.send()
  // What waits for the one that was refused is left.
  await made.until(async () => (await made.operations(['done'])).length === 5)
  expect(await made.operations(['rejected'])).toMatchObject([
    { kind: 'checkpoint.create', problem: { code: 'stop-begun' } },
  ])
  expect(sequence()).toEqual([ids[0], ...ids.slice(3)])
  const found = (await rows('routes')).find(({ values }) => values['label'] === 'Brand new')!
  expect(stopsAtPanel(Number(found.values['id']))).toHaveLength(2)
})

test('a stop that leaves for another route is read anew for what goes behind it, since moves of its own route have shifted it', async () => {
  const { made, stops, move, another, sequence, sendAll } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  await move([ids[0]!], '5')
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [ids[2]!] })
  await move([ids[2]!], '', other.label)
  // It is read for the other route before the move is carried out, and not used up until the copy of it has left.
  const slow = (path: string, milliseconds: number) =>
    made.panel.faults.add({ api: 'user', path, strike: { do: 'slow', milliseconds, when: 'before' } })
  slow('task/checkpoint/update', 500)
  slow('task/checkpoint/create', 20_000)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  const now = sequence()!
  expect(now.filter((id) => ids.includes(id))).toEqual([ids[1], ids[3], ids[4], ids[0], ...ids.slice(5)])
  expect(now.findIndex((id) => !ids.includes(id))).toBe(1)
})

test('an edit of a stop that was on its way when it was moved to another route keeps it from nothing', async () => {
  const { made, stops, move, another, atPanel, sequence, sendAll, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  const cells = [{ id: ids[1]!, field: 'label', value: 'Ours, on its way' }]
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells })
  await made.call('connection.workOffline', { on: true })
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  await made.call('outbox.send', { changeSets: changeSets.map(({ id }) => id) })
  expect(await made.operations(['ready'])).toHaveLength(1)
  await move([ids[1]!], '', other.label)
  await made.call('connection.workOffline', { on: false })
  await made.until(async () => (await made.operations(['done'])).length === 1)
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready', 'draft'])).toEqual([])
  expect(sequence()).toEqual(ids.filter((_, at) => at !== 1))
  const there = stopsAtPanel(other.id)
  expect(there).toHaveLength(other.stops.length + 1)
  expect(atPanel(there.at(-1)!).label).toBe('Ours, on its way')
})

test('tags that others have set of a stop keep it in its route where ours would replace them, and go along where not', async () => {
  const { made, stops, move, another, client, atPanel, sequence, stopsAtPanel } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  const other = await another()
  const [one, two] = tagsOf.parse(client('tag/list', {})).list.map(({ id }) => id)
  const cells = [{ id: ids[1]!, field: 'tags', value: `#${one}` }]
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells })
  await move([ids[1]!], '', other.label)
  await move([ids[2]!], '1', other.label)
  for (const id of [ids[1]!, ids[2]!]) client('task/checkpoint/update', { checkpoint: { ...atPanel(id), tags: [two] } })
  await made.send()
  // What waits for the one that was refused is left.
  await made.until(async () => (await made.operations(['done'])).length === 2)
  expect(await made.operations(['rejected'])).toMatchObject([
    { kind: 'checkpoint.create', problem: { code: 'stop-changed' } },
  ])
  expect(sequence()).toEqual(ids.filter((_, at) => at !== 2))
  expect(atPanel(ids[1]!)['tags']).toEqual([two])
  expect(atPanel(stopsAtPanel(other.id)[0]!)['tags']).toEqual([two])
})

test('what others have changed of a stop meanwhile keeps it from a new route, too', async () => {
  const { made, stops, move, client, atPanel, sequence } = await rigWithMoves()
  const ids = stops.map(({ id }) => id)
  await move([ids[0]!, ids[1]!, ids[2]!], '', 'Brand new', true)
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[1]!), label: 'Theirs' } })
  await made.send()
  // What waits for the one that was refused is left.
  await made.until(async () => (await made.operations(['done'])).length === 5)
  expect(await made.operations(['rejected'])).toMatchObject([{ problem: { code: 'stop-changed' } }])
  expect(sequence()).toEqual([ids[1], ...ids.slice(3)])
})

test('of a route that is typed and that there is not, the reason is said, with the name', async () => {
  const { stops, edit, made } = await pulledRoutes()
  expect(await edit('checkpoints', stops[0]!.id, { route: 'No such tour' })).toMatchObject({
    ...{ staged: 0, skipped: 1 },
    why: { code: 'route-untold', values: { value: 'No such tour' } },
  })
  expect(await made.operations()).toEqual([])
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownFields, pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn, userClient } from '../../support/routes-rig.ts'

const withStops = z.looseObject({ checkpoints: z.array(z.looseObject({ id: z.int() })) })

async function rigWithTwoRoutes() {
  const rig = await pulledRoutes()
  const { made, route, stops, client, rows } = rig
  const like = { ...rig.atPanel(stops[0]!.id), id: null, external_id: null, parent_id: null, order: null }
  const checkpoints = ['One', 'Two', 'Three'].map((label) => ({ ...like, label, external_id: `ext ${label}` }))
  client('task/route/create', { route: { label: 'Other tour', description: '' }, checkpoints })
  client('task/create', { task: { ...like, label: 'Alone' } })
  await made.call('routes.pull', { olderThan: 0 })
  await rig.pulled()
  const found = (await rows('routes')).find(({ values }) => values['label'] === 'Other tour')
  if (!found) throw new Error('A pull brings the route')
  const ids = stops.map(({ id }) => id)
  const put = (cut: readonly number[], row: number, side: 'before' | 'behind' = 'behind') =>
    made.call('sheet.act', { kind: 'checkpoint.put', ids: [...cut], beside: { row, side } })
  const insert = (copied: readonly number[], row: number, side: 'before' | 'behind' = 'behind') =>
    made.call('sheet.act', { kind: 'checkpoint.putCopies', ids: [...copied], beside: { row, side } })
  const shown = async (label: unknown) => (await rows('checkpoints')).filter(({ values }) => values['route'] === label)
  /** The labels of the stops of a route that will stay, in the order of the sheet. */
  const labels = async (label: unknown) =>
    (await shown(label)).flatMap(({ values, marks }) =>
      marks['']?.kind === 'checkpoint.delete' ? [] : String(marks['label']?.value ?? values['label']),
    )
  const stopsOf = (id: number) => withStops.parse(client('task/read', { task_id: id })).checkpoints
  const labelsAtPanel = (id: number) => stopsOf(id).map((stop) => rig.atPanel(stop.id).label)
  const undo = () => made.call('sheet.undo', { redo: false })
  const own = route.values['label']
  const order = async () => (await shown(own)).map(({ id }) => id)
  const others = stopsOf(found.id).map(({ id }) => id)
  for (const [at, id] of ids.entries()) await rig.edit('checkpoints', id, { label: `Stop ${at + 1}` })
  await rig.sendAll()
  return { ...rig, ids, others, other: found.id, put, insert, labels, labelsAtPanel, undo, order, own, shown }
}

test('stops that were cut stand behind another one of their route, or before it, in their order, and one undo takes it back', async () => {
  const { made, ids, put, order, undo, sequence, sendAll } = await rigWithTwoRoutes()
  const [a, b, c, ...rest] = ids as [number, number, number, ...number[]]
  expect(await put([a, b], c)).toMatchObject({ skipped: 0 })
  expect(await order()).toEqual([c, a, b, ...rest])
  expect(new Set((await made.operations(['draft'])).map(({ kind }) => kind))).toEqual(new Set(['checkpoint.move']))
  await undo()
  expect(await order()).toEqual(ids)
  await put([b, c], a, 'before')
  expect(await order()).toEqual([b, c, a, ...rest])
  await sendAll()
  expect(sequence()).toEqual([b, c, a, ...rest])
})

test('stops put into another route are made there in their order and leave theirs, as by its name, and one undo takes it back', async () => {
  const { made, ids, others, other, own, put, labels, labelsAtPanel, undo, sequence, sendAll } =
    await rigWithTwoRoutes()
  const before = await labels(own)
  expect(await put([ids[0]!, ids[2]!], others[0]!)).toMatchObject({ skipped: 0 })
  expect(await labels('Other tour')).toEqual(['One', 'Stop 1', 'Stop 3', 'Two', 'Three'])
  expect((await made.operations(['draft'])).map(({ kind }) => kind).sort()).toEqual([
    ...['checkpoint.create', 'checkpoint.create', 'checkpoint.delete', 'checkpoint.delete'],
  ])
  await undo()
  expect(await made.operations(['draft'])).toEqual([])
  expect(await labels(own)).toEqual(before)
  await put([ids[0]!, ids[2]!], others[0]!, 'before')
  await sendAll()
  expect(labelsAtPanel(other)).toEqual(['Stop 1', 'Stop 3', 'One', 'Two', 'Three'])
  expect(sequence()).toEqual([ids[1], ...ids.slice(3)])
})

test.each(['before', 'behind'] as const)(
  'stops of two routes and a single task are put %s one stop in the order in which they were cut',
  async (side) => {
    const { ids, others, rows, put, labels, labelsAtPanel, sendAll, other } = await rigWithTwoRoutes()
    const alone = (await rows('checkpoints')).find(({ values }) => values['label'] === 'Alone')!
    expect(await put([others[2]!, ids[1]!, alone.id], others[1]!, side)).toMatchObject({ skipped: 0 })
    const cut = ['Three', 'Stop 2', 'Alone']
    const wanted = side === 'before' ? ['One', ...cut, 'Two'] : ['One', 'Two', ...cut]
    expect(await labels('Other tour')).toEqual(wanted)
    await sendAll()
    expect(labelsAtPanel(other)).toEqual(wanted)
  },
)

test('beside a single task, in a route of another user, and what somebody has begun with, rows stay and are counted', async () => {
  const { made, ids, others, rows, put, route, pulled } = await rigWithTwoRoutes()
  const all = await rows('checkpoints')
  const alone = all.find(({ values }) => values['label'] === 'Alone')!
  const foreign = all.find(({ values }) => values['userId'] !== route.values['userId'] && values['routeId'] !== null)!
  expect(await put([ids[0]!], alone.id)).toMatchObject({ staged: 0, skipped: 1 })
  expect(await put([ids[0]!], foreign.id)).toMatchObject({ staged: 0, skipped: 1 })
  made.panel.edit({ task_id: ids[0]!, status: 'arrived' })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect(await put([ids[0]!, ids[1]!], others[0]!)).toMatchObject({ staged: 1, skipped: 1 })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['checkpoint.create', 'checkpoint.delete'])
})

test('new stops are put elsewhere as well, and stops beside them, before anything is sent', async () => {
  const { ids, others, other, insert, put, rows, labels, labelsAtPanel, sendAll, edit } = await rigWithTwoRoutes()
  await insert([ids[0]!], ids[0]!)
  const added = (await rows('checkpoints')).find(({ values }) => values['id'] === null)!
  await edit('checkpoints', added.id, { label: 'New' })
  await put([added.id], others[1]!)
  const moved = (await rows('checkpoints')).find(({ values }) => values['id'] === null)!
  await put([others[0]!], moved.id)
  await put([ids[1]!], moved.id, 'before')
  const wanted = ['Two', 'Stop 2', 'New', 'One', 'Three']
  expect(await labels('Other tour')).toEqual(wanted)
  await sendAll()
  expect(labelsAtPanel(other)).toEqual(wanted)
})

test('stops are put into a route that is new itself, and go with it', async () => {
  const { made, ids, route, rows, put, insert, sendAll, labelsAtPanel, edit } = await rigWithTwoRoutes()
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const added = (await rows('routes')).find(({ values }) => values['id'] === null)!
  await edit('routes', added.id, { label: 'Spring' })
  const ofNew = async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  const [first] = await ofNew()
  // Those of other days stand in front: the panel takes no windows that go back.
  await put([ids[2]!], first!.id, 'before')
  await insert([ids[3]!], first!.id, 'before')
  const wanted = (await ofNew()).map(({ values }) => values['label'])
  expect(wanted.slice(0, 4)).toEqual(['Stop 3', 'Stop 4', 'Stop 1', 'Stop 2'])
  await sendAll()
  const now = (await rows('routes')).find(({ id }) => id === added.id)!
  expect(labelsAtPanel(Number(now.values['id']))).toEqual(wanted)
})

test('copies are new stops with what was planned for theirs but the external id, in another route too, and stay as those that were copied', async () => {
  const { ids, others, other, edit, insert, labels, own, undo, labelsAtPanel, atPanel, client, sendAll, sequence } =
    await rigWithTwoRoutes()
  await edit('checkpoints', ids[1]!, { label: 'Back door' })
  const before = await labels(own)
  expect(await insert([others[2]!, ids[1]!], ids[0]!)).toMatchObject({ staged: 2, skipped: 0 })
  expect((await labels(own)).slice(0, 4)).toEqual(['Stop 1', 'Three', 'Back door', 'Back door'])
  await undo()
  expect(await labels(own)).toEqual(before)
  await insert([ids[1]!, ids[0]!], others[0]!, 'before')
  await sendAll()
  expect(labelsAtPanel(other)).toEqual(['Back door', 'Stop 1', 'One', 'Two', 'Three'])
  expect(sequence()).toEqual(ids)
  const [copy] = withStops.parse(client('task/read', { task_id: other })).checkpoints
  const { location, tags, from, to } = atPanel(ids[1]!) as Record<string, unknown>
  expect(atPanel(copy!.id)).toMatchObject({ location, tags, from, to })
  expect(atPanel(copy!.id)['external_id']).toMatch(/^FB-/)
})

test('a stop is copied into a route of another user, without tags of its own, and a single task is not copied', async () => {
  const { ids, rows, route, insert } = await rigWithTwoRoutes()
  const all = await rows('checkpoints')
  const alone = all.find(({ values }) => values['label'] === 'Alone')!
  const foreign = all.find(
    ({ values }) => values['userId'] !== route.values['userId'] && values['status'] === 'unassigned',
  )!
  expect(await insert([ids[0]!, alone.id], foreign.id)).toMatchObject({ staged: 1, skipped: 1 })
  const made = (await rows('checkpoints')).find(({ values }) => values['id'] === null)
  expect(made?.values).toMatchObject({
    ...{ userId: foreign.values['userId'], route: foreign.values['route'], label: 'Stop 1' },
    ...{ tags: null, externalId: null, windowFrom: all.find(({ id }) => id === ids[0])!.values['windowFrom'] },
  })
})

test('copies have the tags and the account’s own fields of their stop; in a route of another user neither, and the zone of that one', async () => {
  const { made, ids, rows, route, client, atPanel, insert, pulled, sendAll, sequence, told } = await rigWithTwoRoutes()
  const { list } = client('tag/list', {}) as { list: { id: number }[] }
  const own = { tags: [list[0]!.id], fields: ownFields }
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[0]!), ...own } })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  await insert([ids[0]!], ids[1]!)
  // Who drives the route is told of it.
  expect(await told()).toEqual({ 'checkpoint.create': 1 })
  await sendAll()
  expect(atPanel(sequence()![2]!)).toMatchObject(own)

  const foreign = (await rows('checkpoints')).find(
    ({ values }) =>
      values['userId'] !== route.values['userId'] &&
      values['timeZone'] !== route.values['timeZone'] &&
      values['status'] === 'unassigned' &&
      values['routeId'] !== null,
  )!
  const { userId, timeZone } = foreign.values
  await insert([ids[0]!], foreign.id)
  expect(await told()).toEqual({ 'checkpoint.create': 0 })
  const copy = (await rows('checkpoints')).find(({ values }) => values['id'] === null)!
  expect(copy.values).toMatchObject({ userId, timeZone, tags: null })
  await sendAll()
  const { id } = (await rows('checkpoints')).find((row) => row.id === copy.id)!.values
  const { value } = userClient(made, Number(userId))('task/read', { task_id: id }) as { value: object }
  expect(value).toMatchObject({ tags: [], label: 'Stop 1' })
  expect(value).not.toHaveProperty('fields')
})

test('stops of two routes that are moved together move by a place each in their own route', async () => {
  const { made, ids, others, order, undo, shown } = await rigWithTwoRoutes()
  const move = (to: string) =>
    made.call('sheet.act', { kind: 'checkpoint.move', ids: [ids[0]!, others[2]!], route: '', to, make: false })
  await move('+1')
  await move('-1')
  expect(await order()).toEqual(ids)
  expect((await shown('Other tour')).map(({ id }) => id)).toEqual([others[0], others[2], others[1]])
  await undo()
  expect(await order()).toEqual([ids[1], ids[0], ...ids.slice(2)])
})

import { expect, test } from 'vitest'
import { ownFields, pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn, userClient } from '../../support/routes-rig.ts'

async function rigWithUsers() {
  const rig = await pulledRoutes()
  const { made, route, rows, ids } = rig
  const user = Number(route.values['userId'])
  const others = ids.filter((id) => id !== user)
  const copy = (...said: Parameters<typeof copyOn>) => made.call('sheet.act', { ...copyOn(...said), ids: [route.id] })
  const ownRoutes = async () => (await rows('routes')).filter(({ values }) => values['id'] === null)
  const stopsOf = async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  const before = new Map(ids.map((id) => [id, new Set(rig.atPanelOf(id).map((one) => one.id))]))
  const added = (of: number) => rig.atPanelOf(of).filter(({ id }) => !before.get(of)?.has(id))
  const trackersOf = async (of: number) => (await made.call('lookup.trackersOf', { user: of })).trackers
  return { ...rig, user, others, copy, ownRoutes, stopsOf, added, trackersOf }
}

test('windows are shifted by minutes, on the same day where none is named, and by days after their own', async () => {
  const { copy, ownRoutes, stopsOf, stops } = await rigWithUsers()
  const at = (moment: unknown, minutes: number) => {
    const shifted = new Date(Date.parse(`${String(moment).replace(' ', 'T')}Z`) + minutes * 60_000)
    return shifted.toISOString().slice(0, 19).replace('T', ' ')
  }
  await copy('', { minutes: '+90' })
  const first = await stopsOf()
  expect(first.map(({ values }) => [values['windowFrom'], values['windowTo']])).toEqual(
    stops.map(({ values }) => [at(values['windowFrom'], 90), at(values['windowTo'], 90)]),
  )
  await copy('+7, +8', { minutes: '-15' })
  expect(await ownRoutes()).toHaveLength(3)
  const [, ...later] = (await stopsOf())
    .map(({ values }) => values['windowFrom'])
    .filter((_, place) => place % stops.length === 0)
  expect(later).toEqual([7, 8].map((day) => at(stops[0]!.values['windowFrom'], day * 1440 - 15)))
})

test('routes are copied to other users, each on each day: with nobody to drive, and nothing of the account', async () => {
  const { copy, ownRoutes, others, stops, sendAll, added, made, user } = await rigWithUsers()
  const [one, other] = others as [number, number]
  expect(await copy('2026-12-15 2026-12-16', { users: [one, other] })).toMatchObject({
    staged: 4 * (1 + stops.length),
    skipped: 0,
  })
  expect((await ownRoutes()).map(({ values }) => [values['userId'], values['tracker'], values['tags']])).toEqual(
    [one, other, one, other].map((id) => [id, null, null]),
  )
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  for (const id of [one, other]) {
    expect(added(id)).toHaveLength(2)
    const task = added(id)[0]!.id
    const read = userClient(made, id)('task/read', { task_id: task }) as {
      value: { tracker_id?: number | null; tags: number[] }
      checkpoints: { label: string; tags: number[] }[]
    }
    expect([read.value.tracker_id ?? null, read.value.tags]).toEqual([null, []])
    expect(read.checkpoints.map(({ label, tags }) => [label, tags])).toEqual(
      stops.map(({ values }) => [values['label'], []]),
    )
  }
  expect(added(user)).toEqual([])
})

test('tags and the account’s own fields go along for the same user and for no other, what is said of it for all, and external ids for nobody', async () => {
  const { made, copy, client, atPanel, stops, route, others, user, pulled, sendAll, added } = await rigWithUsers()
  const { list } = client('tag/list', {}) as { list: { id: number }[] }
  const tags = list.slice(0, 2).map(({ id }) => id)
  const first = { ...atPanel(stops[0]!.id), tags, fields: ownFields, external_id: 'ORDER-1' }
  client('task/checkpoint/update', { checkpoint: first })
  const said = { label: 'North', description: 'With gloves' }
  client('task/route/update', { route: { id: route.id, ...said, external_id: 'TOUR-1', tags } })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  const other = others[0]!
  await copy('2026-12-15', { users: [user, other] })
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  const read = (of: number) => {
    const asked = userClient(made, of)
    const task = asked('task/read', { task_id: added(of)[0]!.id }) as { value: object; checkpoints: object[] }
    return [task.value, task.checkpoints[0]]
  }
  const ours: unknown = expect.stringMatching(/^FB-/)
  expect(read(user)).toMatchObject([
    { ...said, tags, external_id: ours },
    { tags, fields: ownFields, external_id: ours },
  ])
  expect(read(other)).toMatchObject([
    { ...said, tags: [], external_id: ours },
    { tags: [], external_id: ours },
  ])
  expect(read(other)[1]).not.toHaveProperty('fields')
})

test('for another user times of day stay what they are, in that one’s time zone', async () => {
  const { copy, ownRoutes, stopsOf, others, made, stops, route } = await rigWithUsers()
  const zones = new Map(
    (await made.rows({ sheet: 'routes' })).map(({ values }) => [values['userId'], values['timeZone']]),
  )
  const zone = route.values['timeZone']
  const other = others.find((id) => zones.has(id) && zones.get(id) !== zone)!
  await copy('', { users: [other] })
  const own = [...(await ownRoutes()), ...(await stopsOf())]
  expect(own.map(({ values }) => values['timeZone'])).toEqual(own.map(() => zones.get(other)))
  expect((await stopsOf()).map(({ values }) => values['windowFrom'])).toEqual(
    stops.map(({ values }) => values['windowFrom']),
  )
})

test('another driver is named by label, nobody is chosen, and of another user the tracker of that one is meant', async () => {
  const { copy, ownRoutes, trackersOf, user, others, route } = await rigWithUsers()
  const mine = (await trackersOf(user)).find(({ id }) => id !== route.values['trackerId'])!
  let at = 0
  const next = async () => (await ownRoutes())[at++]!
  await copy('2026-12-15', { tracker: ` ${mine.label} ` })
  expect((await next()).values).toMatchObject({ trackerId: mine.id, tracker: mine.label, status: 'assigned' })
  await copy('2026-12-16', { driver: 'nobody' })
  expect((await next()).values).toMatchObject({ trackerId: null, status: 'unassigned' })
  const other = others.find((id) => id !== user)!
  const [theirs] = await trackersOf(other)
  await copy('2026-12-17', { users: [other], tracker: `#${theirs!.id}` })
  expect((await next()).values).toMatchObject({ userId: other, trackerId: theirs!.id })
})

test('whoever drives a copy is told of it, which the plan counts', async () => {
  const { copy, stops, told } = await rigWithUsers()
  await copy('2026-12-15', { driver: 'nobody' })
  expect(await told()).toEqual({ 'route.create': 0, 'checkpoint.create': 0 })
  await copy('2026-12-16')
  expect(await told()).toEqual({ 'route.create': 1, 'checkpoint.create': stops.length })
})

test('a driver whom the user does not have stays behind with the reason, until another is typed at the route', async () => {
  const { made, copy, ownRoutes, others, trackersOf, edit, sendAll, added, route } = await rigWithUsers()
  const other = others[0]!
  await copy('2026-12-15', { users: [other], tracker: `#${route.values['trackerId']}` })
  const [own] = await ownRoutes()
  expect(own!.marks['tracker']?.problem?.code).toBe('driver-unknown')
  await sendAll()
  expect(added(other)).toEqual([])
  const [theirs] = await trackersOf(other)
  await edit('routes', own!.id, { tracker: `#${theirs!.id}` })
  await sendAll()
  expect(await made.operations(['draft', 'rejected'])).toEqual([])
  expect(added(other)).toMatchObject([{ tracker_id: theirs!.id }])
})

test('copies for days and users are one step to undo', async () => {
  const { made, copy, ownRoutes, stopsOf, others } = await rigWithUsers()
  await copy('+1 +2', { users: others.slice(0, 2) })
  await made.call('sheet.undo', { redo: false })
  expect([await ownRoutes(), await stopsOf()]).toEqual([[], []])
})

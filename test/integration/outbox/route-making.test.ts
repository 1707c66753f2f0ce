import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import { days, copyOn } from '../../support/routes-rig.ts'

const held = z.looseObject({
  value: z.looseObject({}),
  checkpoints: z.array(z.looseObject({ id: z.int(), label: z.string(), from: z.string() })),
})

async function rigWithCopies() {
  const rig = await pulledRoutes()
  const { made, route, rows, client } = rig
  const copy = (on: string, ids = [route.id]) => made.call('sheet.act', { ...copyOn(on), ids })
  /** The routes of the sheet that the panel does not have yet. */
  const ownRoutes = async () => (await rows('routes')).filter(({ values }) => values['id'] === null)
  /** The stops that the panel does not have yet, in the order of the sheet. */
  const ownStops = async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  const user = Number(route.values['userId'])
  /** The user's routes at the panel that were not there in the beginning, with their stops. */
  const before = new Set(rig.atPanelOf(user).map(({ id }) => id))
  const added = () =>
    rig
      .atPanelOf(user)
      .filter(({ id }) => !before.has(id))
      .map(({ id }) => ({ id, ...held.parse(client('task/read', { task_id: id })) }))
  const requests = (path: string) => made.panel.stats().requests[`task/${path}`] ?? 0
  return { ...rig, copy, ownRoutes, ownStops, added, requests }
}

test('a route is copied to other days offline, its stops edited, and made by one request with them in their order', async () => {
  const { made, route, stops, copy, ownRoutes, ownStops, edit, sendAll, added, requests, rows } = await rigWithCopies()
  expect(await copy('2026-12-15, 16.12.2026')).toMatchObject({ staged: 2 * (1 + stops.length), skipped: 0 })
  const [first] = await ownRoutes()
  expect(first!.values).toMatchObject({
    ...{ label: route.values['label'], tracker: route.values['tracker'], timeZone: 'Europe/Berlin' },
    stops: stops.length,
  })
  const own = await ownStops()
  expect(own.map(({ values }) => values['label'])).toEqual([...stops, ...stops].map(({ values }) => values['label']))
  expect(String(own[0]!.values['windowFrom'])).toMatch(/^2026-12-15 /)

  await edit('routes', first!.id, { label: 'Tour of the fifteenth' })
  await edit('checkpoints', own[1]!.id, { label: 'Back door', radius: '250' })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft', 'ready'])).toEqual([])
  expect([requests('route/create'), requests('checkpoint/create'), requests('checkpoint/update')]).toEqual([2, 0, 0])
  const [one, other] = added()
  expect(one!.value).toMatchObject({ label: 'Tour of the fifteenth' })
  expect(other!.value).toMatchObject({ label: route.values['label'] })
  const planned = stops.map(({ values }, at) => (at === 1 ? 'Back door' : values['label']))
  expect(one!.checkpoints.map(({ label }) => label)).toEqual(planned)
  expect(other!.checkpoints.map(({ from }) => from)).toEqual(
    stops.map(({ values }) => String(values['windowFrom']).replace(/^\S+/, '2026-12-16')),
  )
  // Their rows are those that they were, by the panel's ids now.
  const shown = await rows('checkpoints')
  const mine = own.slice(0, stops.length).map(({ id }) => shown.find((each) => each.id === id)?.values)
  expect(mine.map((values) => values?.['id'])).toEqual(one!.checkpoints.map(({ id }) => id))
  expect(mine.map((values) => values?.['position'])).toEqual(stops.map((_, at) => at + 1))
  expect(mine[0]).toMatchObject({ routeId: one!.id, route: 'Tour of the fifteenth' })
  expect((await rows('routes')).find(({ id }) => id === first!.id)?.values).toMatchObject({ id: one!.id })
})

test('stops of a new route show what it is called and who drives it as it is renamed, and again after an undo', async () => {
  const { made, stops, route, copy, ownRoutes, ownStops, edit } = await rigWithCopies()
  await copy('2026-12-15')
  const [own] = await ownRoutes()
  const told = async () => (await ownStops()).map(({ values }) => [values['route'], values['tracker']])
  const before = stops.map(() => [route.values['label'], route.values['tracker']])
  expect(await told()).toEqual(before)
  await edit('routes', own!.id, { label: 'Tour of the fifteenth', tracker: '' })
  const after = stops.map(() => ['Tour of the fifteenth', null])
  expect(await told()).toEqual(after)
  // By the new name they are found, as what leads from the route to its stops asks for them.
  const named = async (search: string) =>
    (await made.rows({ sheet: 'checkpoints', search })).filter(({ values }) => values['id'] === null).length
  const filtered = async (value: string) =>
    (await made.rows({ sheet: 'checkpoints', filter: [{ field: 'route', is: 'oneOf', values: [value] }] })).length
  expect([await named('of the fifteenth'), await filtered('Tour of the fifteenth')]).toEqual([
    stops.length,
    stops.length,
  ])
  await made.call('sheet.undo', { redo: false })
  expect(await told()).toEqual(before)
  expect(await named('of the fifteenth')).toBe(0)
  await made.call('sheet.undo', { redo: true })
  expect(await told()).toEqual(after)
  await made.crash()
  expect(await told()).toEqual(after)
})

test('the rows of its stops are told of a new route that is renamed', async () => {
  const { made, copy, ownRoutes, ownStops, edit } = await rigWithCopies()
  await copy('2026-12-15')
  const [own] = await ownRoutes()
  const ids = (await ownStops()).map(({ id }) => id)
  await made.clock.advance(1000)
  const before = made.events.length
  await edit('routes', own!.id, { label: 'Tour of the fifteenth' })
  await made.clock.advance(1000)
  const told = made.events
    .slice(before)
    .flatMap((event) => (event.event === 'rows' && event.sheet === 'checkpoints' ? (event.ids ?? []) : []))
  expect(told).toEqual(expect.arrayContaining(ids))
})

test.each(['after', 'before'] as const)(
  'a route whose answer was lost %s it took effect is looked for with its stops, and is there once',
  async (when) => {
    const { made, stops, copy, sendAll, added, requests, ownRoutes, ownStops } = await rigWithCopies()
    made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'drop', when } })
    await copy('2026-12-15')
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length === 1 + stops.length)
    expect(added()).toHaveLength(1)
    expect(added()[0]!.checkpoints).toHaveLength(stops.length)
    expect([await ownRoutes(), await ownStops()]).toEqual([[], []])
    expect([requests('route/create'), requests('checkpoint/create')]).toEqual([when === 'after' ? 1 : 2, 0])
  },
)

describe('a route with an external id of the person’s whose answer is lost', () => {
  async function rigWithNumber() {
    const rig = await rigWithCopies()
    const { made, route, client, stopsAtPanel, atPanel, copy, ownRoutes, edit } = rig
    return {
      ...rig,
      label: String(route.values['label']),
      /** A route of somebody else's with that external id, and stops as those of the one that is copied. */
      theirs(label: string) {
        const like = { id: null, external_id: null, parent_id: null, order: null }
        const checkpoints = stopsAtPanel(route.id).map((id) => ({ ...atPanel(id), ...like }))
        client('task/route/create', { route: { label, description: '', external_id: 'TOUR-1' }, checkpoints })
      },
      async stageLost(when: 'before' | 'after') {
        await copy('')
        const [own] = await ownRoutes()
        await edit('routes', own!.id, { externalId: 'TOUR-1' })
        made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'drop', when } })
      },
      /** Sends it, and looks for long enough; answers what it is not known of. */
      async sentInVain() {
        await made.send()
        await made.until(async () => (await made.operations(['unknown'])).length > 0)
        await made.clock.advance(600_000)
        return (await made.operations(['unknown'])).map(({ kind }) => kind)
      },
    }
  }

  test('is left to the person beside one that is alike and was there before', async () => {
    const { made, route, client, label, stageLost, sentInVain, pulled, added } = await rigWithNumber()
    client('task/route/update', { route: { id: route.id, label, description: '', external_id: 'TOUR-1' } })
    await made.call('routes.pull', { olderThan: 0 })
    await pulled()
    await stageLost('before')
    expect(await sentInVain()).toContain('route.create')
    expect(added()).toEqual([])
  })

  test('is left to the person where two are alike', async () => {
    const { label, theirs, stageLost, sentInVain, added } = await rigWithNumber()
    theirs(label)
    await stageLost('after')
    expect(await sentInVain()).toContain('route.create')
    expect(added()).toHaveLength(2)
  })

  test('is sent again beside one that is called otherwise', async () => {
    const { made, stops, theirs, stageLost, sendAll, added } = await rigWithNumber()
    theirs('Theirs')
    await stageLost('before')
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length === 1 + stops.length)
    expect(added()).toHaveLength(2)
  })
})

test.each(['after', 'before'] as const)(
  'a stop that a person has looked up is looked up with its route, lost %s it took effect: all go on together',
  async (when) => {
    const { made, stops, copy, added, requests } = await rigWithCopies()
    made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'drop', when } })
    made.panel.faults.add({ api: 'user', path: 'task/route/list', times: 1, strike: { do: 'refuse', code: 1 } })
    await copy('2026-12-15')
    await made.send()
    await made.until(async () => (await made.operations(['unknown'])).length > 0)
    const [, stop] = await made.operations(['unknown'])
    for (let look = 0; look < 3; look++) {
      await made.clock.advance(4_000)
      await made.call('outbox.settle', { operations: [stop!.id], by: 'looking' })
    }
    await made.settled()
    expect(await made.operations(['done'])).toHaveLength(1 + stops.length)
    expect(added()).toHaveLength(1)
    expect(added()[0]!.checkpoints).toHaveLength(stops.length)
    expect([requests('route/create'), requests('checkpoint/create')]).toEqual([when === 'after' ? 1 : 2, 0])
  },
)

test('a route goes with all of its stops or stays: one that breaks a rule is named, mended, and then all go at once', async () => {
  const { made, stops, copy, ownStops, edit, sendAll, added, requests } = await rigWithCopies()
  await copy('2026-12-15')
  const [first, second] = await ownStops()
  await edit('checkpoints', second!.id, { radius: 'wide' })
  await sendAll()
  const drafts = await made.operations(['draft'])
  expect(drafts).toHaveLength(1 + stops.length)
  expect(new Set(drafts.map(({ id }) => id)).size).toBe(drafts.length)
  expect(added()).toEqual([])
  await edit('checkpoints', second!.id, { radius: '200' })
  await edit('checkpoints', first!.id, { label: 'Front door' })
  await sendAll()
  expect(added().map(({ checkpoints }) => checkpoints.length)).toEqual([stops.length])
  expect(requests('route/create')).toBe(1)
})

test('a route with a single stop stays behind, and says why', async () => {
  const { made, copy, ownStops, sendAll, added } = await rigWithCopies()
  await copy('2026-12-15')
  const [, ...others] = await ownStops()
  await made.call('sheet.revert', { sheet: 'checkpoints', cells: others.map(({ id }) => ({ id, field: null })) })
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  const plan = await made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan.missingNeeds.concat(plan.refused).map(({ problem }) => problem.code)).toContain('route-size')
  await sendAll()
  expect(added()).toEqual([])
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['route.create', 'checkpoint.create'])
})

test('a stop that is taken back is left out, and one that is duplicated goes along behind the one that it is like', async () => {
  const { made, stops, copy, ownStops, sendAll, added, requests } = await rigWithCopies()
  await copy('2026-12-15')
  const own = await ownStops()
  await made.call('sheet.revert', { sheet: 'checkpoints', cells: [{ id: own[0]!.id, field: null }] })
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [own[1]!.id] })
  expect((await ownStops()).map(({ values }) => values['label'])).toEqual(
    [stops[1], stops[1], ...stops.slice(2)].map((stop) => stop!.values['label']),
  )
  await sendAll()
  expect(added()[0]!.checkpoints.map(({ label }) => label)).toEqual(
    [stops[1], stops[1], ...stops.slice(2)].map((stop) => stop!.values['label']),
  )
  expect([requests('route/create'), requests('checkpoint/create')]).toEqual([1, 0])
})

test.each([
  [201, 'driver-not-theirs'],
  [236, 'plan-without-tasks'],
])(
  'a route refused with %d says why, its stops wait for it, and all go at once when it is mended',
  async (code, why) => {
    const { made, stops, copy, sendAll, added, requests } = await rigWithCopies()
    made.panel.faults.add({ api: 'user', path: 'task/route/create', times: 1, strike: { do: 'refuse', code } })
    await copy('2026-12-15')
    await made.send()
    await made.clock.advance(60_000)
    const [whole, ...parts] = await made.operations()
    expect([whole!.state, whole!.problem?.code]).toEqual(['rejected', why])
    expect(parts.map(({ state, problem }) => `${state} ${problem?.code}`)).toEqual(
      stops.map(() => 'ready needs-refused'),
    )
    await made.call('outbox.mend', { operations: [whole!.id] })
    await sendAll()
    expect(added().map(({ checkpoints }) => checkpoints.length)).toEqual([stops.length])
    expect(requests('route/create')).toBe(2)
  },
)

test('a copy is taken back and made again by undo and redo, and keeps its rows', async () => {
  const { made, copy, ownRoutes, ownStops, sendAll, added } = await rigWithCopies()
  await copy('2026-12-15')
  const ids = async () => [...(await ownRoutes()), ...(await ownStops())].map(({ id }) => id)
  const rows = await ids()
  await made.call('sheet.undo', { redo: false })
  expect(await ids()).toEqual([])
  await made.call('sheet.undo', { redo: true })
  expect(await ids()).toEqual(rows)
  await sendAll()
  expect(added()).toHaveLength(1)
})

test('a route that we made keeps its rows when everything is pulled anew, and an undo of the sending deletes it by one request', async () => {
  const { made, copy, ownRoutes, ownStops, sendAll, added, rows, requests, ids, pulled } = await rigWithCopies()
  await copy('2026-12-15')
  const [own] = await ownRoutes()
  const stops = (await ownStops()).map(({ id }) => id)
  await sendAll()
  made.cutPowerAfter(1)
  await made.call('pull.start', {}).catch(() => undefined)
  while (!made.powerless) await made.clock.step()
  await made.powerOn({ cacheLost: true })
  await made.online()
  await made.call('routes.choose', { users: ids, ...days })
  await pulled()
  const route = (await rows('routes')).find(({ id }) => id === own!.id)!
  expect(route.values).toMatchObject({ id: added()[0]!.id })
  const shown = await rows('checkpoints')
  expect(stops.map((id) => shown.find((each) => each.id === id)?.values['routeId'])).toEqual(
    stops.map(() => added()[0]!.id),
  )
  const { changeSets } = await made.call('outbox.changeSets', { settled: true })
  expect(await made.call('outbox.undoSent', { changeSet: changeSets[0]!.id })).toMatchObject({ staged: 1, left: [] })
  await sendAll()
  expect(added()).toEqual([])
  expect([requests('route/delete'), requests('checkpoint/delete')]).toEqual([1, 0])
})

test('a day that is none is copied to by nothing', async () => {
  const { made, copy } = await rigWithCopies()
  expect(await copy('30.02.2026')).toMatchObject({ staged: 0, skipped: 1 })
  expect(await made.operations()).toEqual([])
})

test('new routes and stops that are deleted are made no more, a route with its stops, which is one step to undo', async () => {
  const { made, stops, copy, ownRoutes, ownStops, sendAll, added } = await rigWithCopies()
  await copy('2026-12-15 2026-12-16')
  const [first, second] = await ownRoutes()
  const others = (await ownStops()).slice(stops.length).map(({ id }) => id)
  expect(await made.call('sheet.act', { kind: 'route.delete', ids: [first!.id] })).toMatchObject({
    ...{ staged: 0, skipped: 0, unstaged: 1 + stops.length },
  })
  expect((await ownRoutes()).map(({ id }) => id)).toEqual([second!.id])
  expect((await ownStops()).map(({ id }) => id)).toEqual(others)
  await made.call('sheet.undo', { redo: false })
  expect(await ownRoutes()).toHaveLength(2)
  await made.call('sheet.undo', { redo: true })
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [others[0]!] })
  expect(await made.operations(['draft'])).toHaveLength(stops.length)
  await sendAll()
  expect(added().map(({ checkpoints }) => checkpoints.length)).toEqual([stops.length - 1])
})

test('a route that is reverted takes its stops along', async () => {
  const { made, copy, ownRoutes, ownStops } = await rigWithCopies()
  await copy('2026-12-15')
  const [own] = await ownRoutes()
  await made.call('sheet.revert', { sheet: 'routes', cells: [{ id: own!.id, field: null }] })
  expect([await ownRoutes(), await ownStops(), await made.operations(['draft'])]).toEqual([[], [], []])
})

test('what is staged for a route and its stops is copied, and so is a copy', async () => {
  const { made, route, stops, copy, ownStops, ownRoutes, edit } = await rigWithCopies()
  const [first, second, third] = stops
  await edit('checkpoints', second!.id, { label: 'Back door', windowTo: '2026-12-20 23:00' })
  await edit('routes', route.id, { label: 'Renamed', tracker: '' })
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [first!.id] })
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [third!.id] })
  const staged = new Set((await ownStops()).map(({ id }) => id))
  await copy('2026-12-25')
  const [copied] = await ownRoutes()
  expect(copied!.values).toMatchObject({ label: 'Renamed', tracker: null, stops: stops.length })
  await copy('2026-12-26', [copied!.id])
  const own = (await ownStops()).filter(({ id }) => !staged.has(id))
  const planned = ['Back door', ...[third, third, ...stops.slice(3)].map((stop) => stop!.values['label'])]
  expect(own.map(({ values }) => values['label'])).toEqual([...planned, ...planned])
  expect(own.map(({ values }) => String(values['windowFrom']).slice(0, 10))).toEqual([
    ...planned.map(() => '2026-12-25'),
    ...planned.map(() => '2026-12-26'),
  ])
})

test('a route is copied with what breaks a rule in one of its stops: the sheet shows it, and the copy stays behind', async () => {
  const { made, route, stops, rows, edit } = await pulledRoutes()
  await edit('checkpoints', stops[0]!.id, { radius: '150 m' })
  await made.call('sheet.act', { ...copyOn('2027-03-01'), ids: [route.id] })
  const own = (await rows('checkpoints')).filter(({ values }) => values['id'] === null)
  expect(own).toHaveLength(stops.length)
  const { view } = await made.call('sheet.open', {
    ...{ sheet: 'checkpoints', search: '', sort: [], only: 'attention' },
    filter: [{ is: 'oneOf', field: 'id', values: [null] }],
  })
  expect((await made.call('sheet.ids', { view, from: 0, count: 9 })).ids).toEqual([own[0]!.id])
})

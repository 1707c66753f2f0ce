import { expect, test } from 'vitest'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn } from '../../support/routes-rig.ts'

async function rigWithPlans() {
  const rig = await pulledRoutes()
  const { made, stops, edit, rows, route } = rig
  const day = String(stops[0]!.values['windowTo']).slice(0, 10)
  const shown = async (id: number) => (await rows('checkpoints')).find((row) => row.id === id)!
  const ids = stops.map(({ id }) => id)
  return {
    ...{ ...rig, ids, day, shown },
    setWindow: (id: number, from: string, to: string, on = day) =>
      edit('checkpoints', id, { windowFrom: `${on} ${from}`, windowTo: `${on} ${to}` }),
    /** The stops with a warning, each with its fields. */
    warned: async () =>
      (await rows('checkpoints')).flatMap(({ id, warnings }) =>
        warnings ? { id, fields: Object.keys(warnings) } : [],
      ),
    planOfAll: () => allSets(rig),
    planned: async () => (await rows('routes')).find(({ id }) => id === route.id)!.values,
    copy: () => made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] }),
    ownStops: async () => (await rows('checkpoints')).filter(({ values }) => values['id'] === null),
    ownRoutes: async () => (await rows('routes')).filter(({ values }) => values['id'] === null),
  }
}

async function allSets({ made }: Pick<Awaited<ReturnType<typeof pulledRoutes>>, 'made'>) {
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  return made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

test('a window that ends before one in front of it begins is warned of at its cell and in the plan, and goes', async () => {
  const rig = await rigWithPlans()
  const { made, ids, stops, day, shown, setWindow, warned, atPanel, sendAll } = rig
  expect(await warned()).toEqual([])
  await setWindow(ids[0]!, '23:00', '23:30')
  // What is late now are all that end before, though nothing is staged for them.
  expect(await warned()).toEqual(ids.slice(1).map((id) => ({ id, fields: ['windowTo'] })))
  expect((await shown(ids[1]!)).warnings).toMatchObject({
    windowTo: { code: 'windows-clash', values: { from: `${day} 23:00:00`, name: stops[0]!.values['label'] } },
  })
  expect((await shown(ids[1]!)).marks).toEqual({})
  const { operations, refused, warned: told } = await allSets(rig)
  expect({ operations, refused }).toEqual({ operations: 1, refused: [] })
  expect(told).toMatchObject([
    {
      problem: { code: 'windows-clash' },
      count: ids.length - 1,
      examples: stops.slice(1, 4).map(({ values }) => values['label']),
    },
  ])
  await sendAll()
  expect(await made.operations(['draft', 'rejected'])).toEqual([])
  expect(atPanel(ids[0]!)).toMatchObject({ from: `${day} 23:00:00` })
  expect(await warned()).toEqual([])
})

test('by which order windows contradict each other is the planned one', async () => {
  const { made, ids, setWindow, warned } = await rigWithPlans()
  for (const [at, id] of ids.entries()) await setWindow(id, `${10 + at}:00`, `${10 + at}:30`)
  expect(await warned()).toEqual([])
  await made.call('sheet.act', { kind: 'checkpoint.move', ids: [ids[0]!], route: '', to: '2', make: false })
  expect(await warned()).toEqual([{ id: ids[0]!, fields: ['windowTo'] }])
  await made.call('sheet.undo', { redo: false })
  expect(await warned()).toEqual([])
})

test('a stop that is to leave contradicts nobody', async () => {
  const { made, ids, setWindow, warned } = await rigWithPlans()
  await setWindow(ids[0]!, '23:00', '23:30')
  expect(await warned()).not.toEqual([])
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [ids[0]!] })
  expect(await warned()).toEqual([])
})

test('a new route whose windows contradict each other stays behind, with the reason at the cell, until it is mended', async () => {
  const rig = await rigWithPlans()
  const { made, stops, copy, ownStops, ownRoutes, setWindow, warned, sendAll } = rig
  await copy()
  const [first, second] = await ownStops()
  await setWindow(first!.id, '23:00', '23:30', '2026-12-15')
  const late = (await ownStops()).slice(1)
  for (const { marks } of late) {
    expect(marks['windowTo']).toMatchObject({ sign: 'refused', state: 'draft', problem: { code: 'windows-refused' } })
  }
  expect(await warned()).toEqual([])
  const { operations, refused } = await allSets(rig)
  expect(operations).toBe(0)
  expect(refused).toMatchObject([
    { problem: { code: 'part-stays', values: { name: late[0]!.values['label'] } }, operations: 1 },
    { problem: { code: 'windows-refused' }, operations: stops.length - 1 },
  ])
  await sendAll()
  expect(made.panel.stats().requests['task/route/create'] ?? 0).toBe(0)
  expect((await made.operations(['draft'])).length).toBe(1 + stops.length)

  for (const { id } of late) await setWindow(id, '23:15', '23:45', '2026-12-15')
  expect((await ownStops()).map(({ marks }) => marks['windowTo']?.problem)).toEqual(stops.map(() => undefined))
  await sendAll()
  expect(made.panel.stats().requests['task/route/create']).toBe(1)
  expect(await made.operations(['draft', 'rejected'])).toEqual([])
  expect((await ownRoutes()).length).toBe(0)
  expect(second).toBeDefined()
})

test('a route shows how many stops it will have, and when it will begin and end', async () => {
  const { made, route, ids, day, planned, setWindow, sendAll } = await rigWithPlans()
  await setWindow(ids.at(-1)!, '22:00', '23:30')
  expect(await planned()).toEqual({ ...route.values, windowTo: `${day} 23:30:00` })
  await setWindow(ids[0]!, '05:10', '23:00')
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [ids[1]!] })
  const then = { stops: ids.length - 1, windowFrom: `${day} 05:10:00`, windowTo: `${day} 23:30:00` }
  expect(await planned()).toMatchObject(then)
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [ids[0]!] })
  expect(await planned()).toMatchObject({ ...then, stops: ids.length })
  await sendAll()
  await rigPulled(made)
  expect(await planned()).toMatchObject({ ...then, stops: ids.length })
})

test('a new route shows what its stops make of it', async () => {
  const { copy, ownStops, ownRoutes, setWindow, made, stops } = await rigWithPlans()
  await copy()
  const own = await ownStops()
  await setWindow(own.at(-1)!.id, '23:00', '23:30', '2026-12-15')
  expect((await ownRoutes())[0]!.values).toMatchObject({ stops: stops.length, windowTo: '2026-12-15 23:30:00' })
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [own.at(-1)!.id] })
  expect((await ownRoutes())[0]!.values).toMatchObject({ stops: stops.length - 1 })
})

test('an external id that another one of the user has is warned of, naming that one, and goes', async () => {
  const { made, stops, edit, ids, shown, atPanel, sendAll, warned, rows, route, planOfAll } = await rigWithPlans()
  const told = (id: number) => rows('checkpoints').then((all) => all.find((row) => row.id === id)?.warnings)
  await edit('checkpoints', ids[0]!, { externalId: 'ORDER-1' })
  expect(await warned()).toEqual([])
  await edit('checkpoints', ids[1]!, { externalId: 'ORDER-1' })
  const name = (at: number) => ({ code: 'external-id-taken', values: { name: stops[at]!.values['label'] } })
  expect(await told(ids[0]!)).toEqual({ externalId: name(1) })
  expect(await told(ids[1]!)).toEqual({ externalId: name(0) })
  expect((await planOfAll()).warned).toMatchObject([{ problem: { code: 'external-id-taken' }, count: 2 }])
  // One that leaves has it no more.
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [ids[0]!] })
  expect(await warned()).toEqual([])
  await made.call('sheet.undo', { redo: false })
  await sendAll()
  expect(await made.operations(['draft', 'rejected'])).toEqual([])
  expect(ids.slice(0, 2).map((id) => atPanel(id)['external_id'])).toEqual(['ORDER-1', 'ORDER-1'])
  // Nobody has staged what the panel holds.
  expect(await warned()).toEqual([])
  await edit('checkpoints', ids[2]!, { externalId: 'ORDER-1' })
  expect((await shown(ids[2]!)).warnings).toEqual({ externalId: name(0) })

  const routes = await rows('routes')
  const isTheirs = ({ values }: (typeof routes)[number]) => values['userId'] === route.values['userId']
  const mine = routes.find((row) => row.id !== route.id && isTheirs(row))!
  const theirs = routes.find((row) => !isTheirs(row))!
  await edit('routes', route.id, { externalId: 'R-1' })
  await edit('routes', theirs.id, { externalId: 'R-1' })
  expect((await rows('routes')).filter(({ warnings }) => warnings)).toEqual([])
  await edit('routes', mine.id, { externalId: 'R-1' })
  expect((await rows('routes')).find(({ id }) => id === mine.id)?.warnings).toEqual({
    externalId: { code: 'external-id-taken', values: { name: route.values['label'] } },
  })
})

async function rigPulled(made: Awaited<ReturnType<typeof rigWithPlans>>['made']): Promise<void> {
  await made.call('routes.pull', { olderThan: 0 })
  await made.until(async () => !(await made.call('routes.state', {})).running)
}

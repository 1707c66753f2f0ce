import { expect, test } from 'vitest'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn } from '../../support/routes-rig.ts'

async function rigToReverse() {
  const rig = await pulledRoutes()
  const { made, route, stops, rows } = rig
  const before = stops.map(({ id }) => id)
  // So that none ends before one ahead of it begins, whichever way they stand.
  await made.call('sheet.stage', {
    ...{ sheet: 'checkpoints', source: 'paste' },
    cells: before.flatMap((id) => [
      { id, field: 'windowFrom', value: '2026-12-01 06:00' },
      { id, field: 'windowTo', value: '2026-12-01 20:00' },
    ]),
  })
  await rig.sendAll()
  const shown = async () =>
    (await rows('checkpoints')).filter(({ values }) => values['routeId'] === route.id).map(({ id }) => id)
  const requests = (path: string) => made.panel.stats().requests[`task/${path}/update`] ?? 0
  // Where nothing stands in the way, the whole of it goes at once.
  const updates = () => requests('checkpoint') + requests('route')
  return { ...rig, before, shown, updates }
}

test('selected stops are turned round in their places, by as few requests as make it, and undo is one step', async () => {
  const { made, before, shown, updates, sequence, sendAll } = await rigToReverse()
  const [a, b, c, d, ...rest] = before as [number, number, number, number, ...number[]]
  const said = await made.call('sheet.act', { kind: 'checkpoint.reverse', ids: [b, c, d] })
  expect(said).toMatchObject({ staged: 2, skipped: 0 })
  const wanted = [a, d, c, b, ...rest]
  expect(await shown()).toEqual(wanted)
  await made.call('sheet.undo', { redo: false })
  expect(await shown()).toEqual(before)
  await made.call('sheet.undo', { redo: true })
  const sent = updates()
  await sendAll()
  expect(sequence()).toEqual(wanted)
  expect(updates() - sent).toBe(1)
})

test('stops of which some stay between are turned round among themselves', async () => {
  const { made, before, shown } = await rigToReverse()
  const [a, b, c, ...rest] = before as [number, number, number, ...number[]]
  await made.call('sheet.act', { kind: 'checkpoint.reverse', ids: [c, a] })
  expect(await shown()).toEqual([c, b, a, ...rest])
})

test('a route is turned round as a whole at its row, and turned once more stages nothing', async () => {
  const { made, route, before, shown, updates, sequence, sendAll } = await rigToReverse()
  const reverse = () => made.call('sheet.act', { kind: 'route.reverse', ids: [route.id] })
  expect(await reverse()).toMatchObject({ staged: before.length - 1, skipped: 0 })
  await reverse()
  expect(await made.operations(['draft'])).toEqual([])
  await reverse()
  const sent = updates()
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(sequence()).toEqual([...before].reverse())
  expect(await shown()).toEqual([...before].reverse())
  expect(updates() - sent).toBe(1)
})

test('one stop by itself stays where it is', async () => {
  const { made, before } = await rigToReverse()
  expect(await made.call('sheet.act', { kind: 'checkpoint.reverse', ids: [before[1]!] })).toMatchObject({ staged: 0 })
  expect(await made.operations(['draft'])).toEqual([])
})

test('a new route is turned round before it is sent, and goes so in one request', async () => {
  const { made, route, rows, atPanelOf, client, sendAll, stops } = await rigToReverse()
  await made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] })
  const own = (await rows('routes')).find(({ values }) => values['id'] === null)!
  await made.call('sheet.act', { kind: 'route.reverse', ids: [own.id] })
  const user = Number(route.values['userId'])
  const were = new Set(atPanelOf(user).map(({ id }) => id))
  await sendAll()
  const [added] = atPanelOf(user).filter(({ id }) => !were.has(id))
  const { checkpoints } = client('task/read', { task_id: added!.id }) as { checkpoints: { label: string }[] }
  expect(checkpoints.map(({ label }) => label)).toEqual(stops.map(({ values }) => values['label']).reverse())
})

test('a stop that leaves has no place among those that are turned round', async () => {
  const { made, before, sequence, sendAll } = await rigToReverse()
  const [a, b, c, d, ...rest] = before as [number, number, number, number, ...number[]]
  await made.call('sheet.act', { kind: 'checkpoint.delete', ids: [a] })
  await made.call('sheet.act', { kind: 'checkpoint.reverse', ids: [a, b, d] })
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(sequence()).toEqual([d, c, b, ...rest])
})

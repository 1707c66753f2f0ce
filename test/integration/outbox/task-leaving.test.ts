import { expect, test } from 'vitest'
import { days } from '../../support/routes-rig.ts'
import { pulledRoutes } from '../../support/pulled-routes.ts'

type Kind = 'checkpoint.delete' | 'checkpoint.transmute' | 'route.delete'

async function rigWithActions() {
  const rig = await pulledRoutes()
  const act = (kind: Kind, ids: readonly number[]) => rig.made.call('sheet.act', { kind, ids: [...ids] })
  /** Where the stops stand in the sheet, by the panel's ids. */
  const shown = async () =>
    (await rig.rows('checkpoints'))
      .filter(({ values }) => values['routeId'] === rig.route.id)
      .sort((a, b) => Number(a.values['position']) - Number(b.values['position']))
      .map(({ id, values }) => [id, values['position']])
  return { ...rig, act, shown }
}

test('stops are deleted one after the other, those behind them move up, at the panel and in the sheet', async () => {
  const { made, stops, act, sequence, shown, row, route, sendAll } = await rigWithActions()
  const gone = [stops[0]!.id, stops[2]!.id, stops.at(-1)!.id]
  expect(await act('checkpoint.delete', gone)).toMatchObject({ staged: 3 })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown'])).toEqual([])
  const left = stops.map(({ id }) => id).filter((id) => !gone.includes(id))
  expect(sequence()).toEqual(left)
  expect(await shown()).toEqual(left.map((id, at) => [id, at + 1]))
  expect(await row('routes', route.id)).toMatchObject({
    stops: left.length,
    windowFrom: stops[1]!.values['windowFrom'],
    windowTo: stops.at(-2)!.values['windowTo'],
  })
})

test('a stop that becomes a single task leaves its route, and keeps its id', async () => {
  const { stops, act, sequence, atPanel, shown, sendAll } = await rigWithActions()
  const [first, ...others] = stops.map(({ id }) => id)
  await act('checkpoint.transmute', [first!])
  await sendAll()
  expect(sequence()).toEqual(others)
  expect(atPanel(first!)).toMatchObject({ type: 'task', label: stops[0]!.values['label'] })
  expect(await shown()).toEqual(others.map((id, at) => [id, at + 1]))
})

test('a route goes with its stops, and one whose last stop goes is gone as well', async () => {
  const { made, route, stops, act, sequence, rows, sendAll } = await rigWithActions()
  const other = (await rows('routes')).find(({ values }) => values['stops'] === 2 && values['status'] !== 'unassigned')!
  await act('route.delete', [other.id])
  await act(
    'checkpoint.delete',
    stops.map(({ id }) => id),
  )
  await sendAll()
  expect(await made.operations(['rejected', 'unknown'])).toEqual([])
  expect(sequence()).toBeNull()
  const left = (await rows('routes')).map(({ id }) => id)
  expect(left).not.toContain(route.id)
  expect(left).not.toContain(other.id)
  const routesOfStops = (await rows('checkpoints')).map(({ values }) => values['routeId'])
  expect(routesOfStops).not.toContain(route.id)
  expect(routesOfStops).not.toContain(other.id)
})

test('a deletion whose answer was lost is looked up, and never sent again', async () => {
  const { made, stops, act, sequence, sendAll } = await rigWithActions()
  const strike = { do: 'drop', when: 'after' } as const
  made.panel.faults.add({ api: 'user', path: 'task/checkpoint/delete', times: 1, strike })
  await act('checkpoint.delete', [stops[0]!.id, stops[1]!.id])
  await sendAll()
  await made.until(async () => (await made.operations(['done'])).length === 2)
  expect(sequence()).toEqual(stops.slice(2).map(({ id }) => id))
  expect(made.panel.stats().requests['task/checkpoint/delete']).toBe(2)
})

test('what somebody else has deleted meanwhile is done already, and what the driver has begun is refused', async () => {
  const { made, stops, act, client, sequence, sendAll } = await rigWithActions()
  const [one, other, third] = stops.map(({ id }) => id) as [number, number, number]
  await act('checkpoint.delete', [one, other])
  client('task/checkpoint/delete', { checkpoint_id: one })
  made.panel.edit({ task_id: other, status: 'arrived' })
  await sendAll()
  expect(await made.operations(['done'])).toMatchObject([{ subject: { name: stops[0]!.values['label'] } }])
  expect(await made.operations(['rejected'])).toMatchObject([
    { subject: { row: other }, problem: { code: 'stop-begun' } },
  ])
  expect(sequence()?.slice(0, 2)).toEqual([other, third])
})

test('what is staged behind the deletion of a stop stays behind, and a stop of a begun route becomes no task', async () => {
  const { made, stops, act, edit } = await rigWithActions()
  await act('checkpoint.delete', [stops[0]!.id])
  await edit('checkpoints', stops[0]!.id, { label: 'Too late' })
  expect(await made.operations(['draft'])).toMatchObject([
    { kind: 'checkpoint.delete' },
    { kind: 'checkpoint.update', problem: { code: 'stop-leaves' } },
  ])
  expect(await act('checkpoint.delete', [stops[0]!.id])).toMatchObject({ staged: 0, skipped: 1 })
  const begun = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['status'] === 'arrived')[0]!
  const sibling = (await made.rows({ sheet: 'checkpoints' })).find(
    ({ values }) => values['routeId'] === begun.values['routeId'] && values['status'] === 'assigned',
  )!
  expect(await act('checkpoint.transmute', [sibling.id])).toMatchObject({ broken: 1 })
})

test('a page that was asked for before a stop was deleted does not bring it back', async () => {
  const { made, stops, route, act, rows, pulled } = await rigWithActions()
  const lists = () => made.panel.stats().requests['task/checkpoint/list'] ?? 0
  const before = lists()
  made.panel.faults.add({
    ...{ api: 'user', path: 'task/checkpoint/list', times: 100 },
    strike: { do: 'slow', milliseconds: 30_000, when: 'after' },
  })
  const user = Number(route.values['userId'])
  await made.call('routes.choose', { users: [user], ...days })
  await made.until(() => Promise.resolve(lists() > before))
  await act('checkpoint.delete', [stops[0]!.id])
  await made.send()
  await made.settled()
  expect((await made.call('routes.state', {})).running).toBe(true)
  expect(await made.operations(['done'])).toHaveLength(1)
  await pulled()
  const shown = (await rows('checkpoints')).map(({ id }) => id)
  expect(shown).toContain(stops[1]!.id)
  expect(shown).not.toContain(stops[0]!.id)
})

test('a stop that was read before another left its route is read again: it stays behind those that it stood behind', async () => {
  const { made, stops, act, edit, sequence, sendAll } = await rigWithActions()
  const third = stops[2]!
  // Read back, as the panel may keep such a text otherwise.
  await edit('checkpoints', third.id, { label: 'Two  blanks' })
  await sendAll()
  await act('checkpoint.delete', [stops[0]!.id])
  await edit('checkpoints', third.id, { label: 'After that' })
  await made.send('quick')
  await made.settled()
  expect(sequence()).toEqual(stops.slice(1).map(({ id }) => id))
})

test('a route that was begun when its deletion was staged goes all the same, and one that others have deleted is done already', async () => {
  const { made, route, act, rows, client, sendAll } = await rigWithActions()
  const begun = (await rows('routes')).find(({ values }) => values['status'] === 'arrived')!
  await act('route.delete', [begun.id, route.id])
  client('task/route/delete', { route_id: route.id })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft'])).toEqual([])
  const done = (await made.operations(['done'])).map(({ subject, already }) => [subject.name, already])
  expect(new Map(done as [string, boolean][])).toEqual(
    new Map([
      [begun.values['label'], false],
      [route.values['label'], true],
    ]),
  )
  expect((await rows('routes')).map(({ id }) => id)).not.toContain(route.id)
})

test('a route that its driver has begun meanwhile is not deleted, and says what can be: the stops that come later', async () => {
  const { made, route, stops, act, sequence, sendAll } = await rigWithActions()
  const ids = stops.map(({ id }) => id)
  await act('route.delete', [route.id])
  made.panel.edit({ task_id: ids[0]!, status: 'arrived' })
  await sendAll()
  const [refused] = await made.operations(['rejected'])
  expect(refused).toMatchObject({ kind: 'route.delete', problem: { code: 'route-begun-stays' } })
  await made.call('outbox.discard', { operations: [refused!.id] })
  await act('checkpoint.delete', ids.slice(1))
  await sendAll()
  expect(await made.operations(['rejected', 'unknown'])).toEqual([])
  expect(sequence()).toEqual([ids[0]])
})

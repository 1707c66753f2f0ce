import { expect, test } from 'vitest'
import type { CallInput } from '../../../shared/contract.ts'
import type { WhichOperations } from '../../../shared/contract/remedies.ts'
import type { RigOptions } from '../../support/core-rig.ts'
import { pulledRoutes } from '../../support/pulled-routes.ts'

type Remedy = CallInput<'outbox.remedy'>['remedy']

async function rigWithRemedies(options: RigOptions = {}) {
  const rig = await pulledRoutes(options)
  const { made } = rig
  const ids = rig.stops.map(({ id }) => id)
  return {
    ...rig,
    ids,
    begin: (id: number) => made.panel.edit({ task_id: id, status: 'arrived' }),
    act: (kind: 'checkpoint.delete' | 'checkpoint.transmute' | 'route.delete', some: readonly number[]) =>
      made.call('sheet.act', { kind, ids: [...some] }),
    move: (some: readonly number[], to: string, other = '') =>
      made.call('sheet.act', { kind: 'checkpoint.move', ids: [...some], route: other, to, make: false }),
    async offers(which: WhichOperations = {}) {
      const { offers } = await made.call('outbox.remedies', { changeSets: await sets(), ...which })
      return Object.fromEntries(offers.map(({ remedy, operations }) => [remedy, operations]))
    },
    take: async (remedy: Remedy, which: WhichOperations = {}) =>
      made.call('outbox.remedy', { remedy, changeSets: await sets(), ...which }),
    /** Kinds and subjects of the operations in a state, by our ids of the rows. */
    async those(...states: NonNullable<Parameters<typeof made.operations>[0]>) {
      return (await made.operations(states)).map(({ kind, subject }) => [kind, subject.row])
    },
    async settled() {
      await made.send()
      await made.clock.advance(60_000)
    },
    /** What goes by itself has gone. */
    gone: () => made.until(async () => (await made.operations(['ready', 'sending', 'waiting'])).length === 0),
  }
  async function sets(): Promise<number[]> {
    return (await made.call('outbox.changeSets', { settled: false })).changeSets.map(({ id }) => id)
  }
}

test('what the driver has begun is dropped, of one route or of all, and one undo makes drafts of it again', async () => {
  const { made, ids, edit, begin, settled, offers, take, those, atPanel } = await rigWithRemedies()
  for (const id of ids.slice(0, 3)) await edit('checkpoints', id, { label: `Stop ${id}` })
  for (const id of ids.slice(0, 2)) begin(id)
  await settled()
  expect(await those('rejected')).toEqual(ids.slice(0, 2).map((id) => ['checkpoint.update', id]))
  expect(atPanel(ids[2]!).label).toBe(`Stop ${ids[2]!}`)
  expect(await offers()).toEqual({ 'drop-begun': 2 })
  const [first] = await made.operations(['rejected'])
  expect(await offers({ changeSets: [], around: first!.id }), 'its route has two').toEqual({ 'drop-begun': 2 })
  expect(await offers({ changeSets: [], operations: [first!.id] })).toEqual({ 'drop-begun': 1 })
  expect(await take('drop-begun')).toMatchObject({ helped: 2, along: 0, staged: 0 })
  expect(await made.operations(['rejected', 'draft', 'ready'])).toEqual([])
  expect(await offers()).toEqual({})

  await made.call('sheet.undo', { redo: false })
  expect(await those('draft')).toEqual(ids.slice(0, 2).map((id) => ['checkpoint.update', id]))
  await made.call('sheet.undo', { redo: true })
  expect(await made.operations(['rejected', 'draft', 'ready'])).toEqual([])
})

test('what stood behind a stop for its number alone goes without the move that is dropped', async () => {
  const { made, ids, move, begin, settled, offers, take, those, sequence, gone } = await rigWithRemedies()
  await move([ids[1]!], '1')
  await move([ids[3]!], '2')
  begin(ids[1]!)
  await settled()
  expect(await those('rejected')).toEqual([['checkpoint.move', ids[1]]])
  expect(await those('ready')).toEqual([['checkpoint.move', ids[3]]])
  expect(await offers()).toEqual({ 'drop-begun': 1 })
  expect(await take('drop-begun')).toMatchObject({ helped: 1, along: 0, freed: 1 })
  await gone()
  expect(await made.operations(['rejected', 'ready', 'unknown', 'conflict'])).toEqual([])
  expect(sequence(), 'behind the stop that was meant, where that is').toEqual([
    ids[0],
    ids[1],
    ids[3],
    ids[2],
    ...ids.slice(4),
  ])
})

test('an edit and a move of the same begun stop are dropped together', async () => {
  const { made, ids, edit, move, begin, settled, take } = await rigWithRemedies()
  await edit('checkpoints', ids[1]!, { label: 'Too late' })
  await move([ids[1]!], '1')
  begin(ids[1]!)
  await settled()
  expect(await made.operations(['rejected'])).toHaveLength(1)
  expect(await take('drop-begun')).toMatchObject({ helped: 1, along: 1 })
  expect(await made.operations(['rejected', 'ready', 'waiting'])).toEqual([])
  expect(made.panel.stats().requests['task/checkpoint/update']).toBe(1)
  await made.call('sheet.undo', { redo: false })
  expect(await made.operations(['draft'])).toHaveLength(2)
})

test('of stops that go to another route the begun one stays, and those behind it stand where it would have stood', async () => {
  const { made, ids, move, another, begin, settled, offers, take, those, sequence, stopsAtPanel, gone } =
    await rigWithRemedies()
  const other = await another()
  const [there] = stopsAtPanel(other.id)
  await move(ids.slice(0, 3), '2', other.label)
  begin(ids[1]!)
  await settled()
  expect(await those('rejected')).toMatchObject([['checkpoint.create', null]])
  expect(await offers()).toEqual({ 'drop-begun': 1 })
  expect(await take('drop-begun')).toMatchObject({ helped: 1, along: 1, freed: 1 })
  await gone()
  expect(await made.operations(['rejected', 'ready', 'unknown', 'draft', 'waiting'])).toEqual([])
  expect(sequence()).toEqual([ids[1], ...ids.slice(3)])
  const came = stopsAtPanel(other.id)
  expect(came).toHaveLength(5)
  expect(came[0]).toBe(there)
  const labels = (await made.rows({ sheet: 'checkpoints' }))
    .filter(({ values }) => values['routeId'] === other.id)
    .map(({ values }) => values['position'])
  expect(labels).toEqual([1, 2, 3, 4, 5])
})

test('a stop that is in the other route by now, and was begun in its own, stays there: the new one is deleted', async () => {
  const { made, ids, move, another, begin, offers, take, those, sequence, stopsAtPanel, sendAll } =
    await rigWithRemedies()
  const other = await another()
  const before = stopsAtPanel(other.id)
  await move([ids[1]!], '2', other.label)
  made.panel.faults.add({
    ...{ api: 'user', path: 'task/checkpoint/delete', times: 1 },
    strike: { do: 'drop', when: 'before' },
  })
  await made.send()
  await made.until(async () => (await made.operations(['unknown'])).length === 1)
  begin(ids[1]!)
  await made.until(async () => (await made.operations(['rejected'])).length === 1)
  expect(stopsAtPanel(other.id)).toHaveLength(4)
  expect(await offers()).toEqual({ 'keep-in-route': 1 })
  expect(await take('keep-in-route')).toMatchObject({ helped: 1, staged: 1 })
  expect(await those('rejected')).toEqual([])
  await sendAll()
  expect(await made.operations(['rejected', 'draft', 'unknown'])).toEqual([])
  expect(stopsAtPanel(other.id)).toEqual(before)
  expect(sequence()).toEqual(ids)
})

test('of a begun route the stops that come later are deleted, as the panel shows them by then', async () => {
  const { made, route, ids, act, begin, settled, offers, take, those, sequence, sendAll } = await rigWithRemedies()
  await act('route.delete', [route.id])
  begin(ids[0]!)
  await settled()
  begin(ids[1]!)
  expect(await offers()).toEqual({ 'delete-later-stops': 1, 'delete-begun-route': 1, 'leave-route': 1 })
  expect(await take('delete-later-stops')).toMatchObject({ helped: 1, staged: ids.length - 2 })
  expect(await those('draft')).toEqual(ids.slice(2).map((id) => ['checkpoint.delete', id]))
  await made.call('sheet.undo', { redo: false })
  expect(await those('draft')).toEqual([['route.delete', route.id]])
  await made.call('sheet.undo', { redo: true })
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft'])).toEqual([])
  expect(sequence()).toEqual(ids.slice(0, 2))
})

test('a begun route is deleted all the same once that is said, or left', async () => {
  const { made, route, ids, act, begin, settled, take, those, sequence, sendAll } = await rigWithRemedies()
  await act('route.delete', [route.id])
  begin(ids[0]!)
  await settled()
  expect(await take('leave-route')).toMatchObject({ helped: 1, staged: 0 })
  expect(await made.operations(['rejected', 'draft', 'ready'])).toEqual([])
  await made.call('sheet.undo', { redo: false })
  await settled()
  expect(sequence()).toEqual(ids)
  expect(await take('delete-begun-route')).toMatchObject({ helped: 1, staged: 1 })
  expect(await those('draft'), 'it is looked at before it goes').toEqual([['route.delete', route.id]])
  await sendAll()
  expect(await made.operations(['rejected', 'draft', 'unknown'])).toEqual([])
  expect(sequence()).toBeNull()
})

test('where all stops of a route were begun by then, its deletion is left as it is', async () => {
  const { made, route, ids, act, begin, settled, take } = await rigWithRemedies()
  await act('route.delete', [route.id])
  begin(ids[0]!)
  await settled()
  for (const id of ids.slice(1)) begin(id)
  expect(await take('delete-later-stops')).toEqual({ helped: 0, along: 0, freed: 0, staged: 0, left: 1 })
  expect(await made.operations(['rejected'])).toHaveLength(1)
})

test('of a begun route its edits, its driver and its stops that were to become tasks are dropped at once', async () => {
  const { made, route, ids, edit, act, begin, settled, offers, take, those } = await rigWithRemedies()
  await edit('routes', route.id, { label: 'Too late' })
  await act('checkpoint.transmute', [ids[2]!])
  await edit('checkpoints', ids[3]!, { label: 'In time' })
  begin(ids[0]!)
  await settled()
  expect(await those('rejected')).toEqual([
    ['route.update', route.id],
    ['checkpoint.transmute', ids[2]],
  ])
  expect(await offers()).toEqual({ 'drop-begun': 2 })
  await take('drop-begun')
  expect(await made.operations(['rejected', 'ready', 'draft'])).toEqual([])
  expect(await made.operations(['done'])).toMatchObject([{ subject: { row: ids[3] } }])
})

test('drafts that the last pull shows to be too late are dropped before anything is sent, and the rest goes', async () => {
  const { made, ids, edit, move, begin, pulled, offers, take, those, atPanel, sendAll, sequence } =
    await rigWithRemedies()
  await edit('checkpoints', ids[0]!, { label: 'Too late' })
  await edit('checkpoints', ids[1]!, { label: 'In time' })
  await move([ids[2]!], '1')
  await move([ids[3]!], '2')
  begin(ids[0]!)
  begin(ids[2]!)
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect(await offers({ state: 'rejected' })).toEqual({})
  expect(await offers({ state: 'draft' })).toEqual({ 'drop-begun': 2 })
  expect(await take('drop-begun', { state: 'draft' })).toMatchObject({ helped: 2, freed: 1 })
  expect(await those('draft')).toEqual([
    ['checkpoint.update', ids[1]],
    ['checkpoint.move', ids[3]],
  ])
  await sendAll()
  expect(await made.operations(['rejected', 'draft', 'unknown'])).toEqual([])
  expect(atPanel(ids[1]!).label).toBe('In time')
  expect(sequence()).toEqual(ids)
})

test('what is given up in many parts is one step to undo', async () => {
  const { made, ids, begin, edit, settled, offers, take, those } = await rigWithRemedies({ core: { rowsAtOnce: 1 } })
  for (const id of ids.slice(0, 3)) await edit('checkpoints', id, { label: 'Too late' })
  for (const id of ids.slice(0, 3)) begin(id)
  await settled()
  expect(await offers()).toEqual({ 'drop-begun': 3 })
  expect(await take('drop-begun')).toMatchObject({ helped: 3 })
  expect(await made.operations(['rejected'])).toEqual([])
  await made.call('sheet.undo', { redo: false })
  expect(await those('draft')).toHaveLength(3)
})

test('tasks that were to come into a begun route are dropped together, however they follow each other', async () => {
  const { made, ids, rows, route, client, pulled, atPanel, begin, settled, offers, take } = await rigWithRemedies()
  const like = { ...atPanel(ids[0]!), id: null, external_id: null, parent_id: null, order: null }
  for (const label of ['One', 'Two', 'Three']) client('task/create', { task: { ...like, label } })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  const tasks = (await rows('checkpoints')).filter(({ values }) =>
    ['One', 'Two', 'Three'].includes(String(values['label'])),
  )
  await made.call('sheet.stage', {
    ...{ sheet: 'checkpoints', source: 'paste' },
    cells: tasks.map(({ id }) => ({ id, field: 'route', value: `#${route.id}` })),
  })
  expect(await made.operations(['draft'])).toHaveLength(3)
  begin(ids[0]!)
  await settled()
  expect(await made.operations(['rejected'])).toMatchObject([{ problem: { code: 'route-begun' } }])
  expect(await offers()).toEqual({ 'drop-begun': 1 })
  expect(await take('drop-begun')).toMatchObject({ helped: 1, along: 2, freed: 0 })
  expect(await made.operations(['rejected', 'ready', 'waiting'])).toEqual([])
})

test('a stop that was to go to another route, and is begun by the last pull, is dropped with both halves of that', async () => {
  const { made, ids, move, another, begin, pulled, offers, take } = await rigWithRemedies()
  const other = await another()
  await move([ids[1]!], '2', other.label)
  begin(ids[1]!)
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect(await offers({ state: 'draft' })).toEqual({ 'drop-begun': 1 })
  expect(await take('drop-begun', { state: 'draft' })).toMatchObject({ helped: 1, along: 1 })
  expect(await made.operations(['draft'])).toEqual([])
})

test('nothing is offered of what was refused for another reason', async () => {
  const { made, ids, edit, client, settled, offers, take } = await rigWithRemedies()
  await edit('checkpoints', ids[0]!, { label: 'Gone' })
  client('task/checkpoint/delete', { checkpoint_id: ids[0]! })
  await settled()
  expect(await made.operations(['rejected'])).toHaveLength(1)
  expect(await offers()).toEqual({})
  const [refused] = await made.operations(['rejected'])
  expect(await take('drop-begun', { operations: [refused!.id] })).toMatchObject({ helped: 0 })
  expect(await made.operations(['rejected'])).toHaveLength(1)
})

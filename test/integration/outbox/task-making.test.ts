import { expect, test } from 'vitest'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import type { SimRig } from '../../support/core-rig.ts'
import { days } from '../../support/routes-rig.ts'

async function loseCache(rig: SimRig): Promise<void> {
  rig.cutPowerAfter(1)
  await rig.call('pull.start', {}).catch(() => undefined)
  while (!rig.powerless) await rig.clock.step()
  await rig.powerOn({ cacheLost: true })
  await rig.online()
}

async function rigWithCopies() {
  const rig = await pulledRoutes()
  const { made, route, rows } = rig
  const duplicate = (ids: readonly number[]) => made.call('sheet.act', { kind: 'checkpoint.create', ids: [...ids] })
  /** The stops of the route in the sheet, in its order. */
  const shown = async () => (await rows('checkpoints')).filter(({ values }) => values['routeId'] === route.id)
  /** Our ids of those that the panel does not have yet, in that order. */
  const own = async () => (await shown()).filter(({ values }) => values['id'] === null).map(({ id }) => id)
  /** The panel's ids of those in the sheet. */
  const panelIds = async () => (await shown()).map(({ values }) => values['id'])
  return { ...rig, duplicate, shown, own, panelIds }
}

test('a stop is duplicated as it is planned, what is staged for it included', async () => {
  const { stops, duplicate, own, row, edit } = await rigWithCopies()
  await edit('checkpoints', stops[1]!.id, { label: 'Back door', radius: '250' })
  await duplicate([stops[1]!.id])
  const [made] = await own()
  expect(await row('checkpoints', made!)).toMatchObject({ label: 'Back door', radius: 250 })
})

test('a stop is duplicated while a tag is staged for it that its user does not have, and goes without it', async () => {
  const { made, stops, duplicate, own, edit, row } = await rigWithCopies()
  const tags = (await row('checkpoints', stops[1]!.id))?.['tags']
  await edit('checkpoints', stops[1]!.id, { tags: 'No such tag' })
  await duplicate([stops[1]!.id])
  const [copy] = await own()
  expect((await row('checkpoints', copy!))?.['tags']).toBe(tags)
  expect(await made.operations(['draft'])).toHaveLength(2)
})

test('a stop is duplicated offline behind the one that it is like, edited, and made at its place', async () => {
  const { made, stops, route, duplicate, shown, own, edit, row, sequence, atPanel, sendAll, panelIds } =
    await rigWithCopies()
  const [, second] = stops
  expect(await duplicate([second!.id])).toMatchObject({ staged: 1, skipped: 0 })
  const [copy] = await own()
  expect((await shown()).map(({ id }) => id).slice(0, 3)).toEqual([stops[0]!.id, second!.id, copy])
  const { id: _id, externalId: _externalId, created: _created, arrived: _arrived, ...like } = second!.values
  expect(await row('checkpoints', copy!)).toMatchObject({ ...like, position: 3 })

  await edit('checkpoints', copy!, { label: 'Back door', radius: '250', coordinates: '52.52, 13.405' })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['checkpoint.create'])
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'draft'])).toEqual([])
  const now = sequence()!
  expect(now.filter((_, at) => at !== 2)).toEqual(stops.map(({ id }) => id))
  expect(atPanel(now[2]!)).toMatchObject({
    ...{ label: 'Back door', from: second!.values['windowFrom'], to: second!.values['windowTo'] },
    location: { lat: 52.52, lng: 13.405, radius: 250 },
    tags: atPanel(second!.id)['tags'],
  })
  expect(atPanel(now[2]!)['external_id']).toMatch(/^FB-/)
  expect(await panelIds()).toEqual(now)
  expect(await row('checkpoints', copy!)).toMatchObject({ id: now[2], position: 3, label: 'Back door' })
  expect(await row('routes', route.id)).toMatchObject({ stops: stops.length + 1 })
})

test('several copies stand behind each other as they were made, one waits for the other, and the order is so at the panel', async () => {
  const { made, stops, duplicate, own, edit, sequence, atPanel, sendAll, panelIds } = await rigWithCopies()
  const [first, , third] = stops.map(({ id }) => id) as [number, number, number]
  await duplicate([first, third])
  await duplicate([first])
  await duplicate([first])
  const copies = await own()
  expect(copies).toHaveLength(4)
  const names = ['A', 'B', 'C', 'D']
  for (const [at, id] of copies.entries()) await edit('checkpoints', id, { label: names[at]! })
  const labels = async () =>
    (await made.rows({ sheet: 'checkpoints' }))
      .filter(({ id }) => copies.includes(id) || stops.some((stop) => stop.id === id))
      .map(({ values }) => values['label'])
  const planned = await labels()
  await sendAll()
  expect(await made.operations(['rejected', 'unknown', 'ready'])).toEqual([])
  expect(sequence()!.map((id) => atPanel(id).label)).toEqual(planned)
  expect(planned.slice(1, 4)).toEqual(['A', 'B', 'C'])
  expect(await panelIds()).toEqual(sequence())
})

test.each(['after', 'before'] as const)(
  'a stop whose answer was lost %s it took effect is looked for, and stands in its route once',
  async (when) => {
    const { made, stops, duplicate, sequence, sendAll, panelIds, own } = await rigWithCopies()
    made.panel.faults.add({ api: 'user', path: 'task/checkpoint/create', times: 1, strike: { do: 'drop', when } })
    await duplicate([stops[0]!.id])
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length === 1)
    expect(sequence()).toHaveLength(stops.length + 1)
    expect(await panelIds()).toEqual(sequence())
    expect(await own()).toEqual([])
    expect(made.panel.stats().requests['task/checkpoint/create']).toBe(when === 'after' ? 1 : 2)
  },
)

test('with an external id of the person’s, one that is alike and was there before is left to the person where the answer is lost', async () => {
  const { made, stops, client, atPanel, duplicate, own, edit, pulled, sequence } = await rigWithCopies()
  const first = stops[0]!.id
  client('task/checkpoint/update', { checkpoint: { ...atPanel(first), external_id: 'SHOP-1' } })
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  await duplicate([first])
  const [copy] = await own()
  await edit('checkpoints', copy!, { externalId: 'SHOP-1' })
  made.panel.faults.add({
    ...{ api: 'user', path: 'task/checkpoint/create', times: 1 },
    strike: { do: 'drop', when: 'before' },
  })
  await made.send()
  await made.until(async () => (await made.operations(['unknown'])).length === 1)
  await made.clock.advance(600_000)
  expect(await made.operations()).toMatchObject([{ state: 'unknown' }])
  expect(sequence()).toEqual(stops.map(({ id }) => id))
})

test('a stop that has its external id, but is another one, is not taken for it where the answer is lost', async () => {
  const { made, stops, client, atPanel, duplicate, own, edit, sendAll, sequence } = await rigWithCopies()
  client('task/checkpoint/update', { checkpoint: { ...atPanel(stops[3]!.id), external_id: 'SHOP-1' } })
  await duplicate([stops[0]!.id])
  const [copy] = await own()
  await edit('checkpoints', copy!, { externalId: 'SHOP-1', label: 'Back door' })
  made.panel.faults.add({
    ...{ api: 'user', path: 'task/checkpoint/create', times: 1 },
    strike: { do: 'drop', when: 'before' },
  })
  await sendAll()
  await made.until(async () => (await made.operations(['done'])).length === 1)
  expect(sequence()).toHaveLength(stops.length + 1)
  expect(atPanel(sequence()![1]!)).toMatchObject({ label: 'Back door', external_id: 'SHOP-1' })
})

test('one that a pull brings before its answer is looked for is a single row of the sheet in the end', async () => {
  const { made, stops, duplicate, own, sequence, sendAll, panelIds, pulled } = await rigWithCopies()
  made.panel.faults.add({
    api: 'user',
    path: 'task/checkpoint/create',
    times: 1,
    strike: { do: 'drop', when: 'after' },
  })
  made.panel.faults.add({ api: 'user', path: 'task/route/read', times: 3, strike: { do: 'refuse', code: 1 } })
  await duplicate([stops[0]!.id])
  const [copy] = await own()
  await sendAll()
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  await made.until(async () => (await made.operations(['done'])).length === 1)
  expect(await panelIds()).toEqual(sequence())
  expect((await made.rows({ sheet: 'checkpoints' })).map(({ id }) => id)).toContain(copy)
})

test('a copy is taken back and made again by undo and redo, and keeps its row', async () => {
  const { made, stops, duplicate, own, edit, row } = await rigWithCopies()
  await duplicate([stops[0]!.id])
  const [copy] = await own()
  await edit('checkpoints', copy!, { label: 'Back door' })
  await made.call('sheet.undo', { redo: false })
  await made.call('sheet.undo', { redo: false })
  expect(await own()).toEqual([])
  await made.call('sheet.undo', { redo: true })
  await made.call('sheet.undo', { redo: true })
  expect(await own()).toEqual([copy])
  expect(await row('checkpoints', copy!)).toMatchObject({ label: 'Back door' })
})

test('what the stop behind which it stands is gone from is refused, and holds nobody up', async () => {
  const { made, stops, duplicate, client, sequence, sendAll } = await rigWithCopies()
  const [first, second] = stops.map(({ id }) => id) as [number, number]
  await duplicate([first, second])
  client('task/checkpoint/delete', { checkpoint_id: first })
  await sendAll()
  expect((await made.operations(['rejected'])).map(({ problem }) => problem?.code)).toEqual(['entity-gone'])
  expect(sequence()).toHaveLength(stops.length)
})

test('a copy behind one that was refused waits for it, and says so', async () => {
  const { made, stops, duplicate, client } = await rigWithCopies()
  await duplicate([stops[0]!.id])
  await duplicate([stops[0]!.id])
  client('task/checkpoint/delete', { checkpoint_id: stops[0]!.id })
  await made.send()
  await made.clock.advance(60_000)
  expect((await made.operations()).map(({ state, problem }) => [state, problem?.code])).toEqual([
    ['rejected', 'entity-gone'],
    ['ready', 'needs-refused'],
  ])
  expect(made.panel.stats().requests['task/checkpoint/create']).toBeUndefined()
})

test('a stop that we made keeps its row when everything is pulled anew, and an undo of the sending deletes it', async () => {
  const { made, stops, duplicate, own, sequence, sendAll, panelIds, pulled, ids } = await rigWithCopies()
  await duplicate([stops[0]!.id])
  const [copy] = await own()
  await sendAll()
  const [, stop] = sequence()!
  await loseCache(made)
  await made.call('routes.choose', { users: ids, ...days })
  await pulled()
  await made.until(async () => (await made.rows({ sheet: 'checkpoints' })).some(({ values }) => values['id'] === stop))
  expect((await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['id'] === stop)?.id).toBe(copy)
  const { changeSets } = await made.call('outbox.changeSets', { settled: true })
  await made.call('outbox.undoSent', { changeSet: changeSets[0]!.id })
  await sendAll()
  expect(sequence()).toEqual(stops.map(({ id }) => id))
  expect(await panelIds()).toEqual(sequence())
})

test('a copy of a stop whose window is over stays behind, until it is given another', async () => {
  const { made, duplicate, edit, rows, sendAll } = await rigWithCopies()
  const over = (await rows('checkpoints')).find(({ values }) => String(values['windowTo']) < '2026-11-20')!
  await duplicate([over.id])
  await sendAll()
  expect((await made.operations(['draft'])).map(({ problem }) => problem?.code)).toEqual(['window-over'])
  const copy = (await rows('checkpoints')).find(({ values }) => values['id'] === null)!
  await edit('checkpoints', copy.id, { windowFrom: '2026-12-18 10:00', windowTo: '2026-12-18 11:00' })
  await sendAll()
  expect((await made.operations(['draft', 'rejected'])).map(({ problem }) => problem?.code)).toEqual([])
})

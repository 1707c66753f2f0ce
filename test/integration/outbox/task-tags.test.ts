import { expect, test } from 'vitest'
import { pulledRoutes } from '../../support/pulled-routes.ts'
import { copyOn } from '../../support/routes-rig.ts'

async function rigWithTags() {
  const rig = await pulledRoutes()
  const { made, client, stops, rows, atPanel } = rig
  const { list: tags } = client('tag/list', {}) as { list: { id: number; name: string }[] }
  const [first, second] = tags as [{ id: number; name: string }, { id: number; name: string }]
  const stop = stops[0]!
  const shown = async (id = stop.id) => (await rows('checkpoints')).find((each) => each.id === id)
  const mark = async () => (await shown())?.marks['tags']
  const tagsAtPanel = (id = stop.id) => atPanel(id)['tags']
  const tag = (value: string, id = stop.id) => rig.edit('checkpoints', id, { tags: value })
  const other = tags.find(({ id }) => id !== first.id && !(tagsAtPanel() as number[]).includes(id))!
  await made.settled()
  return { ...rig, tags, first, second, stop, shown, mark, tagsAtPanel, tag, other }
}

test('tags are typed by their names, in either case, and are shown and sent so; the rest of the stop stays as it is', async () => {
  const { tag, first, second, mark, shown, tagsAtPanel, sendAll, made, stop, atPanel } = await rigWithTags()
  const { tags: _, ...before } = atPanel(stop.id)
  await tag(`${second.name.toUpperCase()}; ${first.name}`)
  expect((await mark())?.value).toBe(`${first.name}, ${second.name}`)
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(tagsAtPanel()).toEqual([first.id, second.id])
  const { tags: __, ...after } = atPanel(stop.id)
  expect(after).toEqual(before)
  expect((await shown())?.values['tags']).toBe(`${first.name}, ${second.name}`)
})

test('what is shown is pasted back as the same, an empty cell takes all tags off, and an undo of the sending puts them back', async () => {
  const { tag, first, second, tagsAtPanel, sendAll, made, shown } = await rigWithTags()
  await tag(`${first.name}, #${second.id}`)
  await sendAll()
  expect(await tag(String((await shown())!.values['tags']))).toMatchObject({ staged: 0 })
  await tag('')
  await sendAll()
  expect(tagsAtPanel()).toEqual([])
  expect((await shown())?.values['tags']).toBeNull()
  const { changeSets } = await made.call('outbox.changeSets', { settled: true })
  await made.call('outbox.undoSent', { changeSet: changeSets[0]!.id })
  await sendAll()
  expect(tagsAtPanel()).toEqual([first.id, second.id])
})

test.each(['No such tag', '999999'])(
  'a tag that the user does not have, as %j, stays behind with the reason at its cell, also when undone and done again',
  async (name) => {
    const { made, tag, first, mark, tagsAtPanel, sendAll } = await rigWithTags()
    const before = tagsAtPanel()
    expect(await tag(`${first.name}, ${name}`)).toMatchObject({ staged: 1, broken: 1 })
    expect((await mark())?.problem?.code).toBe('tag-unknown')
    await made.call('sheet.undo', { redo: false })
    await made.call('sheet.undo', { redo: true })
    expect((await mark())?.problem?.code).toBe('tag-unknown')
    await tag(name)
    expect((await mark())?.problem?.code).toBe('tag-unknown')
    await made.call('sheet.undo', { redo: false })
    await made.call('sheet.undo', { redo: true })
    expect((await mark())?.problem?.code).toBe('tag-unknown')
    await sendAll()
    expect(tagsAtPanel()).toEqual(before)
    await tag(first.name)
    await sendAll()
    expect(tagsAtPanel()).toEqual([first.id])
  },
)

test('what somebody else has tagged meanwhile is a conflict, shown by names', async () => {
  const { made, tag, stop, client, other, first, mark, atPanel } = await rigWithTags()
  await tag(first.name)
  client('task/checkpoint/update', { checkpoint: { ...atPanel(stop.id), tags: [other.id] } })
  await made.send()
  await made.until(async () => (await made.operations(['conflict'])).length === 1)
  expect(await mark()).toMatchObject({ value: first.name, theirs: other.name })
})

test.each(['after', 'before'] as const)(
  'where the answer is lost %s it took effect, tags are there in the end, sent no more often than that takes',
  async (when) => {
    const { made, tag, first, second, tagsAtPanel, sendAll } = await rigWithTags()
    made.panel.faults.add({ api: 'user', path: 'task/checkpoint/update', times: 1, strike: { do: 'drop', when } })
    await tag(`${first.name}, ${second.name}`)
    await sendAll()
    await made.until(async () => (await made.operations(['done'])).length === 1)
    expect(tagsAtPanel()).toEqual([first.id, second.id])
    expect(made.panel.stats().requests['task/checkpoint/update']).toBe(when === 'after' ? 1 : 2)
  },
)

test('a route is tagged likewise, and found by it', async () => {
  const { made, route, edit, first, sendAll, client, rows } = await rigWithTags()
  await edit('routes', route.id, { tags: first.name })
  const found = await made.rows({ sheet: 'routes', filter: [{ is: 'oneOf', field: 'tags', values: [first.name] }] })
  expect(found.map(({ id }) => id)).toContain(route.id)
  await sendAll()
  const { value } = client('task/read', { task_id: route.id }) as { value: { tags: number[] } }
  expect(value.tags).toEqual([first.id])
  expect((await rows('routes')).find(({ id }) => id === route.id)?.values['tags']).toBe(first.name)
})

test('a stop that goes to another route takes along the tags that are staged for it, and copies of a route have them', async () => {
  const { made, tag, stop, first, second, rows, route, sendAll, client } = await rigWithTags()
  await tag(`${first.name}, ${second.name}`)
  const target = (await rows('routes')).find(
    ({ id, values }) =>
      id !== route.id && values['userId'] === route.values['userId'] && values['status'] === 'assigned',
  )
  const to = target ? `#${target.values['id']}` : 'Another tour'
  await made.call('sheet.act', {
    ...{ kind: 'checkpoint.move', ids: [stop.id], route: to, to: '', make: true },
  })
  const [moved] = await made.operations(['draft'])
  expect(moved).toMatchObject({ kind: 'checkpoint.create' })
  await sendAll()
  const label = stop.values['label']
  const at = (await rows('checkpoints')).find(({ values }) => values['label'] === label && values['id'] !== null)
  expect(at?.values['tags']).toBe(`${first.name}, ${second.name}`)
  const { value } = client('task/read', { task_id: at!.values['id'] }) as { value: { tags: number[] } }
  expect(value.tags).toEqual([first.id, second.id])
})

test('tags that are staged for a route and its stops go along with a copy of it', async () => {
  const { made, tag, edit, route, rows, stops, first, second, sendAll, client } = await rigWithTags()
  await edit('routes', route.id, { tags: second.name })
  await tag(first.name)
  await made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] })
  const own = async (sheet: 'routes' | 'checkpoints') =>
    (await rows(sheet)).filter(({ values }) => values['id'] === null)
  const [copy] = await own('routes')
  expect(copy!.values['tags']).toBe(second.name)
  expect((await own('checkpoints'))[0]?.values['tags']).toBe(first.name)
  await sendAll()
  const id = (await rows('routes')).find((each) => each.id === copy!.id)!.values['id']
  const { value, checkpoints } = client('task/read', { task_id: id }) as {
    value: { tags: number[] }
    checkpoints: { tags: number[] }[]
  }
  expect([value.tags, checkpoints.length, checkpoints[0]!.tags]).toEqual([[second.id], stops.length, [first.id]])
})

test('tags of a stop or a route that is new itself are sent once it is made', async () => {
  const { made, tag, edit, route, rows, stop, first, second, sendAll, atPanel } = await rigWithTags()
  await made.call('sheet.act', { kind: 'checkpoint.create', ids: [stop.id] })
  await made.call('sheet.act', { ...copyOn('2026-12-15'), ids: [route.id] })
  const own = async (sheet: 'routes' | 'checkpoints') =>
    (await rows(sheet)).filter(({ values }) => values['id'] === null).map(({ id }) => id)
  const [tour] = await own('routes')
  const news = await own('checkpoints')
  await edit('routes', tour!, { tags: second.name })
  for (const id of news.slice(0, 2)) await tag(first.name, id)
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown', 'ready'])).toEqual([])
  const panelId = async (sheet: 'routes' | 'checkpoints', id: number) =>
    Number((await rows(sheet)).find((each) => each.id === id)!.values['id'])
  expect(atPanel(await panelId('routes', tour!))).toMatchObject({ tags: [second.id] })
  for (const id of news.slice(0, 2)) {
    expect(atPanel(await panelId('checkpoints', id))).toMatchObject({ tags: [first.id] })
  }
})

test('several stops of a route are tagged together, each with its own', async () => {
  const { made, tag, stops, first, second, tagsAtPanel, sendAll } = await rigWithTags()
  const untouched = tagsAtPanel(stops[3]!.id)
  await tag(first.name, stops[0]!.id)
  await tag(`${first.name}, ${second.name}`, stops[1]!.id)
  await tag('', stops[2]!.id)
  await sendAll()
  expect(await made.operations(['draft', 'rejected', 'unknown'])).toEqual([])
  expect(stops.slice(0, 4).map(({ id }) => tagsAtPanel(id))).toEqual([[first.id], [first.id, second.id], [], untouched])
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { rigWithRoute } from '../../support/stops-file.ts'
import { userClient } from '../../support/routes-rig.ts'

const listed = z.object({ list: z.array(z.object({ id: z.int(), name: z.string() })) })
const taggedTask = z.looseObject({
  value: z.looseObject({ tags: z.array(z.int()) }),
  checkpoints: z.array(z.looseObject({ id: z.int(), label: z.string(), tags: z.array(z.int()) })).optional(),
})

async function rigWithTags() {
  const rig = await rigWithRoute()
  const { made, own, client, userId, checked } = rig
  const { list } = listed.parse(client('tag/list', {}))
  const [one, other] = [list[0]!, list[1]!]
  const read = (id: unknown) => taggedTask.parse(client('task/read', { task_id: id }))
  /** The tags of stops of a route at the panel, by what they are called. */
  const tagsOf = (route: unknown) => read(route).checkpoints!.map(({ label, tags }) => [label, tags])
  const codes = async (rows: readonly string[], headings: string, kind: 'routes' | 'routeDetails' = 'routes') =>
    (await checked(rows, headings, { kind })).groups.map(({ field, problem, verdict }) => [
      field,
      problem.code,
      verdict,
    ])
  const users = await made.rows({ sheet: 'users' })
  /** A tag of somebody else, that this user has none of the name of. */
  const foreign = users
    .filter(({ values }) => values['id'] !== userId)
    .flatMap(({ values }) => listed.parse(userClient(made, Number(values['id']))('tag/list', {})).list)
    .find(({ name }) => list.every((mine) => mine.name !== name))
  return { ...rig, one, other, read, tagsOf, codes, foreign, id: String(own[0]!.values['id']) }
}

const tagged = 'User;Route;Label;Coordinates;From;To;Tags'

test('stops of a file are made with the tags that it names, in a new route and in one that there is', async () => {
  const { made, row, one, other, imported, sent, tagsOf, routeId } = await rigWithTags()
  const rows = [
    `${row('A', 8, 'New')};${one.name.toUpperCase()}`,
    `${row('B', 9, 'New')};"${other.name}, #${one.id}"`,
    `${row('C', 10, 'New')};`,
    `${row('Last', 22)};${other.name}`,
  ]
  const { check, read } = await imported(rows, tagged)
  expect(read.suggested?.fields['tags']).toEqual({ from: 'column', column: 6 })
  expect(check).toMatchObject({ ready: 4, doubtful: 0, refused: 0 })
  const shown = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['id'] === null)
  const both = [one, other].sort((a, b) => a.id - b.id)
  expect(new Map(shown.map(({ values }) => [values['label'], values['tags']]))).toEqual(
    new Map<unknown, unknown>([
      ['A', one.name],
      ['B', both.map(({ name }) => name).join(', ')],
      ['C', null],
      ['Last', other.name],
    ]),
  )
  await sent()
  const added = (await made.rows({ sheet: 'routes' })).find(({ values }) => values['label'] === 'New')!
  expect(tagsOf(added.values['id'])).toEqual([
    ['A', [one.id]],
    ['B', both.map(({ id }) => id)],
    ['C', []],
  ])
  expect(tagsOf(routeId).at(-1)).toEqual(['Last', [other.id]])
})

test('of a stop that there is a file changes the tags alone, says nothing where they are so, and takes them off only where asked', async () => {
  const { made, imported, checked, sent, id, one, other, read, own } = await rigWithTags()
  const before = read(id).value
  await imported([`${id};"${other.name},${one.name}"`], 'Stop ID;Tags')
  expect(await made.operations(['draft'])).toMatchObject([{ kind: 'checkpoint.update', subject: { row: own[0]!.id } }])
  expect((await made.operations(['draft']))[0]!.changes.map(({ field }) => field)).toEqual(['tags'])
  await sent()
  const ids = [one.id, other.id].sort((a, b) => a - b)
  expect(read(id).value).toEqual({ ...before, tags: ids })
  for (const text of [`"${one.name}, ${other.name}"`, `"${other.name};${one.name.toLowerCase()}"`, '']) {
    expect(await checked([`${id};${text}`], 'Stop ID;Tags')).toMatchObject({ same: 1, ready: 0, refused: 0 })
  }
  await imported([`${id};`], 'Stop ID;Tags', { options: { emptying: true } })
  await sent()
  expect(read(id).value.tags).toEqual([])
})

test('a tag that the user does not have is named at its cell, and nothing of that row is staged', async () => {
  const { codes, row, id, foreign, one, own, made, imported } = await rigWithTags()
  const refused = [['tags', 'tag-unknown', 'refused']]
  expect(await codes([`${row('A', 22)};No such tag`], tagged)).toEqual(refused)
  expect(await codes([`${row('A', 22)};${foreign!.name}`], tagged)).toEqual(refused)
  expect(await codes([`${id};"${one.name}, No such tag"`], 'Stop ID;Tags')).toEqual(refused)
  expect(await codes([`${id};${foreign!.name}`], 'Stop ID;Tags')).toEqual(refused)
  const second = String(own[1]!.values['id'])
  await imported([`${id};Named;${one.name}`, `${second};Named;No such tag`], 'Stop ID;Label;Tags')
  expect((await made.operations(['draft'])).map(({ subject }) => subject.row)).toEqual([own[0]!.id])
})

test('tags of routes are changed by a file of routes', async () => {
  const { imported, sent, codes, one, read, routeId, made } = await rigWithTags()
  const headings = 'Route ID;Tags'
  expect(await codes([`${routeId};No such tag`], headings, 'routeDetails')).toEqual([
    ['tags', 'tag-unknown', 'refused'],
  ])
  await imported([`${routeId};${one.name}`], headings, { kind: 'routeDetails' })
  expect((await made.operations(['draft'])).map(({ kind }) => kind)).toEqual(['route.update'])
  await sent()
  expect(read(routeId).value.tags).toEqual([one.id])
})

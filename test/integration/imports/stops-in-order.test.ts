import { expect, test } from 'vitest'
import { rigWithRoute } from '../../support/stops-file.ts'

const numbered = 'User;Route;Label;Coordinates;From;To;Stop number'

type Checked = Awaited<ReturnType<Awaited<ReturnType<typeof rigWithRoute>>['checked']>>
const foundIn = ({ groups }: Checked) =>
  groups.map(({ field, problem, verdict, examples }) => [field, problem.code, verdict, examples])

test('stops of a new route that end before one in front of them begins are refused at their end, and the others go', async () => {
  const { made, row, checked, imported } = await rigWithRoute()
  const rows = [row('A', 8, 'New'), row('B', 12, 'New'), row('C', 9, 'New'), row('D', 12, 'New'), row('E', 9, 'Other')]
  const found = await checked(rows)
  expect(foundIn(found)).toContainEqual(['to', 'windows-refused', 'refused', [4]])
  expect(found.groups.find(({ field }) => field === 'to')?.problem.values).toMatchObject({ name: 'B' })
  await imported(rows)
  const own = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['id'] === null)
  expect(own.map(({ values }) => values['label'])).toEqual(['A', 'B', 'D'])
  expect(own.map(({ marks }) => marks['']?.problem)).toEqual([undefined, undefined, undefined])
})

test('rows with numbers are held against each other in the order of those', async () => {
  const { row, checked } = await rigWithRoute()
  const inOrder = [`${row('C', 12, 'New')};3`, `${row('A', 8, 'New')};1`, `${row('B', 10, 'New')};2`]
  expect(foundIn(await checked(inOrder, numbered))).toEqual([])
  const wrong = [`${row('C', 8, 'New')};3`, `${row('A', 12, 'New')};1`, `${row('B', 8, 'New')};2`]
  expect(foundIn(await checked(wrong, numbered))).toEqual([['from', 'windows-behind', 'refused', [3]]])
})

test('a stop that comes too late in a route that there is is doubtful, and goes if a person wants it', async () => {
  const { made, own, row, checked, imported, sent, labels } = await rigWithRoute()
  const last = own.at(-1)!.values
  const late = row('Too early', 0)
  const found = await checked([late])
  expect(foundIn(found)).toEqual([['to', 'windows-clash', 'doubt', [2]]])
  expect(found.groups[0]?.problem.values?.['to']).toMatch(/ 01:00:00$/)
  await imported([late], undefined, { includeDoubtful: true })
  const [staged] = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['id'] === null)
  expect(staged?.warnings).toMatchObject({ windowTo: { code: 'windows-clash' } })
  await sent()
  expect(labels().slice(-2)).toEqual([last['label'], 'Too early'])
})

/** A core whose route has windows of an hour each, one after the other, from five o'clock; and rows that change them. */
async function rigInOrder() {
  const rig = await rigWithRoute()
  const { own, at, sent, imported, checked } = rig
  const edited = 'Stop ID;From;To'
  const row = (stop: number, from: string, to: string) => `${String(own[stop]!.values['id'])};${from};${to}`
  const inTurn = (hour: number) => own.map((_, stop) => row(stop, at(hour + stop), at(hour + stop + 1)))
  const first = await imported(inTurn(5), edited)
  await sent()
  const name = (stop: number) => own[stop]!.values['label']
  return { ...rig, edited, row, inTurn, first, name, changed: (rows: readonly string[]) => checked(rows, edited) }
}

test('windows of stops that there are, and which a file changes together, are held against each other as the file makes them', async () => {
  const { own, first, inTurn, changed } = await rigInOrder()
  // Each of them by itself would contradict those that have not moved yet.
  expect(first.check).toMatchObject({ doubtful: 0, refused: 0 })
  expect(await changed(inTurn(8))).toMatchObject({ ready: own.length, doubtful: 0 })
  expect(await changed(inTurn(8).reverse())).toMatchObject({ ready: own.length, doubtful: 0 })
})

test('a window that a file makes contradict the planned order is told at its cell, and goes if a person wants it', async () => {
  const { made, own, at, row, changed, name, imported, edited, shown } = await rigInOrder()
  const early = await changed([row(1, at(1), at(2))])
  expect(foundIn(early)).toEqual([['to', 'windows-clash', 'doubt', [2]]])
  expect(early.groups[0]?.problem.values).toMatchObject({ name: name(0) })
  const late = await changed([row(0, at(22), at(23))])
  expect(foundIn(late)).toEqual([['from', 'windows-behind', 'doubt', [2]]])
  expect(late.groups[0]?.problem.values).toMatchObject({ name: name(1) })
  // Where both are changed, the one that comes later is told, whichever of them stands first in the file.
  expect(foundIn(await changed([row(1, at(3), at(4)), row(0, at(6), at(7))]))).toEqual([
    ['to', 'windows-clash', 'doubt', [2]],
  ])
  // What says nothing else of a window says nothing of the order.
  const last = own.length - 1
  expect(await changed([row(last, at(5 + last), at(6 + last))])).toMatchObject({ same: 1, doubtful: 0 })

  // By the order that is planned, whatever the panel holds.
  await made.call('sheet.act', { kind: 'checkpoint.move', ids: [own[1]!.id], route: '', to: '1', make: false })
  expect(foundIn(await changed([row(1, at(1), at(2))]))).toEqual([])
  await made.call('sheet.undo', { redo: false })

  await imported([row(1, at(1), at(2))], edited, { includeDoubtful: true })
  const staged = (await shown()).find(({ id }) => id === own[1]!.id)
  expect(staged?.warnings).toMatchObject({ windowTo: { code: 'windows-clash' } })
})

test('new stops are held against the windows that the same file gives those that there are', async () => {
  const { own, at, owner, checked, routeId, name } = await rigInOrder()
  const headings = 'Stop ID;User;Route;Label;Coordinates;From;To'
  const day = at(0).slice(0, 10)
  const minute = (at: number) => `${day} 00:${String(at).padStart(2, '0')}`
  const sooner = own.map(({ values }, stop) => `${String(values['id'])};;;;;${minute(stop)};${minute(stop + 1)}`)
  const added = `;${String(owner)};#${String(routeId)};New;52,52 13,405;${at(1)};${at(2)}`
  expect(foundIn(await checked([added, ...sooner], headings))).toEqual([])
  expect(foundIn(await checked([added], headings))).toEqual([['to', 'windows-clash', 'doubt', [2]]])
  // Once all but the last are over, the last one is what the new one comes too early for.
  const found = await checked([added, ...sooner.slice(0, -1)], headings)
  expect(foundIn(found)).toEqual([['to', 'windows-clash', 'doubt', [2]]])
  expect(found.groups[0]?.problem.values).toMatchObject({ name: name(own.length - 1) })
})

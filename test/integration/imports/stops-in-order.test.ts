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

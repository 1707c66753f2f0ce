import { expect, test } from 'vitest'
import { belongingTo, ownerOf, usersIn } from '../../../renderer/sheet/features/actions/related-rows.ts'
import { routesSheet } from '../../../shared/sheets/routes.ts'
import { usersSheet } from '../../../shared/sheets/users.ts'

test('trackers of users are those that show them as owners, or where one has no login, by the owners’ ids', () => {
  const [trackers] = usersSheet.related
  const users = [
    { id: 7, name: 'a@acme.eu' },
    { id: 8, name: 'b@acme.eu' },
  ]
  expect(belongingTo(users, trackers)).toEqual([{ is: 'oneOf', field: 'owner', values: ['a@acme.eu', 'b@acme.eu'] }])
  expect(belongingTo([...users, { id: 9, name: '' }], trackers)).toEqual([
    { is: 'oneOf', field: 'userId', values: [7, 8, 9] },
  ])
})

test('checkpoints of routes are those that name the panel’s ids of them: several routes may have one label', () => {
  const [checkpoints] = routesSheet.related
  const row = (id: number, panelId: number | null) => ({ id, values: { id: panelId, label: 'Harbour' }, marks: {} })
  const routes = [row(1, 7001), row(2, 7002)].map((route) => ownerOf(route, routesSheet))
  expect(belongingTo(routes, checkpoints)).toEqual([{ is: 'oneOf', field: 'routeId', values: [7001, 7002] }])
  expect(ownerOf({ id: 7, values: { id: 7, login: 'a@acme.eu' }, marks: {} }, usersSheet)).toEqual({
    id: 7,
    name: 'a@acme.eu',
  })
})

test('checkpoints of a route that the panel does not have yet are those that name none, and show its label', () => {
  const [checkpoints] = routesSheet.related
  const row = (id: number, panelId: number | null) => ({ id, values: { id: panelId, label: 'Harbour' }, marks: {} })
  const routes = [row(1, 7001), row(3, null)].map((route) => ownerOf(route, routesSheet))
  expect(belongingTo(routes, checkpoints)).toEqual([
    { is: 'oneOf', field: 'routeId', values: [7001, null] },
    { is: 'oneOf', field: 'route', values: ['Harbour', 'Harbour'] },
  ])
})

test('users of rows are named each once, and no one where a row has none', () => {
  expect(usersIn([[8], [7], [null], [8], [''], []])).toEqual([8, 7])
})

import { expect, test } from 'vitest'
import { belongingTo } from '../../../renderer/sheet/features/actions/related-rows.ts'
import { usersSheet } from '../../../shared/sheets/users.ts'

test('trackers of users are those that show them as owners, or where one has no login, by the owners’ ids', () => {
  const [trackers] = usersSheet.related
  const users = [
    { id: 7, name: 'a@acme.eu' },
    { id: 8, name: 'b@acme.eu' },
  ]
  expect(belongingTo(users, trackers)).toEqual({ is: 'oneOf', field: 'owner', values: ['a@acme.eu', 'b@acme.eu'] })
  expect(belongingTo([...users, { id: 9, name: '' }], trackers)).toEqual({
    is: 'oneOf',
    field: 'userId',
    values: [7, 8, 9],
  })
})

import type { User } from '../../shared/model/user.ts'
import { listUsers, readUser } from '../panel/panel-api.ts'
import type { RowReader } from './row-reader.ts'

/** Users: `user/read`, or `user/list`. */
export const userReader: RowReader<User> = {
  needs: [{ category: 'users', operation: 'read' }],
  whereabouts: (_cache, ids) => new Map(ids.map((id) => [id, { panelId: id, owner: null }])),
  ownedBy: () => new Map(),
  one: (panel, { panelId }, reading) => readUser(panel, panelId, reading),
  page: (panel, _owner, offset, reading) => listUsers(panel, { offset, ...reading }),
  panelIdOf: ({ id }) => id,
  ownerOf: () => null,
}

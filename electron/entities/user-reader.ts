import { readUser, type PanelUser } from '../panel/panel-api.ts'
import type { RowReader } from './row-reader.ts'

/** Users: by `user/read` alone, since a list does not show all that is written with every change of one. */
export const userReader: RowReader<PanelUser> = {
  needs: [{ category: 'users', operation: 'read' }],
  whereabouts: (_cache, ids) => new Map(ids.map((id) => [id, { panelId: id, owner: null }])),
  ownedBy: () => new Map(),
  one: (panel, { panelId }, reading) => readUser(panel, panelId, reading),
  panelIdOf: ({ id }) => id,
  ownerOf: () => null,
}

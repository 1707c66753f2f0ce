import { listTrackers, readTracker, type PanelTracker } from '../panel/panel-api.ts'
import { panelIds } from './panel-ids.ts'
import type { RowReader } from './row-reader.ts'

/** Trackers: `tracker/read`, or `tracker/list` of one user or of all. */
export const trackerReader: RowReader<PanelTracker> = {
  needs: [{ category: 'trackers', operation: 'read' }],
  whereabouts(cache, ids) {
    const known = cache.byIds('tracker', ids)
    const panelIdOf = panelIds(cache, ids)
    return new Map(ids.map((id) => [id, { panelId: panelIdOf(id), owner: known.get(id)?.userId ?? null }]))
  },
  ownedBy: (cache, users) => cache.trackers.countByUser(users),
  one: (panel, { panelId }, reading) => readTracker(panel, panelId, reading),
  page: (panel, user, offset, reading) =>
    listTrackers(panel, { ...(user === null ? {} : { userId: user }), offset, ...reading }),
  panelIdOf: ({ panelId }) => panelId,
  ownerOf: ({ userId }) => userId || null,
}

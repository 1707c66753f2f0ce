import { fail } from '../../shared/problem.ts'
import type { Line } from '../panel/line.ts'
import type { Panel } from '../panel/panel.ts'
import { userSession } from '../../shared/operations/task.ts'
import { readRoute, readStop, type PanelCheckpoint, type PanelRoute } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import type { RowReader, Whereabouts } from './row-reader.ts'

/** The line to the user whom a row belongs to: nobody else is shown it. */
function lineOf(panel: Panel, { owner }: Whereabouts): Line {
  // A row that the cache has lost belongs to nobody that we know.
  return owner === null ? fail('row-gone') : panel.at({ api: 'user', user: owner })
}

/** What routes and checkpoints have in common: each is read by itself, for lists of them have no pages. */
function taskReader(name: 'route' | 'checkpoint') {
  return {
    needs: [userSession],
    whereabouts(cache: Cache, ids: readonly number[]): ReadonlyMap<number, Whereabouts> {
      const known: ReadonlyMap<number, { readonly userId: number }> = cache.byIds(name, ids)
      const panelIds = cache.panelIdsOf(name, ids)
      return new Map(ids.map((id) => [id, { panelId: panelIds.get(id) ?? id, owner: known.get(id)?.userId ?? null }]))
    },
    ownedBy: (_cache: Cache, owners: readonly number[]) => new Map(owners.map((owner) => [owner, Infinity])),
    panelIdOf: ({ panelId }: { readonly panelId: number }) => panelId,
    ownerOf: () => null,
  }
}

/** Routes: `task/route/read`. */
export const routeReader: RowReader<PanelRoute> = {
  ...taskReader('route'),
  one: async (panel, at, reading) => readRoute(lineOf(panel, at), at.panelId, reading),
}

/** Checkpoints, and single tasks: `task/checkpoint/read`, and `task/read` of what is none. */
export const checkpointReader: RowReader<PanelCheckpoint> = {
  ...taskReader('checkpoint'),
  one: async (panel, at, reading) => readStop(lineOf(panel, at), at.panelId, reading),
}

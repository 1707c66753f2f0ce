import type { Condition } from '../../shared/contract/looking.ts'
import type { FleetGlance } from '../../shared/contract/fleet.ts'
import type { Cache } from './cache.ts'
import { conditionsOf } from './sheet/conditions.ts'
import { sources } from './sheet/sources.ts'

/** Counts trackers as their sheet shows them, staged values over pulled ones. Each is a question of its own. */
export interface FleetCounts {
  /** How many fulfil all of these; all of them where there is none. */
  count(filter: readonly Condition[]): number
  /** How many are in each state of connection, most first. */
  byConnection(): { readonly state: string; readonly trackers: number }[]
  /** Those that came last, newest first. */
  newest(most: number): FleetGlance['newest']
}

/** The counts over the sheet of trackers, once what is staged has been laid over it. */
export function fleetCounts({ database, lookOver }: Pick<Cache, 'database' | 'lookOver'>): FleetCounts {
  const { shown } = sources.trackers
  const selectStates = database.prepare<[], { state: string; trackers: number }>(
    `SELECT connection AS state, count(*) AS trackers FROM ${shown} GROUP BY connection ORDER BY trackers DESC, connection`,
  )
  const selectNewest = database.prepare<[number], FleetGlance['newest'][number]>(
    `SELECT id, label, owner, created FROM ${shown} WHERE created > '' ORDER BY created DESC, id DESC LIMIT +?`,
  )
  return {
    count(filter) {
      lookOver()
      const pieces = conditionsOf({
        ...{ sheet: 'trackers', search: '', sort: [], filter: [...filter], only: 'all' },
        ...{ group: null, folded: [], foldOthers: false },
      })
      const where = pieces.map(({ sql }) => `(${sql})`).join(' AND ') || 'TRUE'
      const count = database
        .prepare<(string | number)[], number>(`SELECT count(*) FROM ${shown} WHERE ${where}`)
        .pluck()
      return count.get(...pieces.flatMap(({ bound }) => bound)) ?? 0
    },
    byConnection: () => selectStates.all(),
    newest: (most) => selectNewest.all(most),
  }
}

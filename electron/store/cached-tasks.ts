import type { Tag } from '../../shared/rules/tags.ts'
import { idIn } from '../../shared/rules/reference.ts'
import { commit, type Sqlite } from './database.ts'
import { fold } from './folding.ts'
import { inList, many } from './in-sql.ts'
import type { Statement } from './statements.ts'

/** Days of the calendar, both included, such as `2026-12-01`. */
interface Days {
  readonly from: string
  readonly to: string
}

/** Routes and checkpoints as they were pulled, user by user. */
export interface CachedTasks {
  /** The panel's ids of a user's routes that have a window on these days. */
  routesOf(user: number, days: Days): number[]
  /**
   * Our ids of a user's routes that a text names, as they are shown: by what they are called, in whatever case, or by
   * `#` and the panel's id.
   */
  routesCalled(user: number, text: string): number[]
  /** Our ids of the routes of whichever users that texts name, likewise, or by the panel's id alone. */
  routesNamed(texts: readonly string[]): ReadonlyMap<string, readonly number[]>
  /** The panel's ids of the checkpoints of routes, by the panel's ids of these. */
  checkpointsOf(routes: readonly number[]): number[]
  /** Takes routes away that are gone, by the panel's ids, and their checkpoints with them. */
  removeRoutes(panelIds: readonly number[]): void
  /** The panel's ids of a user's single tasks. */
  singleTasksOf(user: number): number[]
  /** Takes checkpoints and single tasks away that are gone, but those that an outcome later than `asked` has changed. */
  removeCheckpoints(panelIds: readonly number[], asked: number): void
  /** Takes away all routes and single tasks but those of these users on these days, at once; answers whether there were any. */
  keepOnly(users: readonly number[], days: Days): boolean
  /** The time zones of users, as their routes have told. */
  timeZonesOf(users: readonly number[]): ReadonlyMap<number, string>
  /** The tags of a user, as they were pulled with their routes. */
  tagsOf(user: number): readonly Tag[]
  /** The tags of all users. */
  allTags(): readonly (Tag & { readonly userId: number })[]
  setTags(user: number, tags: readonly Tag[]): void
  /** When the routes of each user were pulled last: milliseconds since 1970, UTC. */
  pulledAt(): ReadonlyMap<number, number>
  setPulledAt(user: number, at: number): void
}

/** A route has a window on these days: its last ends no sooner than they begin, its first begins no later than they end. */
const onDays = `(window_to = '' OR window_to >= @from) AND (window_from = '' OR window_from < date(@to, '+1 day'))`

/** The routes and checkpoints of an open cache. */
export function cachedTasks(database: Sqlite): CachedTasks {
  const selectRoutes = database
    .prepare<[{ user: number } & Days], number>(`SELECT panel_id FROM route WHERE user_id = @user AND ${onDays}`)
    .pluck()
  const selectCheckpoints = database
    .prepare<[string], number>(`SELECT panel_id FROM checkpoint WHERE route_id ${inList}`)
    .pluck()
  const deleteRoutes = database.prepare<[string]>(`DELETE FROM route WHERE panel_id ${inList}`)
  const selectSingle = database
    .prepare<[number], number>('SELECT panel_id FROM checkpoint WHERE user_id = ? AND route_row IS NULL')
    .pluck()
  const deleteCheckpoints = database.prepare<[string, number]>(
    `DELETE FROM checkpoint WHERE panel_id ${inList} AND outcome <= ?`,
  )
  const deleteCheckpointsOf = database.prepare<[string]>(`DELETE FROM checkpoint WHERE route_id ${inList}`)
  const selectOthers = database
    .prepare<[{ users: string } & Days], number>(
      `SELECT panel_id FROM route WHERE user_id NOT IN (SELECT value FROM json_each(@users)) OR NOT (${onDays})`,
    )
    .pluck()
  const deleteSingleOfOthers = database.prepare<[{ users: string } & Days]>(
    `DELETE FROM checkpoint WHERE route_row IS NULL
     AND (user_id NOT IN (SELECT value FROM json_each(@users)) OR NOT (${onDays}))`,
  )
  const forgetUsers = database.prepare<[string]>(`DELETE FROM routes_of WHERE NOT user ${inList}`)
  const selectTags = database.prepare<[number], Tag>('SELECT id, name FROM tag WHERE user_id = ? ORDER BY id')
  const selectAllTags = database.prepare<[], Tag & { userId: number }>(
    'SELECT user_id AS userId, id, name FROM tag ORDER BY user_id, id',
  )
  const deleteTags = database.prepare<[number]>('DELETE FROM tag WHERE user_id = ?')
  const writeTag = database.prepare<[number, number, string]>('INSERT OR REPLACE INTO tag VALUES (?, ?, ?)')
  const selectPulled = database.prepare<[], { user: number; at: number }>('SELECT user, pulled_at AS at FROM routes_of')
  const selectZones = database.prepare<[string], { user: number; zone: string }>(
    `SELECT user_id AS user, max(time_zone) AS zone FROM route WHERE user_id ${inList} GROUP BY user_id`,
  )
  const writePulled = database.prepare<[number, number]>(
    'INSERT INTO routes_of VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET pulled_at = excluded.pulled_at',
  )

  let selectCalled: Statement<[number, string, string], number> | null = null

  function removeRoutes(panelIds: readonly number[]): void {
    deleteCheckpointsOf.run(many(panelIds))
    deleteRoutes.run(many(panelIds))
  }

  return {
    routesOf: (user, { from, to }) => selectRoutes.all({ user, from, to }),
    routesCalled(user, text) {
      // What is shown is laid over the cache after this.
      selectCalled ??= database
        .prepare<[number, string, string], number>(
          `SELECT id FROM shown_route WHERE user_id = ? AND (label_folded = ? OR '#' || panel_id = ?) ORDER BY id`,
        )
        .pluck()
      const named = text.trim()
      return selectCalled.all(user, fold(named), named)
    },
    routesNamed(texts) {
      const byKey = new Map<string, number[]>()
      const rows = database
        .prepare<[string, string], { id: number; label: string; panelId: number | null }>(
          `SELECT id, label_folded AS label, panel_id AS panelId FROM shown_route
           WHERE label_folded ${inList} OR panel_id ${inList} ORDER BY id`,
        )
        .all(many(texts.map(fold)), many(texts.flatMap((text) => idIn(text) ?? [])))
      for (const { id, label, panelId } of rows) {
        for (const key of new Set([label, ...(panelId === null ? [] : [`#${panelId}`, String(panelId)])])) {
          byKey.set(key, [...(byKey.get(key) ?? []), id])
        }
      }
      return new Map(texts.map((text) => [text, byKey.get(fold(text)) ?? []]))
    },
    checkpointsOf: (routes) => selectCheckpoints.all(many(routes)),
    removeRoutes,
    singleTasksOf: (user) => selectSingle.all(user),
    removeCheckpoints: (panelIds, asked) => void deleteCheckpoints.run(many(panelIds), asked),
    keepOnly: (users, { from, to }) =>
      commit(database, () => {
        const others = selectOthers.all({ users: many(users), from, to })
        removeRoutes(others)
        const tasks = deleteSingleOfOthers.run({ users: many(users), from, to }).changes
        forgetUsers.run(many(users))
        return others.length + tasks > 0
      }),
    timeZonesOf: (users) => new Map(selectZones.all(many(users)).map(({ user, zone }) => [user, zone])),
    tagsOf: (user) => selectTags.all(user),
    allTags: () => selectAllTags.all(),
    setTags(user, tags) {
      deleteTags.run(user)
      for (const { id, name } of tags) writeTag.run(user, id, name)
    },
    pulledAt: () => new Map(selectPulled.all().map(({ user, at }) => [user, at])),
    setPulledAt: (user, at) => void writePulled.run(user, at),
  }
}

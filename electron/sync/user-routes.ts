import type { RouteChoice } from '../../shared/contract/routes.ts'
import type { Line, Reading } from '../panel/line.ts'
import type { Panel } from '../panel/panel.ts'
import {
  listCheckpoints,
  listRoutes,
  listTasks,
  readRoute,
  readTags,
  readTimeZone,
  readTrackerNames,
  type PanelCheckpoint,
  type PanelRoute,
} from '../panel/task-api.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import { routeRow, stopRow, taskRow, type UserNames } from './pulled-tasks.ts'

/** Days from the first to the last, as they are chosen. */
type Days = Omit<RouteChoice, 'users'>

/** Reads the routes of one user, in a session of theirs. */
export interface UserRoutes {
  /**
   * Brings those of these days into the cache, with stops, single tasks and tags, in one commit; answers whether it did:
   * not once it is aborted.
   */
  pull(user: number, days: RouteChoice, signal: AbortSignal): Promise<boolean>
  /** Whether there are some on these days; the session of one who has none, and had none before, is let go. */
  areThere(user: number, days: Days, signal: AbortSignal): Promise<boolean>
}

/** Routes that the list shows no more, by the panel's ids. */
interface Left {
  readonly gone: readonly number[]
  /** They are on other days by now. */
  readonly elsewhere: readonly number[]
}

export function createUserRoutes({ cache, panel, clock }: { cache: Cache; panel: Panel; clock: Clock }): UserRoutes {
  /** Of routes that the list shows no more those that are gone, and those that are on other days: each is asked for by itself. */
  async function leftOf(line: Line, missed: readonly number[], days: RouteChoice, reading: Reading): Promise<Left> {
    const [gone, elsewhere]: [number[], number[]] = [[], []]
    for (const id of missed) {
      const route = await readRoute(line, id, reading)
      if (route === null) gone.push(id)
      else if (!isOn(route, days)) elsewhere.push(id)
    }
    return { gone, elsewhere }
  }

  function write(pulled: {
    user: number
    routes: readonly PanelRoute[]
    checkpoints: readonly PanelCheckpoint[]
    tasks: readonly PanelCheckpoint[]
    left: Left
    names: UserNames
    asked: number
  }): void {
    const { user, routes, tasks, left, names, asked } = pulled
    const byId = new Map(pulled.checkpoints.map((checkpoint) => [checkpoint.panelId, checkpoint]))
    const panelIds = routes.map(({ panelId }) => panelId)
    const there = new Set(routes.flatMap(({ checkpointIds }) => checkpointIds.filter((id) => byId.has(id))))
    for (const { panelId } of tasks) there.add(panelId)
    const missed = (ids: readonly number[]) => ids.filter((id) => !there.has(id))
    cache.removeGone('checkpoint', missed(cache.tasks.checkpointsOf(panelIds)), asked)
    // A single task may be on another day.
    cache.tasks.removeCheckpoints(missed(cache.tasks.singleTasksOf(user)), asked)
    cache.removeGone('route', left.gone, asked)
    cache.tasks.removeRoutes([...left.gone, ...left.elsewhere])
    cache.beginPull()
    cache.writePage(
      'route',
      routes.map((route) => routeRow(user, route, names)),
      asked,
    )
    const rows = cache.fieldsBy('route', 'panelId', panelIds, [])
    const single = new Set(tasks.map(({ panelId }) => panelId))
    const checkpoints = routes.flatMap((route) => {
      const ours = rows.get(route.panelId)?.[0]?.id
      // One that we have deleted since.
      if (ours === undefined) return []
      return route.checkpointIds.flatMap((id, at) => {
        const checkpoint = byId.get(id)
        if (!checkpoint || single.has(id)) return []
        return [stopRow(user, { ...route, ours }, checkpoint, at + 1, names)]
      })
    })
    cache.writePage('checkpoint', [...checkpoints, ...tasks.map((task) => taskRow(user, task, names))], asked)
  }

  return {
    async pull(user, days, signal) {
      const line = panel.at({ api: 'user', user })
      const reading = { signal }
      const asked = cache.applied()
      const timeZone = await readTimeZone(line, reading)
      const [tags, trackers] = await Promise.all([readTags(line, reading), readTrackerNames(line, reading)])
      const span = spanOf(days)
      const routes = await listRoutes(line, span, reading)
      const checkpoints = await listCheckpoints(
        line,
        routes.flatMap(({ checkpointIds }) => checkpointIds),
        reading,
      )
      // After those: what has left its route in between is found here.
      const tasks = await listTasks(line, span, reading)
      const shown = new Set(routes.map(({ panelId }) => panelId))
      const missed = cache.tasks.routesOf(user, days).filter((id) => !shown.has(id))
      const left = await leftOf(line, missed, days, reading)
      if (signal.aborted) return false
      // A route without its stops would be believed, and so would one of a user of whom it is not known when they were read.
      cache.commit(() => {
        write({ user, routes, checkpoints, tasks, left, names: { timeZone, tags, trackers }, asked })
        cache.tasks.setTags(
          user,
          [...tags].map(([id, name]) => ({ id, name })),
        )
        cache.tasks.setPulledAt(user, clock.now())
      })
      return true
    },
    async areThere(user, days, signal) {
      const at = { api: 'user', user } as const
      const isNew = !panel.knows(at)
      const routes = await listRoutes(panel.at(at), spanOf(days), { signal })
      if (routes.length === 0 && isNew) await panel.leaveFor(at)
      return routes.length > 0
    },
  }
}

/** Days as moments from their beginning to their end. */
const spanOf = ({ from, to }: Days) => ({ from: `${from} 00:00:00`, to: `${to} 23:59:59` })

/** Whether a route has a window on these days. */
function isOn({ windowFrom, windowTo }: PanelRoute, { from, to }: RouteChoice): boolean {
  return windowTo >= from && windowFrom.slice(0, 10) <= to
}

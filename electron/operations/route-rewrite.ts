import { z } from 'zod'
import { isBegun } from '../../shared/operations/task.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { momentAt } from '../../shared/rules/moment.ts'
import { windowClashes } from '../../shared/rules/windows.ts'
import { readWholeRoute, type PanelCheckpoint, type PanelRoute } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import { routeObject, stopObject, tagsOf, type Stop } from './task-objects.ts'
import type { Executable, Narrowed, Rewrite, Surroundings, Whole } from './executor.ts'

/** What the windows and states of stops decide: whether a route can be written as a whole. */
type Standing = Pick<Checkpoint, 'status' | 'windowFrom' | 'windowTo'>

/**
 * Whether the panel takes all stops of a route at once: nobody has begun with any, no window is over, and none ends before
 * one of those in front of it begins. (panel-additions.md, C1 and C5; user-tasks-openapi.json, /task/route/update)
 */
function isTakenWhole(stops: readonly Standing[], now: string | null): boolean {
  const isOpen = ({ status, windowTo }: Standing) => !isBegun(status) && (now === null || windowTo >= now)
  return stops.every(isOpen) && windowClashes(stops).length === 0
}

/** A route as it was read, and its user's zone; an empty one where that is not known. */
const heldRoute = z.object({ route: z.custom<PanelRoute>(), zone: z.string(), isCertain: z.boolean() })

/** Reads a route with all of its stops; null where its user has none any more. */
export async function wholeRoute(
  { user, route }: { readonly user: number; readonly route: number },
  { panel, cache, signal }: Pick<Surroundings, 'panel' | 'cache' | 'signal'>,
  onLeaving?: () => void,
): Promise<Whole<PanelCheckpoint> | null> {
  const panelId = cache.panelIdsOf('route', [route]).get(route) ?? route
  const found = await readWholeRoute(panel.at({ api: 'user', user }), panelId, { signal, onLeaving })
  if (found === null) return null
  const known = new Map(
    [
      ...cache.fieldsBy(
        'checkpoint',
        'panelId',
        found.stops.map((stop) => stop.panelId),
        [],
      ),
    ].map(([id, rows]) => [id, rows[0]?.id]),
  )
  const zone = cache.byIds('route', [route]).get(route)?.timeZone ?? ''
  const parts = new Map(found.stops.map((stop) => [known.get(stop.panelId) ?? stop.panelId, stop]))
  const isCertain = found.isCertain && parts.size === found.stops.length
  return { held: { route: found.route, zone, isCertain }, parts }
}

/**
 * `task/route/update` with all stops: what several operations make of a route, at once. It deletes whatever it leaves out,
 * so it has every stop that was read just before, in the order in which they are to stand. `changed` says what they are
 * to be. (panel-api.md, section 8.2)
 */
export function routeRewrite<Params extends { readonly user: number; readonly route: number }>(
  changed: <Held extends Stop>(
    operations: readonly Executable<Params>[],
    stops: ReadonlyMap<number, Held>,
  ) => ReadonlyMap<number, Held>,
): Rewrite<Params, PanelCheckpoint> {
  return {
    read: wholeRoute,
    nameOf: ({ label }) => label,
    request(operations, { held, parts }, at) {
      const { route, zone, isCertain } = heldRoute.parse(held)
      const stops = [...changed(operations, parts).values()]
      if (!isCertain || stops.length !== parts.size || !isTakenWhole(stops, momentAt(zone, at))) return null
      return {
        path: 'task/route/update',
        body: {
          route: { ...routeObject(route), checkpoint_ids: stops.map(({ panelId }) => panelId) },
          checkpoints: stops.map((stop) => ({ id: stop.panelId, ...stopObject(stop), ...tagsOf(stop) })),
          create_form: false,
        },
      }
    },
    foreseen(operations, cache, at) {
      const { route } = operations[0]?.params ?? fail('unexpected')
      const stops = plannedNow(cache, route)
      const zone = [...stops.values()][0]?.timeZone ?? ''
      return isTakenWhole([...changed(operations, stops).values()], momentAt(zone, at))
    },
  }
}

/** The stops of a route as the cache has them, in their order. */
function plannedNow(cache: Cache, route: number): ReadonlyMap<number, Checkpoint> {
  const ids = (cache.fieldsBy('checkpoint', 'routeRow', [route], []).get(route) ?? []).map(({ id }) => id)
  const stops = [...cache.byIds('checkpoint', ids).values()].sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  return new Map(stops.map((stop) => [stop.id, stop]))
}

/** What was refused for the whole of a route goes once more, each by itself. */
export function eachByItself(operations: readonly Executable<unknown>[]): Promise<Narrowed | null> {
  if (operations.length < 2) return Promise.resolve(null)
  return Promise.resolve({ rejected: new Map(), parts: new Map(operations.map(({ id }) => [id, String(id)])) })
}

import { laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { plannedOrder, plannedStops } from './planned-stops.ts'
import { movedWithin, reordered } from './stop-order.ts'
import { before, movedTo, movedToNew, routeBy } from './stops-to-route.ts'
import { joined, joiningOf } from './task-transmute.ts'
import type { ActedOn, ActionOf, Instead, Meant, Surrounding, WholeAction } from './whole-action.ts'

/** The same for single tasks that are to be stops by then: where no stop of that route is moved, and they along with it. */
function movedWhereTheyCome(ids: readonly number[], to: string, on: ActedOn<Checkpoint>): readonly Meant[] | null {
  const chosen = on.cache.byIds('checkpoint', ids)
  const alongWith = new Set([...chosen.values()].map(({ routeRow }) => routeRow))
  const tasks = ids.filter((id) => chosen.get(id)?.routeRow === null)
  const routes = new Set(tasks.flatMap((id) => joiningOf(id, on.inLane).map(({ params }) => params.route)))
  if (routes.size === 0) return null
  return [...routes].flatMap((route) =>
    alongWith.has(route) ? [] : movedWithin({ ids, to, route, operations: on.inLane(laneOfStops(route)), on }),
  )
}

/** Of stops that were chosen one of each route, for all of them; of single tasks one of each user. */
export function byRoute(): Instead<Checkpoint> {
  const wholes = new Map<string, { readonly row: Checkpoint; rows: number }>()
  return {
    of(chosen) {
      for (const row of chosen) {
        const key = row.routeRow === null ? `tasks of ${row.userId}` : String(row.routeRow)
        const known = wholes.get(key)
        if (known) known.rows += 1
        else wholes.set(key, { row, rows: 1 })
      }
      return [...wholes.values()]
    },
  }
}

/**
 * Stops that come to stand elsewhere, next to each other: in their route, or in another one of their user. Single tasks
 * come into one.
 */
export const moveStops: WholeAction<ActionOf<'checkpoint.move'>, Checkpoint> = {
  onNew: 'same',
  instead({ route: named, make }, cache) {
    const wholes = byRoute()
    return {
      of(chosen) {
        const all = wholes.of(chosen)
        const [first] = all
        // Each would make one of that name.
        const isNew = make && first && cache.tasks.routesCalled(first.row.userId, named).length === 0
        return isNew && all.length > 1 ? [] : all
      },
    }
  },
  several({ ids, route: named, to, make }, on) {
    const { userId, routeRow: route } = on.row
    const [found, ...others] = named.trim() === '' ? [] : on.cache.tasks.routesCalled(userId, named)
    if (others.length > 0) return null
    if (route === null) {
      const target = found === undefined ? null : routeBy(found, on)
      if (named.trim() !== '') return target && joined(target, { ids, before: before(to) }, on)
      return movedWhereTheyCome(ids, to, on)
    }
    const moving = { ids, to, route, operations: on.inLane(laneOfStops(route)), on }
    if (named.trim() === '') return movedWithin(moving)
    if (found === undefined) return make ? movedToNew(named.trim(), moving) : null
    if (found === route) return movedWithin({ ...moving, to: to.trim() === '' ? String(lastPlace) : to })
    const target = routeBy(found, on)
    return target && movedTo(target, { ...moving, before: before(to) })
  },
}

/** What some of the stops of a route, or all of them, come to that are turned round in the places which they have together. */
function reversed(route: number, ids: readonly number[] | null, on: Surrounding): readonly Meant[] {
  const operations = on.inLane(laneOfStops(route))
  const planned = plannedOrder(on.cache, route, operations)
  const staying = plannedStops(on.cache, route, operations)
  const chosen = new Set(ids ?? planned)
  const isTurned = (row: number): boolean => chosen.has(row) && staying.has(row)
  const turned = planned.filter(isTurned)
  const wanted = planned.map((row) => (isTurned(row) ? (turned.pop() ?? row) : row))
  return reordered({ ids: [...chosen], route, operations, on }, wanted)
}

/** The chosen stops of each route, turned round. */
export const reverseStops: WholeAction<ActionOf<'checkpoint.reverse'>, Checkpoint> = {
  onNew: 'same',
  instead: () => byRoute(),
  // Single tasks have no order.
  several: ({ ids }, on) => (on.row.routeRow === null ? null : reversed(on.row.routeRow, ids, on)),
}

/** All stops of each route, turned round. */
export const reverseRoutes: WholeAction<ActionOf<'route.reverse'>, Route> = {
  onNew: 'same',
  several: (_, on) => reversed(on.row.id, null, on),
}

/** Further down than any stop stands. */
const lastPlace = 999_999

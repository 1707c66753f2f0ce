import type { PutPlace } from '../../shared/actions/action.ts'
import { laneOfRow } from '../../shared/entities/entity.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { rowMadeBy } from '../../shared/operations/catalogue.ts'
import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { isBegun, laneOfStops } from '../../shared/operations/task.ts'
import { likeStop } from './checkpoint-create.ts'
import { newRow } from './making.ts'
import { newStopsOf, plannedOrder, plannedStops, standingSo, type StandingBefore } from './planned-stops.ts'
import { byRoute } from './stop-actions.ts'
import { reordered } from './stop-order.ts'
import { movedTo, routeBy } from './stops-to-route.ts'
import { joined, joiningOf } from './task-transmute.ts'
import type { ActedOn, ActionOf, Meant, Surrounding, WholeAction } from './whole-action.ts'

/** Our id of the route in which a row stands, or will; null where it is in none. */
function routeOf(row: number, { cache, inLane }: Surrounding): number | null {
  const known = cache.byIds('checkpoint', [row]).get(row)
  if (known) return known.routeRow ?? joiningOf(row, inLane)[0]?.params.route ?? null
  for (const { kind, params } of inLane(laneOfRow({ entity: 'checkpoint', id: row }))) {
    const made = rowMadeBy(kind, params)
    if (made?.entity === 'checkpoint' && made.id === row) return (made.held as unknown as Checkpoint).routeRow
  }
  return null
}

/** The route in which a row stands beside which others are put, and how many of its stops stand before these. */
interface Spot {
  readonly route: number
  readonly before: StandingBefore
}

/** Where rows are put beside another one: behind those of them that have come there before. Null where that has no place. */
function spotBeside({ row, side }: PutPlace, ids: readonly number[], on: Surrounding): Spot | null {
  const route = routeOf(row, on)
  if (route === null) return null
  const operations = on.inLane(laneOfStops(route))
  const order = plannedOrder(on.cache, route, operations)
  const at = order.indexOf(row)
  if (at < 0) return null
  const ours = new Set(ids)
  for (const { kind, params } of operations) {
    const { data } = checkpointCreateKind.params.safeParse(params)
    if (kind === checkpointCreateKind.name && data?.row && data.replaces !== null && ours.has(data.replaces))
      ours.add(data.row)
  }
  let end = at
  if (side === 'behind')
    do end += 1
    while (ours.has(order[end] ?? 0))
  const before = new Set(order.slice(0, end))
  return { route, before: (stops) => stops.filter((stop) => before.has(stop)).length }
}

/** An order in which these rows stand next to each other, behind so many of the others. */
function orderWithBehind(order: readonly number[], moved: ReadonlySet<number>, before: StandingBefore): number[] {
  const others = order.filter((row) => !moved.has(row))
  const place = before(others)
  return [...others.slice(0, place), ...order.filter((row) => moved.has(row)), ...others.slice(place)]
}

/**
 * Stops that are put beside another one, of each route together, in the order in which they were cut: within its route
 * they move, out of others they go there, and single tasks come into it. What somebody has begun with stays.
 */
export const putStops: WholeAction<ActionOf<'checkpoint.put'>, Checkpoint> = {
  onNew: 'same',
  instead({ ids }) {
    const wholes = byRoute()
    const places = new Map(ids.map((id, at) => [id, at]))
    const inOrder = (rows: readonly Checkpoint[]) =>
      [...rows].sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
    return { of: (chosen) => wholes.of(inOrder(chosen.filter(({ status }) => !isBegun(status)))) }
  },
  several({ ids: all, beside }, on) {
    const { cache, inLane, row: first } = on
    const ids = all.filter((id) => !isBegun(cache.byIds('checkpoint', [id]).get(id)?.status))
    const spot = spotBeside(beside, ids, on)
    const target = spot && routeBy(spot.route, on)
    if (!spot || target?.userId !== first.userId) return null
    const operations = inLane(laneOfStops(spot.route))
    const within = (): readonly Meant[] => {
      const order = plannedOrder(cache, spot.route, operations)
      const wanted = orderWithBehind(order, new Set(ids), spot.before)
      return reordered({ ids, route: spot.route, operations, on }, wanted)
    }
    if (first.routeRow === null) {
      const tasks = [...cache.byIds('checkpoint', ids).values()].filter(({ routeRow }) => routeRow === null)
      // Those that are to be stops there by then only move.
      const areThere = tasks.every(({ id }) => joiningOf(id, inLane)[0]?.params.route === spot.route)
      return areThere ? within() : joined(target, { ids, before: spot.before }, on)
    }
    if (first.routeRow === spot.route) return within()
    const leaving = inLane(laneOfStops(first.routeRow))
    return movedTo(target, { ids, before: spot.before, route: first.routeRow, operations: leaving, on })
  },
}

/**
 * Stops that are made beside another one, each like one that was copied, as that is planned, without its external id. For
 * another user tags and the account's own fields stay behind. Single tasks are not copied.
 */
export const putCopies: WholeAction<ActionOf<'checkpoint.putCopies'>, Checkpoint> = {
  onNew: 'same',
  instead() {
    let first: Checkpoint | undefined
    let rows = 0
    return {
      of(chosen) {
        const stops = chosen.filter(({ routeRow }) => routeRow !== null)
        first ??= stops[0]
        rows += stops.length
        return first ? [{ row: first, rows }] : []
      },
    }
  },
  several({ ids, beside }, on) {
    const { cache, inLane } = on
    const spot = spotBeside(beside, [], on)
    const target = spot && routeBy(spot.route, on)
    if (!spot || !target) return null
    const stops = copied(ids, on)
    const there = inLane(laneOfStops(spot.route))
    const order = plannedOrder(cache, spot.route, there)
    const staying = plannedStops(cache, spot.route, there)
    const standing = order.filter((row) => staying.has(row))
    const before = spot.before(standing)
    const coming = stops.map((stop) => ({ stop, ...newRow('checkpoint', on) }))
    const wanted = [...standing.slice(0, before), ...coming.map(({ row }) => row), ...standing.slice(before)]
    const isNew = target.panelId === null
    const makings = isNew ? newStopsOf(order, there) : null
    const { userId: user, trackerId, tracker } = target
    return [
      ...(makings ? standingSo(wanted, makings) : []),
      ...coming.map(({ stop, own, row }, index): Meant => {
        const { shown, tagIds, custom, ...like } = likeStop(stop)
        const isOwn = stop.userId === user
        const at = before + index
        return {
          kind: 'checkpoint.create',
          subject: stop.label,
          params: {
            ...{ ...like, row, token: own, user, route: spot.route, assigned: trackerId !== null },
            ...{ behind: isNew ? null : (wanted[at - 1] ?? null), replaces: null, was: [] },
            ...{ ownTags: true, tagIds: isOwn ? tagIds : [], custom: isOwn ? custom : '' },
            shown: {
              ...{ routeId: target.panelId, route: target.label, position: at + 1, trackerId, tracker },
              ...{ timeZone: target.timeZone || shown.timeZone, tags: isOwn ? shown.tags : '' },
            },
          },
        }
      }),
    ]
  },
}

/** Stops as they are planned, in the order of these ids; what is a single task is none. */
function copied(ids: readonly number[], on: ActedOn<Checkpoint>): Checkpoint[] {
  const planned = new Map<number, ReadonlyMap<number, Checkpoint>>()
  return ids.flatMap((id) => {
    const route = routeOf(id, on)
    if (route === null) return []
    const stops = planned.get(route) ?? plannedStops(on.cache, route, on.inLane(laneOfStops(route)))
    planned.set(route, stops)
    const stop = stops.get(id) ?? on.cache.byIds('checkpoint', [id]).get(id)
    return stop?.routeRow == null ? [] : [stop]
  })
}

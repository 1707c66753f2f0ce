import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { checkpointUpdateKind } from '../../shared/operations/checkpoint-update.ts'
import { isOwnId, laneOfRow } from '../../shared/entities/entity.ts'
import { rowMadeBy, type ParamsOf } from '../../shared/operations/catalogue.ts'
import { routeCreateKind } from '../../shared/operations/route-create.ts'
import { isBegun, laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { fail, type ProblemCode } from '../../shared/problem.ts'
import { readPlace } from '../../shared/rules/place.ts'
import type { Operation } from '../store/operation.ts'
import { likeStop } from './checkpoint-create.ts'
import { neededIn, newStopsOf, plannedOrder, plannedStops, standingSo, type StandingBefore } from './planned-stops.ts'
import { driverName } from './route-effects.ts'
import type { Moving, Reordering } from './stop-order.ts'
import { holds, holdsTags } from './task-objects.ts'
import { takenBack, type ActedOn, type Meant, type Partly } from './whole-action.ts'

/** Stops of a route that come into another one, behind so many of its stops. */
interface Leaving extends Reordering {
  readonly before: StandingBefore
  readonly on: ActedOn<Checkpoint>
}

/** A route as it is planned: one that the panel has, or one that is to be made. */
export function routeBy(id: number, { cache, inLane }: ActedOn<Checkpoint>): Route | null {
  const known = cache.byIds('route', [id]).get(id)
  if (known) return known
  for (const { kind, params } of inLane(laneOfRow({ entity: 'route', id }))) {
    const made = rowMadeBy(kind, params)
    if (made?.entity !== 'route' || made.id !== id) continue
    const held = made.held as Omit<Route, 'id' | 'panelId' | 'tracker'>
    return { ...held, id, panelId: null, tracker: driverName(cache, held.trackerId) }
  }
  return null
}

/** How many stops of another route stand before those that a text sends there: all of them, unless it says a number. */
export const before =
  (to: string): StandingBefore =>
  ({ length }) => {
    const place = readPlace(to)
    return place && 'at' in place ? Math.min(place.at - 1, length) : length
  }

/**
 * The panel leaves a stop in its route. So another one is made, with all that it has as it is planned, and the old one
 * deleted once that is there; what was staged for the old one goes over to the new one. A stop that is new itself is made
 * in the other route instead. What somebody has begun with stays.
 */
export function movedTo(target: Route, { ids, before: standingBefore, route, operations, on }: Leaving): Partly {
  const { cache, inLane, token, ownId } = on
  const stops = plannedStops(cache, route, operations)
  const chosen = new Set(ids)
  const makers = makersOf(operations)
  const needed = neededIn(operations)
  const asked = plannedOrder(cache, route, operations).flatMap((id) => {
    const stop = stops.get(id)
    return stop && chosen.has(id) ? [{ stop, making: makers.get(id) ?? null }] : []
  })
  const whyStaying = ({ stop, making }: (typeof asked)[number]): ProblemCode | null => {
    if (making) return needed.has(stop.id) ? 'stop-before-others' : null
    return isBegun(stop.status) ? 'stop-begun-stays' : null
  }
  // What is a single task still comes into another route by itself.
  const mayLeave = ({ stop, making }: (typeof asked)[number]): boolean =>
    making !== null || (!isOwnId(stop.id) && stop.routeRow === route)
  const leaving = asked.filter((one) => mayLeave(one) && whyStaying(one) === null)
  const staying = new Map<ProblemCode, number>()
  for (const code of asked.flatMap((one) => whyStaying(one) ?? [])) staying.set(code, (staying.get(code) ?? 0) + 1)
  const left = [...staying].map(([code, rows]) => ({ problem: { code }, rows }))
  if (leaving.length === 0) return { meant: [], rows: 0, left }
  const there = inLane(laneOfStops(target.id))
  const known = plannedStops(cache, target.id, there)
  const order = plannedOrder(cache, target.id, there).filter((row) => known.has(row))
  const before = standingBefore(order)
  const { trackerId, tracker, timeZone } = target
  const isNew = target.panelId === null
  const coming = leaving.map(({ stop, making }, at) => {
    const own = making ? making.params.token : token()
    const row = making ? stop.id : ownId('checkpoint', own)
    return { stop, making, own, row, at: before + at }
  })
  const wanted = [...order.slice(0, before), ...coming.map(({ row }) => row), ...order.slice(before)]
  const makings = isNew ? newStopsOf(order, there) : null
  const held = cache.byIds('checkpoint', [...chosen])
  /** Whether other tags are staged for it than it has. */
  const isTagged = ({ id, tagIds }: Checkpoint): boolean => held.get(id)?.tagIds !== tagIds
  const meant = [
    ...(makings ? standingSo(wanted, makings).map((moved) => ({ ...moved, along: true }) as const) : []),
    ...coming.flatMap(({ stop, making, own, row, at }): Meant[] => {
      const { shown, ...like } = likeStop(stop)
      const params = {
        ...{ ...like, externalId: stop.externalId, row, token: own, user: stop.userId, route: target.id },
        ...{ behind: isNew ? null : (wanted[at - 1] ?? null), ownTags: true },
        ...{ replaces: making?.params.replaces ?? null, was: making?.params.was ?? [] },
        assigned: trackerId !== null,
        shown: {
          ...{ ...shown, routeId: target.panelId, route: target.label, position: at + 1 },
          ...{ trackerId, tracker, timeZone: timeZone || shown.timeZone },
        },
      }
      const made: Meant = { kind: 'checkpoint.create', params, subject: stop.label }
      if (making) return [takenBack(making.operation), made]
      const ofStop = inLane(laneOfRow({ entity: 'checkpoint', id: stop.id }))
      const leavingNow = { row: stop.id, user: stop.userId, route, replacedBy: row }
      return [
        ...ofStop.filter(({ state }) => state === 'draft').map(takenBack),
        {
          ...made,
          params: { ...params, ownTags: isTagged(stop), replaces: stop.id, was: statesOf(held.get(stop.id), ofStop) },
        },
        { kind: 'checkpoint.delete', params: leavingNow, subject: stop.label, along: true },
      ]
    }),
  ]
  return { meant, rows: leaving.length, left }
}

/** What a stop holds, and what each edit that is on its way makes of that, field by field: others have set neither. */
function statesOf(
  known: Checkpoint | undefined,
  operations: readonly Operation[],
): ParamsOf<'checkpoint.create'>['was'] {
  const released = operations.flatMap(({ state, kind, params }) =>
    state !== 'draft' && kind === checkpointUpdateKind.name ? [checkpointUpdateKind.params.parse(params).set] : [],
  )
  return known ? [{ ...holds(known), ...holdsTags(known) }, ...released] : []
}

/** The same, to a route of this name that is made with them; who drives the other one drives it. */
export function movedToNew(label: string, moving: Moving): Partly {
  const { row: stop, token, ownId } = moving.on
  const own = token()
  const { userId, trackerId, tracker, timeZone, status } = stop
  const { windowFrom, windowTo } = stop
  const shown = { timeZone, tags: '', stops: 0, windowFrom, windowTo }
  const params = routeCreateKind.params.parse({
    ...{ row: ownId('route', own), token: own, user: userId, label, description: '', externalId: '' },
    ...{ tracker: trackerId ?? '', tagIds: [], shown },
  })
  const held = routeCreateKind.creates!.row(params) as unknown as Route
  const target = { ...held, id: params.row ?? fail('unexpected'), panelId: null, tracker, status }
  const stops = movedTo(target, { ...moving, before: before(moving.to) })
  if (stops.rows === 0) return stops
  const route = { ...params, shown: { ...shown, stops: stops.rows } }
  return { ...stops, meant: [{ kind: 'route.create', params: route, subject: label, along: true }, ...stops.meant] }
}

/** The drafts that make stops, by our ids of these. */
function makersOf(operations: readonly Operation[]) {
  return new Map(
    operations.flatMap((operation) => {
      if (operation.kind !== checkpointCreateKind.name || operation.state !== 'draft') return []
      const params = checkpointCreateKind.params.parse(operation.params)
      return params.row === null ? [] : [[params.row, { operation, params }] as const]
    }),
  )
}

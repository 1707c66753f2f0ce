import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { checkpointMoveKind } from '../../shared/operations/checkpoint-move.ts'
import { checkpointUpdateKind } from '../../shared/operations/checkpoint-update.ts'
import { isOwnId, laneOfRow } from '../../shared/entities/entity.ts'
import { rowMadeBy, type ParamsOf } from '../../shared/operations/catalogue.ts'
import { routeCreateKind } from '../../shared/operations/route-create.ts'
import { isBegun, laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { fail, type ProblemCode } from '../../shared/problem.ts'
import { orderAfter, orderWith, orderWithNumbers, stepsBetween } from '../../shared/rules/order.ts'
import { readPlace, readPlaces, type PlaceInOrder } from '../../shared/rules/place.ts'
import type { PanelCheckpoint } from '../panel/task-api.ts'
import type { Operation } from '../store/operation.ts'
import { likeStop } from './checkpoint-create.ts'
import type { Executor } from './executor.ts'
import { neededIn, newStopsOf, plannedOrder, plannedStops, standingSo, type StandingBefore } from './planned-stops.ts'
import { shows } from './read-rows-back.ts'
import { driverName, stopsOf, tellRoute } from './route-effects.ts'
import { eachByItself, routeRewrite, wholeRoute } from './route-rewrite.ts'
import { aboutOneDriver, taskRefusal } from './task-edit.ts'
import { holds, holdsTags, stopObject, tagsOf } from './task-objects.ts'
import { joined, joiningOf } from './task-transmute.ts'
import {
  takenBack,
  type ActedOn,
  type ActionOf,
  type Instead,
  type Meant,
  type Partly,
  type Surrounding,
  type WholeAction,
} from './whole-action.ts'

type Params = ParamsOf<'checkpoint.move'>
/** A stop that says where it stands. */
type Placed = PanelCheckpoint & { readonly order: number }

const isPlaced = (held: PanelCheckpoint | undefined): held is Placed => held?.order !== undefined

/** The place of a stop, from 0, once it stands just behind another one of its route: what it leaves, others close. */
function orderBehind(held: Placed, before: Placed | null): number {
  if (!before) return 0
  return held.order > before.order ? before.order + 1 : before.order
}

/** `task/checkpoint/update` with another place: a full write, so all else goes along as it was read just before. */
export const checkpointMoveExecutor: Executor<Params, PanelCheckpoint> = {
  reads: ({ row }) => row,
  readsToo: ({ behind }) => behind,
  endpoint: ({ user }) => ({ api: 'user', user }),
  request([operation], { fresh }) {
    const { row, behind } = operation?.params ?? fail('unexpected')
    const held = fresh(row)
    const before = behind === null ? null : fresh(behind)
    if (!isPlaced(held) || (before !== null && !isPlaced(before))) return fail('entity-gone')
    return {
      path: 'task/checkpoint/update',
      body: {
        checkpoint: {
          ...{ id: held.panelId, parent_id: held.routeId, order: orderBehind(held, before) },
          ...stopObject(held),
          ...tagsOf(held),
        },
        create_form: false,
      },
    }
  },
  hindered({ row, behind }, fresh) {
    const route = fresh(row)?.routeId ?? null
    if (route === null) return { code: 'stop-single' }
    return behind !== null && fresh(behind)?.routeId !== route ? { code: 'stop-elsewhere' } : null
  },
  isSo({ row, behind }, fresh) {
    return standsBehind(fresh(row), behind === null ? null : fresh(behind))
  },
  lacks: (_params, { order }) => (order === undefined ? { code: 'place-not-shown' } : null),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: eachByItself,
  aboutOne: aboutOneDriver,
  rewrite: routeRewrite<Params>((operations, stops) => {
    // One upon the other, as they were staged: so the sheet shows them.
    const order = orderAfter(
      [...stops.keys()],
      operations.map(({ params }) => params),
    )
    return new Map(order.flatMap((id) => entryOf(stops, id)))
  }),
  refusal: taskRefusal('stop-begun'),
  /** Moves of one route that were sent together are seen together: a later one hides what an earlier one did. */
  async readBack(operations, around) {
    const [first] = operations
    const whole = first ? await wholeRoute(first.params, around) : null
    const order = [...(whole?.parts.values() ?? [])].map(({ panelId }) => panelId)
    const rows = operations.flatMap(({ params: { row, behind } }) => (behind === null ? [row] : [row, behind]))
    const panelIds = around.cache.panelIdsOf('checkpoint', rows)
    const atPanel = (row: number) => panelIds.get(row) ?? row
    const made = orderAfter(
      order,
      operations.map(({ params: { row, behind } }) => ({
        row: atPanel(row),
        behind: behind === null ? null : atPanel(behind),
      })),
    )
    const proof = shows(order.length > 0 && made.join() === order.join())
    return new Map(operations.map(({ id }) => [id, proof]))
  },
  inverse: ({ params }, cache) => ({
    kind: 'checkpoint.move',
    params: { ...params, behind: params.was, was: params.behind, from: params.to, to: params.from },
    subject: cache.byIds('checkpoint', [params.row]).get(params.row)?.label ?? '',
  }),
  apply({ params: { row, route, behind } }, cache, outcome) {
    const stops = stopsOf(cache, route)
    const order = orderAfter(
      stops.map(({ id }) => id),
      [{ row, behind }],
    )
    const places = new Map(stops.map(({ id, position }) => [id, position]))
    for (const [at, id] of order.entries()) {
      if (places.has(id) && places.get(id) !== at + 1) cache.change('checkpoint', id, { position: at + 1 }, outcome)
    }
    tellRoute(cache, route, outcome)
  },
}

function entryOf<Value>(all: ReadonlyMap<number, Value>, id: number): [number, Value][] {
  const value = all.get(id)
  return value === undefined ? [] : [[id, value]]
}

/** Whether a stop stands just behind another one of its route, or, where that is null, first. */
function standsBehind(held: PanelCheckpoint | undefined, before: PanelCheckpoint | undefined | null): boolean {
  if (!isPlaced(held)) return false
  if (before === null) return held.order === 0
  return isPlaced(before) && before.routeId === held.routeId && held.order === before.order + 1
}

const isMove = ({ kind }: Operation) => kind === checkpointMoveKind.name

/** An action on the stops of one route, and what is staged for that. */
interface Reordering {
  readonly ids: readonly number[]
  readonly route: number
  readonly operations: readonly Operation[]
  readonly on: Surrounding
}

/** The same where a text says to which place they go. */
interface Moving extends Reordering {
  readonly to: string
  readonly on: ActedOn<Checkpoint>
}

/** Stops of a route that come into another one, behind so many of its stops. */
interface Leaving extends Reordering {
  readonly before: StandingBefore
  readonly on: ActedOn<Checkpoint>
}

/**
 * What is staged for the order of a route is said anew as a whole: as few moves as make it of what stays, each behind a
 * stop that stands by then.
 */
function movedWithin(moving: Moving): readonly Meant[] {
  const { ids, to, route, operations, on } = moving
  return reordered(moving, wantedOrder(plannedOrder(on.cache, route, operations), ids, to))
}

/** The same for an order that is wanted of all stops. */
export function reordered(
  { ids, route, operations, on: { cache } }: Reordering,
  wanted: readonly number[],
): readonly Meant[] {
  const drafts = operations.filter((operation) => isMove(operation) && operation.state === 'draft')
  const planned = plannedOrder(cache, route, operations)
  if (wanted.every((row, at) => row === planned[at])) return []
  const makings = newStopsOf(wanted, operations)
  if (makings) return standingSo(wanted, makings)
  const others = operations.filter((operation) => !drafts.includes(operation))
  const stops = plannedStops(cache, route, operations)
  // Those that leave are no stops to stand behind: they may be gone by then.
  const staying = (order: readonly number[]) => order.filter((row) => stops.has(row))
  const [before, after] = [staying(plannedOrder(cache, route, others)), staying(wanted)]
  const moved = new Set([...ids, ...drafts.map(({ params }) => checkpointMoveKind.params.parse(params).row)])
  const placeIn = (order: readonly number[]) => new Map(order.map((row, at) => [row, at + 1]))
  const [from, at] = [placeIn(before), placeIn(after)]
  return [
    ...drafts.map(takenBack),
    ...stepsBetween(before, after, moved).flatMap(({ row, behind, was }): Meant[] => {
      const stop = stops.get(row)
      if (!stop) return []
      const params: Params = {
        ...{ row, behind, was, user: stop.userId, route, assigned: stop.trackerId !== null },
        ...{ from: from.get(row) ?? 0, to: at.get(row) ?? 0 },
      }
      return [{ kind: 'checkpoint.move', params, subject: stop.label }]
    }),
  ]
}

/** An order with these rows where a text says: together, or with a number for each of them. */
function wantedOrder(planned: readonly number[], ids: readonly number[], to: string): readonly number[] {
  const places = readPlaces(to)
  if (places.length === 0) return planned
  const [place] = places
  if (places.length === 1 && place) return orderWith(planned, new Set(ids), place)
  const numbers = new Map(ids.flatMap((id, at) => numbered(id, places[at])))
  return orderWithNumbers(planned, numbers)
}

const numbered = (id: number, place: PlaceInOrder | undefined): (readonly [number, number])[] =>
  place && 'at' in place ? [[id, place.at]] : []

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

/** How many stops of another route stand before those that a text sends there: all of them, unless it says a number. */
const before =
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
function movedToNew(label: string, moving: Moving): Partly {
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

import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { checkpointReader, routeReader } from '../entities/task-readers.ts'
import type { RowReader } from '../entities/row-reader.ts'
import { isBegun } from '../../shared/operations/task.ts'
import type { PanelCheckpoint, PanelRoute } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Executor, Proof } from './executor.ts'
import { closeGap, tellRoute, stopsOf } from './route-effects.ts'
import { gone, taskRefusal } from './task-edit.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type StopParams = ParamsOf<'checkpoint.transmute'>
type RouteParams = ParamsOf<'route.delete'>

/** How a route or a stop is taken away: one a request, in the session of its user. */
function leaving<Params extends { readonly row: number; readonly user: number }, Held extends object = object>(kind: {
  readonly entity: 'route' | 'checkpoint'
  readonly reader: RowReader<Held>
  readonly whenBegun: 'route-begun' | 'stop-begun'
  /** Whether what is there still is what was wanted all the same. */
  isGone?(held: Held): boolean
  /** What is to be known of it later, as long as the cache does not show the effect. */
  resultOf?(params: Params, cache: Cache): Record<string, unknown> | null
  request(panelId: number): { path: string; body: Record<string, unknown> }
  apply(params: Params, cache: Cache, outcome: number): void
}): Omit<Executor<Params>, 'rewrite'> {
  return {
    reads: () => null,
    endpoint: ({ user }) => ({ api: 'user', user }),
    request([operation], { cache }) {
      const row = operation?.params.row ?? 0
      return kind.request(cache.panelIdsOf(kind.entity, [row]).get(row) ?? row)
    },
    soAlready: new Set([gone]),
    outcomes: (operations, _answer, { cache }) =>
      new Map(operations.map(({ id, params }) => [id, { done: kind.resultOf?.(params, cache) ?? null }])),
    narrow: () => Promise.resolve(null),
    refusal: taskRefusal(kind.whenBegun),
    async readBack(operations, { panel, cache, signal }) {
      const proofs = new Map<number, Proof>()
      for (const { id, params } of operations) {
        const known = kind.reader.whereabouts(cache, [params.row]).get(params.row)
        const at = { panelId: known?.panelId ?? params.row, owner: params.user }
        const held = await kind.reader.one(panel, at, { signal })
        const isSo = held === null || kind.isGone?.(held) === true
        proofs.set(id, isSo ? { effect: true, result: kind.resultOf?.(params, cache) ?? null } : { effect: false })
      }
      return proofs
    },
    inverse: () => ({ none: { code: 'no-inverse' } }),
    apply: ({ params }, cache, outcome) => kind.apply(params, cache, outcome),
  }
}

/** Has those behind a stop that has left move up; the route goes with the last one. */
function closeRoute(route: number, cache: Cache, outcome: number): void {
  if (stopsOf(cache, route).length === 0) return cache.remove('route', route, outcome)
  closeGap(cache, route, outcome)
  tellRoute(cache, route, outcome)
}

/** `task/checkpoint/delete`. */
export const checkpointDeleteExecutor = leaving<StopParams>({
  entity: 'checkpoint',
  reader: checkpointReader,
  whenBegun: 'stop-begun',
  request: (panelId) => ({ path: 'task/checkpoint/delete', body: { checkpoint_id: panelId } }),
  apply({ row, route }, cache, outcome) {
    cache.remove('checkpoint', row, outcome)
    closeRoute(route, cache, outcome)
  },
})

/** What is known of a stop that was made a single task: the one behind which it stood, by our id. */
const stood = z.looseObject({ was: z.int().nullable() })

/** `task/checkpoint/transmute`. It stays as a single task; where it stood is kept, for whoever puts it back. */
export const checkpointTransmuteExecutor: Executor<StopParams> = {
  ...leaving<StopParams, PanelCheckpoint>({
    entity: 'checkpoint',
    reader: checkpointReader,
    whenBegun: 'route-begun',
    isGone: ({ routeId }) => routeId === null,
    resultOf: stoodBehind,
    request: (panelId) => ({ path: 'task/checkpoint/transmute', body: { checkpoint_id: panelId } }),
    apply({ row, route }, cache, outcome) {
      const isThere = cache.byIds('checkpoint', [row]).get(row)?.routeRow === route
      const single = { routeRow: null, routeId: null, route: '', position: null }
      if (isThere) cache.change('checkpoint', row, single, outcome)
      closeRoute(route, cache, outcome)
    },
  }),
  inverse({ params: { row, user, route }, result }, cache) {
    const { data } = stood.safeParse(result)
    const target = cache.byIds('route', [route]).get(route)
    // A route is gone with its last stop.
    if (!data || !target) return { none: { code: 'no-inverse' } }
    const { panelId: routeId, label, trackerId } = target
    const params = { row, behind: data.was, user, route, routeId, label, assigned: trackerId !== null }
    return {
      kind: 'task.transmute',
      params,
      subject: cache.byIds('checkpoint', [row]).get(row)?.label ?? '',
    }
  },
}

/** Where a stop stands, as far as that is known: none where a pull has shown it elsewhere by now. */
function stoodBehind({ row, route }: StopParams, cache: Cache): Record<string, unknown> | null {
  const stops = stopsOf(cache, route)
  const at = stops.findIndex(({ id }) => id === row)
  return at < 0 ? null : { was: stops[at - 1]?.id ?? null }
}

/** `task/route/delete`. */
export const routeDeleteExecutor: Executor<RouteParams, PanelRoute> = {
  ...leaving<RouteParams>({
    entity: 'route',
    reader: routeReader,
    whenBegun: 'route-begun',
    request: (panelId) => ({ path: 'task/route/delete', body: { route_id: panelId } }),
    apply({ row }, cache, outcome) {
      for (const { id } of stopsOf(cache, row)) cache.remove('checkpoint', id, outcome)
      cache.remove('route', row, outcome)
    },
  }),
  reads: ({ row }) => row,
  goneIsSo: true,
  hindered: ({ row, begun }, fresh) => (!begun && isBegun(fresh(row)?.status) ? { code: 'route-begun-stays' } : null),
}

/** Stops that are not to leave already. */
export const takeOutStops: WholeAction<ActionOf<'checkpoint.transmute'>, Checkpoint> = {
  params: (_, { row, open }) => (open.length > 0 ? null : leavingOf(row)),
}

/** What takes a stop out of its route; null for what is in none. */
const leavingOf = ({ id, userId, routeRow }: Checkpoint) =>
  routeRow === null ? null : { row: id, user: userId, route: routeRow }

/** The same, and new ones, which are made no more. */
export const deleteStops: WholeAction<ActionOf<'checkpoint.delete'>, Checkpoint> = {
  onNew: 'taken-back',
  params(_, { row, open }) {
    const stop = open.length > 0 ? null : leavingOf(row)
    return stop && { ...stop, replacedBy: null }
  },
}

/** Routes that are not to be deleted already, and new ones, which are made no more. */
export const deleteRoutes: WholeAction<ActionOf<'route.delete'>, Route> = {
  onNew: 'taken-back',
  params: (_, { row, open }) =>
    open.length > 0 ? null : { row: row.id, user: row.userId, begun: isBegun(row.status) },
}

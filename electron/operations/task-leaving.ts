import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { checkpointReader, routeReader } from '../entities/task-readers.ts'
import type { RowReader } from '../entities/row-reader.ts'
import type { Cache } from '../store/cache.ts'
import type { Executor, Proof } from './executor.ts'
import { closeGap, tellRoute, stopsOf } from './route-effects.ts'
import { taskRefusal } from './task-edit.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type StopParams = ParamsOf<'checkpoint.transmute'>
type RouteParams = ParamsOf<'route.delete'>

/** There is no such route or stop, or no longer. */
const gone = 201

/** How a route or a stop is taken away: one a request, in the session of its user. */
function leaving<Params extends { readonly row: number; readonly user: number }>(kind: {
  readonly entity: 'route' | 'checkpoint'
  readonly reader: RowReader
  readonly whenBegun: 'route-begun' | 'stop-begun'
  request(panelId: number): { path: string; body: Record<string, unknown> }
  apply(params: Params, cache: Cache, outcome: number): void
}): Executor<Params> {
  return {
    reads: () => null,
    endpoint: ({ user }) => ({ api: 'user', user }),
    request([operation], { cache }) {
      const row = operation?.params.row ?? 0
      return kind.request(cache.panelIdsOf(kind.entity, [row]).get(row) ?? row)
    },
    soAlready: new Set([gone]),
    outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
    narrow: () => Promise.resolve(null),
    refusal: taskRefusal(kind.whenBegun),
    async readBack(operations, { panel, cache, signal }) {
      const proofs = new Map<number, Proof>()
      for (const { id, params } of operations) {
        const known = kind.reader.whereabouts(cache, [params.row]).get(params.row)
        const at = { panelId: known?.panelId ?? params.row, owner: params.user }
        const held = await kind.reader.one(panel, at, { signal })
        proofs.set(id, held === null ? { effect: true, result: null } : { effect: false })
      }
      return proofs
    },
    inverse: () => ({ none: { code: 'no-inverse' } }),
    apply: ({ params }, cache, outcome) => kind.apply(params, cache, outcome),
  }
}

/** Takes a stop out of the cache, has those behind it move up, and the route with it if it was the last. */
function takeOut({ row, route }: StopParams, cache: Cache, outcome: number): void {
  cache.remove('checkpoint', row, outcome)
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
  apply: takeOut,
})

/** `task/checkpoint/transmute`. A task is no checkpoint any more, so reading it as one finds none. */
export const checkpointTransmuteExecutor = leaving<StopParams>({
  entity: 'checkpoint',
  reader: checkpointReader,
  whenBegun: 'route-begun',
  request: (panelId) => ({ path: 'task/checkpoint/transmute', body: { checkpoint_id: panelId } }),
  apply: takeOut,
})

/** `task/route/delete`. */
export const routeDeleteExecutor = leaving<RouteParams>({
  entity: 'route',
  reader: routeReader,
  whenBegun: 'route-begun',
  request: (panelId) => ({ path: 'task/route/delete', body: { route_id: panelId } }),
  apply({ row }, cache, outcome) {
    for (const { id } of stopsOf(cache, row)) cache.remove('checkpoint', id, outcome)
    cache.remove('route', row, outcome)
  },
})

/** Stops that are not to leave already. */
export const takeOutStops: WholeAction<ActionOf<'checkpoint.transmute'>, Checkpoint> = {
  params: (_, { row, open }) => (open.length > 0 ? null : leavingOf(row)),
}

const leavingOf = ({ id, userId, routeRow }: Checkpoint) => ({ row: id, user: userId, route: routeRow })

/** The same, and new ones, which are made no more. */
export const deleteStops: WholeAction<ActionOf<'checkpoint.delete'>, Checkpoint> = {
  onNew: 'taken-back',
  params: (_, { row, open }) => (open.length > 0 ? null : { ...leavingOf(row), replacedBy: null }),
}

/** Routes that are not to be deleted already, and new ones, which are made no more. */
export const deleteRoutes: WholeAction<ActionOf<'route.delete'>, Route> = {
  onNew: 'taken-back',
  params: (_, { row, open }) => (open.length > 0 ? null : { row: row.id, user: row.userId }),
}

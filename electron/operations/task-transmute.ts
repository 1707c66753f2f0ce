import { isDeepStrictEqual } from 'node:util'
import { taskTransmuteKind } from '../../shared/operations/task-transmute.ts'
import { laneOfRow } from '../../shared/entities/entity.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { checkpointReader } from '../entities/task-readers.ts'
import type { PanelCheckpoint } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import type { Executor, Proof } from './executor.ts'
import { neededIn, plannedOrder, plannedStops, type StandingBefore } from './planned-stops.ts'
import { ofRoute, placeBehind, putAmong, type PlacedStop } from './route-effects.ts'
import { gone, aboutOneDriver, taskRefusal } from './task-edit.ts'
import { takenBack, type ActedOn, type Meant } from './whole-action.ts'

type Params = ParamsOf<'task.transmute'>

/** The panel's id of the route in which a task is to stand; null until it has one. */
const panelIdOf = ({ route, routeId }: Params, cache: Cache): number | null =>
  routeId ?? cache.panelIdsOf('route', [route]).get(route) ?? null

/** `task/transmute`, at the place behind the stop that is meant, wherever that stands by then. */
export const taskTransmuteExecutor: Executor<Params, PanelCheckpoint> = {
  reads: ({ behind }) => behind,
  readsToo: ({ row }) => row,
  endpoint: ({ user }) => ({ api: 'user', user }),
  request([operation], { cache, fresh }) {
    const { params } = operation ?? fail('unexpected')
    const task = fresh(params.row) ?? fail('entity-gone')
    const before = params.behind === null ? null : (fresh(params.behind) ?? fail('entity-gone'))
    return {
      path: 'task/transmute',
      body: {
        task_id: task.panelId,
        route_id: before ? before.routeId : panelIdOf(params, cache),
        order: before?.order === undefined ? 0 : before.order + 1,
      },
    }
  },
  hindered(params, fresh) {
    const { row, behind, routeId } = params
    if (isSo(params, fresh)) return null
    if (fresh(row)?.routeId !== null) return { code: 'stop-already' }
    if (behind === null) return null
    const found = fresh(behind)?.routeId ?? null
    return found === null || (routeId !== null && found !== routeId) ? { code: 'stop-elsewhere' } : null
  },
  isSo,
  // Without its place it would stand in front of all others.
  lacks: (_params, { order }) => (order === undefined ? { code: 'place-not-shown' } : null),
  soAlready: new Set([gone]),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  aboutOne: aboutOneDriver,
  refusal: taskRefusal('route-begun'),
  async readBack(operations, { panel, cache, signal }) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const known = checkpointReader.whereabouts(cache, [params.row]).get(params.row)
      const at = { panelId: known?.panelId ?? params.row, owner: params.user }
      const held = await checkpointReader.one(panel, at, { signal })
      const isThere = held !== null && held.routeId !== null && held.routeId === panelIdOf(params, cache)
      proofs.set(id, isThere ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },
  inverse: ({ params: { row, user, route } }, cache) => ({
    kind: 'checkpoint.transmute',
    params: { row, user, route },
    subject: cache.byIds('checkpoint', [row]).get(row)?.label ?? '',
  }),
  apply({ params: { row, route, behind } }, cache, outcome) {
    const known = cache.byIds('route', [route]).get(route)
    // Of a route that is not looked at no stop is shown.
    if (!known) return cache.remove('checkpoint', row, outcome)
    if (cache.byIds('checkpoint', [row]).get(row)?.routeRow !== null) return
    const place = (stops: readonly PlacedStop[]) => placeBehind(stops, behind)
    putAmong(cache, route, outcome, place, (position) => {
      cache.change('checkpoint', row, { ...ofRoute(known), position }, outcome)
    })
  },
}

/** Whether it is a stop of the route already, by what was read just before. */
function isSo({ row, behind, routeId }: Params, fresh: (row: number) => PanelCheckpoint | undefined): boolean {
  const target = routeId ?? (behind === null ? null : fresh(behind)?.routeId) ?? null
  return target !== null && fresh(row)?.routeId === target
}

/**
 * What is staged so that single tasks come into a route of their user, next to each other, behind so many of its stops. One behind which others are to stand stays where it is to be.
 */
export function joined(
  target: Pick<Route, 'id' | 'panelId' | 'label' | 'trackerId'>,
  { ids, before }: { readonly ids: readonly number[]; readonly before: StandingBefore },
  { cache, inLane, row: { userId } }: ActedOn<Checkpoint>,
): readonly Meant[] | null {
  const tasks = cache.byIds('checkpoint', ids)
  const single = ids.flatMap((id) => {
    const task = tasks.get(id)
    return task && task.routeRow === null && task.userId === userId ? [task] : []
  })
  const drafts = new Map(single.flatMap(({ id }) => joiningOf(id, inLane).map((draft) => [id, draft] as const)))
  const routes = [target.id, ...[...drafts.values()].map(({ params }) => params.route)]
  const mine = new Set([...drafts.values()].map(({ operation }) => operation.id))
  const others = [...new Set(routes)].flatMap((route) => inLane(laneOfStops(route))).filter(({ id }) => !mine.has(id))
  const needed = neededIn(others)
  const coming = single.filter(({ id }) => !needed.has(id))
  if (coming.length === 0) return null
  const there = inLane(laneOfStops(target.id)).filter(({ id }) => !mine.has(id))
  const staying = plannedStops(cache, target.id, there)
  const order = plannedOrder(cache, target.id, there).filter((row) => staying.has(row))
  let behind = order[before(order) - 1] ?? null
  const meant = coming.map(({ id, label }): Meant & { readonly params: Params } => {
    const params = {
      ...{ row: id, behind, user: userId, route: target.id, routeId: target.panelId },
      ...{ label: target.label, assigned: target.trackerId !== null },
    }
    behind = id
    return { kind: 'task.transmute', params, subject: label }
  })
  if (meant.every(({ params }) => isDeepStrictEqual(params, drafts.get(params.row)?.params))) return []
  return [...coming.flatMap(({ id }) => drafts.get(id)?.operation ?? []).map(takenBack), ...meant]
}

/** The draft by which a single task is to become a stop, if there is one. */
export function joiningOf(
  row: number,
  inLane: ActedOn['inLane'],
): { readonly operation: Operation; readonly params: Params }[] {
  return inLane(laneOfRow({ entity: 'checkpoint', id: row })).flatMap((operation) =>
    operation.kind === taskTransmuteKind.name && operation.state === 'draft'
      ? [{ operation, params: taskTransmuteKind.params.parse(operation.params) }]
      : [],
  )
}

import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { checkpointMoveKind } from '../../shared/operations/checkpoint-move.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { orderAfter, orderWith, stepsBetween } from '../../shared/rules/order.ts'
import { readPlace } from '../../shared/rules/place.ts'
import { checkpointReader } from '../entities/task-readers.ts'
import { listCheckpoints, type PanelCheckpoint } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import { stopObject, type Stop } from './checkpoint-update.ts'
import type { Executor, Proof } from './executor.ts'
import { plannedOrder } from './planned-stops.ts'
import { stopsOf, tellRoute } from './route-effects.ts'
import { taskRefusal } from './task-edit.ts'
import type { ActionOf, Meant, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'checkpoint.move'>
/** A stop that says where it stands. */
type Placed = PanelCheckpoint & { readonly order: number }

const isPlaced = (held: PanelCheckpoint | undefined): held is Placed => held?.order !== undefined

/** The place of a stop, from 0, once it stands just behind another one of its route: what it leaves, others close. */
function placeBehind(held: Placed, before: Placed | null): number {
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
    if (before && before.routeId !== held.routeId) return fail('stop-elsewhere')
    const stop: Stop = held
    return {
      path: 'task/checkpoint/update',
      body: {
        checkpoint: {
          ...{ id: held.panelId, parent_id: held.routeId, order: placeBehind(held, before) },
          ...stopObject(stop),
          tags: held.tagIds,
          ...(held.custom && { fields: held.custom }),
        },
        create_form: false,
      },
    }
  },
  lacks: (_params, { order }) => (order === undefined ? { code: 'place-not-shown' } : null),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal: taskRefusal('stop-begun'),
  async readBack(operations, { panel, cache, signal }) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const { row, behind, user } = params
      const rows = behind === null ? [row] : [row, behind]
      const panelIds = checkpointReader.whereabouts(cache, rows)
      const ids = rows.map((each) => panelIds.get(each)?.panelId ?? each)
      const found = await listCheckpoints(panel.at({ api: 'user', user }), ids, { signal })
      const [held, before] = ids.map((panelId) => found.find((stop) => stop.panelId === panelId))
      const isThere = isPlaced(held) && (behind === null ? held.order === 0 : isBehind(held, before))
      proofs.set(id, isThere ? { effect: true, result: null } : { effect: false })
    }
    return proofs
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

function isBehind(held: Placed, before: PanelCheckpoint | undefined): boolean {
  return isPlaced(before) && before.routeId === held.routeId && held.order === before.order + 1
}

const isMove = ({ kind }: Operation) => kind === checkpointMoveKind.name

/** What makes the stops of a route that is new itself, and is a draft with all of them, by our ids; null for others. */
function newStopsOf(order: readonly number[], operations: readonly Operation[]): Map<number, Operation> | null {
  const makings = new Map<number, Operation>()
  for (const operation of operations) {
    if (operation.kind !== checkpointCreateKind.name || operation.state !== 'draft') continue
    const { row, shown } = checkpointCreateKind.params.parse(operation.params)
    if (row !== null && shown.routeId === null) makings.set(row, operation)
  }
  return order.every((row) => makings.has(row)) ? makings : null
}

/** Has the stops of a new route stand so: they are sent in the order of the places that they show. */
function standingSo(order: readonly number[], makings: ReadonlyMap<number, Operation>): Meant[] {
  return order.flatMap((row, at): Meant[] => {
    const over = makings.get(row) ?? fail('unexpected')
    const params = checkpointCreateKind.params.parse(over.params)
    if (params.shown.position === at + 1 && params.behind === null) return []
    const moved = { ...params, behind: null, shown: { ...params.shown, position: at + 1 } }
    return [{ kind: 'checkpoint.create', params: moved, subject: over.subject, over }]
  })
}

/** Stops as they are planned, by our ids. */
function stopsBy(cache: Cache, ids: readonly number[], operations: readonly Operation[]): Map<number, Checkpoint> {
  const stops = new Map<number, Checkpoint>(cache.byIds('checkpoint', ids))
  for (const { kind, params } of operations) {
    if (kind !== checkpointCreateKind.name) continue
    const made = checkpointCreateKind.params.parse(params)
    const held = checkpointCreateKind.creates!.row(made) as unknown as Checkpoint
    if (made.row !== null) stops.set(made.row, { ...held, id: made.row })
  }
  return stops
}

/**
 * Stops of a route that come to stand elsewhere, next to each other. What is staged for the order of a route is said anew
 * as a whole: as few moves as make it of what stays, each behind a stop that stands by then.
 */
export const moveStops: WholeAction<ActionOf<'checkpoint.move'>, Checkpoint> = {
  onNew: 'same',
  instead() {
    const routes = new Map<number, { readonly row: Checkpoint; rows: number }>()
    return {
      of(chosen) {
        for (const row of chosen) {
          const known = routes.get(row.routeRow)
          if (known) known.rows += 1
          else if (row.routeRow !== 0) routes.set(row.routeRow, { row, rows: 1 })
        }
        return [...routes.values()]
      },
    }
  },
  several({ ids, to }, { row: { routeRow: route }, cache, inLane }) {
    const place = readPlace(to)
    const operations = inLane(laneOfStops(route))
    const drafts = operations.filter((operation) => isMove(operation) && operation.state === 'draft')
    const planned = plannedOrder(cache, route, operations)
    const chosen = new Set(ids)
    const wanted = place ? orderWith(planned, chosen, place) : planned
    if (wanted.every((row, at) => row === planned[at])) return []
    const makings = newStopsOf(wanted, operations)
    if (makings) return standingSo(wanted, makings)
    const others = operations.filter((operation) => !drafts.includes(operation))
    const before = plannedOrder(cache, route, others)
    const moved = new Set([...chosen, ...drafts.map(({ params }) => checkpointMoveKind.params.parse(params).row)])
    const stops = stopsBy(cache, wanted, operations)
    return [
      ...drafts.map((over): Meant => ({ kind: 'checkpoint.move', params: null, subject: over.subject, over })),
      ...stepsBetween(before, wanted, moved).flatMap(({ row, behind, was }): Meant[] => {
        const stop = stops.get(row)
        if (!stop) return []
        const params: Params = {
          ...{ row, behind, was, user: stop.userId, route, assigned: stop.trackerId !== null },
          ...{ from: before.indexOf(row) + 1, to: wanted.indexOf(row) + 1 },
        }
        return [{ kind: 'checkpoint.move', params, subject: stop.label }]
      }),
    ]
  },
}

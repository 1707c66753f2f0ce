import { z } from 'zod'
import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { taskTransmuteKind } from '../../shared/operations/task-transmute.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { orderAfter } from '../../shared/rules/order.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import { tagsKept } from './task-objects.ts'
import { stopsOf } from './route-effects.ts'
import type { Meant } from './whole-action.ts'

/**
 * The stops of a route in the order that these operations make of the one which the panel was last seen to hold: new ones
 * stand where they will. Those of a new route stand by the places that they were staged with, and so does one whose
 * predecessor is not there any more: as the sheet shows them.
 */
export function plannedOrder(
  cache: Cache,
  route: number,
  operations: readonly { readonly kind: string; readonly params: unknown }[],
): number[] {
  const held = stopsOf(cache, route)
  const known = new Set(held.map(({ id }) => id))
  const begun = operations.flatMap(({ kind, params }) => {
    if (kind !== checkpointCreateKind.name) return []
    const { row, shown } = checkpointCreateKind.params.parse(params)
    return row === null || known.has(row) ? [] : [{ id: row, position: shown.position }]
  })
  const all = [...held, ...begun].sort((a, b) => a.position - b.position || a.id - b.id)
  const coming = operations.flatMap(({ kind, params }) =>
    kind === taskTransmuteKind.name ? taskTransmuteKind.params.parse(params).row : [],
  )
  const there = new Set([...all.map(({ id }) => id), ...coming])
  const steps = operations.flatMap(({ kind, params }) => (isKindName(kind) && kindOf(kind).places?.of(params)) || [])
  return orderAfter(
    all.map(({ id }) => id),
    // One that is gone since is moved no more.
    steps.filter(({ row }) => there.has(row)),
  )
}

/** Stops behind which others are to stand, or that are moved themselves: such a one cannot come to stand elsewhere by itself. */
export function neededIn(operations: readonly Operation[]): ReadonlySet<number> {
  const needed = operations.flatMap(({ kind, params }) => kindOf(kind).takes?.(params) ?? [])
  return new Set(needed.filter(({ entity }) => entity === 'checkpoint').map(({ id }) => id))
}

/** How many of the stops of a route, in this order and without those that leave, are to stand before others that come into it. */
export type StandingBefore = (order: readonly number[]) => number

const leavings: ReadonlySet<string> = new Set(['checkpoint.delete', 'checkpoint.transmute'])
const leaving = z.looseObject({ row: z.int() })

/** The stops of a route by our ids, as these operations make them, without those that leave. */
export function plannedStops(
  cache: Cache,
  route: number,
  operations: readonly { readonly kind: string; readonly params: unknown }[],
): Map<number, Checkpoint> {
  const known = stopsOf(cache, route).map(({ id }) => id)
  const stops = new Map<number, Checkpoint>(cache.byIds('checkpoint', known))
  for (const { kind, params } of operations) {
    const edit = kind === 'checkpoint.update' ? editIn(params) : null
    const stop = edit && stops.get(edit.row)
    if (kind === checkpointCreateKind.name) {
      const made = checkpointCreateKind.params.parse(params)
      const held = checkpointCreateKind.creates!.row(made) as unknown as Checkpoint
      if (made.row !== null) stops.set(made.row, { ...held, id: made.row })
    } else if (kind === taskTransmuteKind.name) {
      const { row } = taskTransmuteKind.params.parse(params)
      const task = cache.byIds('checkpoint', [row]).get(row)
      if (task) stops.set(row, task)
    } else if (leavings.has(kind)) stops.delete(leaving.parse(params).row)
    else if (edit && stop) {
      const set: Partial<Checkpoint> = { ...edit.set, tags: stop.tags }
      stops.set(stop.id, { ...stop, ...set, ...tagsKept(edit.set, cache) })
    }
  }
  return stops
}

/** What makes the stops of a route that is new itself, and is a draft with all of them, by our ids; null for others. */
export function newStopsOf(order: readonly number[], operations: readonly Operation[]): Map<number, Operation> | null {
  const makings = new Map<number, Operation>()
  for (const operation of operations) {
    if (operation.kind !== checkpointCreateKind.name || operation.state !== 'draft') continue
    const { row, shown } = checkpointCreateKind.params.parse(operation.params)
    if (row !== null && shown.routeId === null) makings.set(row, operation)
  }
  return order.every((row) => makings.has(row)) ? makings : null
}

/** Has those of the stops of a new route stand so that are staged already: they are sent in the order of the places that they show. */
export function standingSo(order: readonly number[], makings: ReadonlyMap<number, Operation>): Meant[] {
  return order.flatMap((row, at): Meant[] => {
    const over = makings.get(row)
    if (!over) return []
    const params = checkpointCreateKind.params.parse(over.params)
    if (params.shown.position === at + 1 && params.behind === null) return []
    const moved = { ...params, behind: null, shown: { ...params.shown, position: at + 1 } }
    return [{ kind: 'checkpoint.create', params: moved, subject: over.subject, over }]
  })
}

import { checkpointMoveKind } from '../../shared/operations/checkpoint-move.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { orderWith, orderWithNumbers, stepsBetween } from '../../shared/rules/order.ts'
import { readPlaces, type PlaceInOrder } from '../../shared/rules/place.ts'
import type { Operation } from '../store/operation.ts'
import { newStopsOf, plannedOrder, plannedStops, standingSo } from './planned-stops.ts'
import { takenBack, type ActedOn, type Meant, type Surrounding } from './whole-action.ts'

type Params = ParamsOf<'checkpoint.move'>

const isMove = ({ kind }: Operation) => kind === checkpointMoveKind.name

/** An action on the stops of one route, and what is staged for that. */
export interface Reordering {
  readonly ids: readonly number[]
  readonly route: number
  readonly operations: readonly Operation[]
  readonly on: Surrounding
}

/** The same where a text says to which place they go. */
export interface Moving extends Reordering {
  readonly to: string
  readonly on: ActedOn<Checkpoint>
}

/**
 * What is staged for the order of a route is said anew as a whole: as few moves as make it of what stays, each behind a
 * stop that stands by then.
 */
export function movedWithin(moving: Moving): readonly Meant[] {
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

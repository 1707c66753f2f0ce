import type { KindName } from '../../shared/operations/catalogue.ts'
import { laneOfStops } from '../../shared/operations/task.ts'
import { plannedOrder, plannedStops } from './planned-stops.ts'
import type { TasksAsked } from './known-tasks.ts'

/** The stops of a route that will be there, in the order in which they will stand: our ids. */
export function stopOrder(route: number, { cache, inLane }: TasksAsked): number[] {
  const operations = inLane(laneOfStops(route))
  const staying = plannedStops(cache, route, operations)
  return plannedOrder(cache, route, operations).filter((id) => staying.has(id))
}

/** Of every kind that makes a part of what is there already, behind another one: the parts of a whole in their order. */
export const partOrders: { readonly [Kind in KindName]?: (whole: number, asked: TasksAsked) => number[] } = {
  'checkpoint.create': stopOrder,
}

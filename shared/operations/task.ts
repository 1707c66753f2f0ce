import { turnsOf } from '../entities/entity.ts'
import type { Permission } from '../model/permissions.ts'
import type { Problem } from '../problem.ts'
import { timesIn } from '../rules/moment.ts'
import type { Offered } from './remedy.ts'

/** What working on a user's routes takes: a session of that user. (panel-api.md, section 4.3) */
export const userSession: Permission = { category: 'user_sessions', operation: 'create' }

/** How many stops a route may have. (panel-api.md, section 8.2) */
export const mostStops = 500

/**
 * Where whatever is done to a route or its stops takes turns: a request says a place among stops that others of them may
 * shift. (panel-additions.md, C3)
 */
export const laneOfStops = (route: number): string => turnsOf(`stops:${route}`)

const open: ReadonlySet<unknown> = new Set(['unassigned', 'assigned'])

/** What tells a stop from others of its route, where it has no id: two that agree in all of it are hardly both meant. */
export const stopKey = (stop: {
  readonly label: string
  readonly coordinates: string
  readonly windowFrom: string
  readonly windowTo: string
}): string => JSON.stringify([stop.label, stop.coordinates, stop.windowFrom, stop.windowTo])

/** Whether somebody has begun with it: then the panel changes it no more, with 255. (panel-api.md, section 8.2) */
export const isBegun = (status: unknown): boolean => typeof status === 'string' && status !== '' && !open.has(status)

/** What is offered where somebody has begun with the stop that a change is about: it stays, and the rest goes. */
export const begunStop: Offered = { remedies: ['drop-begun'], meets: 'row' }
/** The same where nobody may have begun with any stop of the route. */
export const begunRoute: Offered = { remedies: ['drop-begun'], meets: 'turns' }

/**
 * Why the panel would refuse a window, or would take it for another: it ends before it begins, or is over, or its time
 * does not exist on a day on which clocks are put forward.
 */
export function windowProblem(
  { from, to, zone }: { readonly from: unknown; readonly to: unknown; readonly zone: unknown },
  clockIn: (zone: string) => string | null,
): Problem | null {
  if (typeof from !== 'string' || typeof to !== 'string' || typeof zone !== 'string') return null
  // Asked of every row of a long step, so no list is made.
  const skipped = timesIn(zone, from) === 0 ? from : timesIn(zone, to) === 0 ? to : null
  if (skipped !== null) return { code: 'moment-skipped', values: { value: skipped, zone } }
  if (from > to) return { code: 'window-reversed', values: { from, to } }
  const now = clockIn(zone)
  return now !== null && to < now ? { code: 'window-over', values: { value: to, zone } } : null
}

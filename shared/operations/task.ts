import { turnsOf } from '../entities/entity.ts'
import type { Permission } from '../model/permissions.ts'
import type { Problem } from '../problem.ts'
import { timesIn } from '../rules/moment.ts'

/** What working on a user's routes takes: a session of that user. (panel-api.md, section 4.3) */
export const userSession: Permission = { category: 'user_sessions', operation: 'create' }

/**
 * Where whatever is done to a route or its stops takes turns: a request says a place among stops that others of them may
 * shift. (panel-additions.md, C3)
 */
export const laneOfStops = (route: number): string => turnsOf(`stops:${route}`)

const open: ReadonlySet<unknown> = new Set(['unassigned', 'assigned'])

/** Whether somebody has begun with it: then the panel changes it no more, with 255. (panel-api.md, section 8.2) */
export const isBegun = (status: unknown): boolean => typeof status === 'string' && status !== '' && !open.has(status)

/**
 * Why the panel would refuse a window, or would take it for another: it ends before it begins, or its time does not
 * exist on a day on which clocks are put forward.
 */
export function windowProblem(from: unknown, to: unknown, zone: unknown): Problem | null {
  if (typeof from !== 'string' || typeof to !== 'string') return null
  for (const moment of [from, to]) {
    if (typeof zone === 'string' && zone !== '' && timesIn(zone, moment) === 0) {
      return { code: 'moment-skipped', values: { value: moment, zone } }
    }
  }
  return from > to ? { code: 'window-reversed', values: { from, to } } : null
}

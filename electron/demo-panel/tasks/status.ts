import type { TaskStatus } from './effects.ts'
import type { RouteRecord, TaskRecord } from './records.ts'

/** Whether a task or a route may still be changed: nobody has begun with it. (panel-additions.md, B) */
export function isOpen(status: TaskStatus): boolean {
  return status === 'unassigned' || status === 'assigned'
}

/**
 * What has become of a route. It is complete "when every checkpoint is complete and they were visited in order;
 * otherwise it completes with warnings or fails" (OpenAPI, TaskRoute). How one that is under way is called is not
 * documented: here it is `arrived`, so that `unassigned` and `assigned` say that no checkpoint was begun.
 */
export function routeStatus({ checkpoints, trackerId }: RouteRecord): TaskStatus {
  const statuses = new Set(checkpoints.map(({ status }) => status))
  const all = (...these: TaskStatus[]) => [...statuses].every((status) => these.includes(status))
  if (all('unassigned', 'assigned')) return trackerId === null ? 'unassigned' : 'assigned'
  if (statuses.has('unassigned') || statuses.has('assigned') || statuses.has('arrived')) return 'arrived'
  if (all('failed')) return 'failed'
  if (!all('done', 'delayed') || !visitedInOrder(checkpoints)) return 'faulty'
  return statuses.has('delayed') ? 'delayed' : 'done'
}

function visitedInOrder(checkpoints: readonly TaskRecord[]): boolean {
  const arrivals = checkpoints.flatMap(({ arrival }) => arrival ?? [])
  return arrivals.every((arrival, index) => index === 0 || arrivals[index - 1]! <= arrival)
}

/** When a route's status changed last: when a checkpoint's did, or when it was made. */
export function routeStatusChanged({ created, checkpoints }: RouteRecord): string {
  return checkpoints.reduce((last, { statusChanged }) => (statusChanged > last ? statusChanged : last), created)
}

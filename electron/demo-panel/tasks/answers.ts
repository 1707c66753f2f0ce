import type { RouteRecord, TaskRecord } from './records.ts'
import { routeStatus, routeStatusChanged } from './status.ts'
import type { Tasks } from './tasks.ts'

// A field that is null is left out. (OpenAPI of the User API, info)

/** The object of a task or of a checkpoint. (OpenAPI, Task and TaskCheckpoint) */
export function taskAnswer(tasks: Tasks, task: TaskRecord): Record<string, unknown> {
  const { details } = task
  return {
    id: task.id,
    user_id: task.userId,
    ...place(tasks, task),
    ...(task.trackerId === null ? {} : { tracker_id: task.trackerId }),
    location: details.location,
    label: details.label,
    description: details.description,
    creation_date: task.created,
    from: details.from,
    to: details.to,
    ...(details.externalId === null ? {} : { external_id: details.externalId }),
    status: task.status,
    status_change_date: task.statusChanged,
    max_delay: details.maxDelay,
    min_stay_duration: details.minStay,
    min_arrival_duration: details.minArrival,
    ...(task.arrival === null ? {} : { arrival_date: task.arrival }),
    stay_duration: task.stay,
    origin: task.origin,
    tags: details.tags,
    ...(Object.keys(details.custom).length === 0 ? {} : { fields: details.custom }),
  }
}

function place(tasks: Tasks, task: TaskRecord): Record<string, unknown> {
  if (task.routeId === null) return { type: 'task' }
  const order = tasks.routeOf(task).checkpoints.indexOf(task)
  return { type: 'checkpoint', parent_id: task.routeId, order }
}

/** The object of a route. (OpenAPI, TaskRoute) */
export function routeAnswer(route: RouteRecord): Record<string, unknown> {
  const { details, checkpoints } = route
  return {
    id: route.id,
    user_id: route.userId,
    ...(route.trackerId === null ? {} : { tracker_id: route.trackerId }),
    label: details.label,
    description: details.description,
    creation_date: route.created,
    from: checkpoints[0]?.details.from,
    to: checkpoints.at(-1)?.details.to,
    ...(details.externalId === null ? {} : { external_id: details.externalId }),
    status: routeStatus(route),
    status_change_date: routeStatusChanged(route),
    origin: route.origin,
    tags: details.tags,
    checkpoint_ids: checkpoints.map(({ id }) => id),
    type: 'route',
  }
}

/** How many tasks and checkpoints of a user bear each of these external ids by now; no field where there is none. */
export function externalIdCounts(
  tasks: Tasks,
  user: number,
  externalIds: readonly (string | null)[],
): Record<string, unknown> {
  const wanted = [...new Set(externalIds.filter((id) => id !== null))]
  if (wanted.length === 0) return {}
  const all = tasks.tasksOf(user)
  const count = (id: string) => all.filter(({ details }) => details.externalId === id).length
  return { external_id_counts: wanted.map((external_id) => ({ external_id, count: count(external_id) })) }
}

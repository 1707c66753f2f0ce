import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { coordinatesText } from '../../shared/rules/coordinates.ts'
import { id, nothing, number, row, text, whole, wholeOrNull, type Row } from './values.ts'

// The User API's routes and checkpoints into ours, by the same rules as the panel's objects: see answers.ts.

/** A route as an answer shows it: tags and tracker by their ids, checkpoints in their order. */
export interface PanelRoute extends Omit<
  Route,
  'id' | 'userId' | 'tracker' | 'timeZone' | 'tags' | 'tagIds' | 'stops'
> {
  readonly panelId: number
  readonly tagIds: readonly number[]
  readonly checkpointIds: readonly number[]
}

/** A checkpoint, or a single task, as an answer shows it. */
export interface PanelCheckpoint extends Omit<
  Checkpoint,
  | 'id'
  | 'userId'
  | 'routeRow'
  | 'routeId'
  | 'route'
  | 'tracker'
  | 'timeZone'
  | 'tags'
  | 'tagIds'
  | 'custom'
  | 'position'
> {
  readonly panelId: number
  /** Null for a single task. */
  readonly routeId: number | null
  readonly tagIds: readonly number[]
  /** Its place among the stops of its route, from 0; undefined where that was not shown. */
  readonly order: number | undefined
  /** The values of the account's own fields, as the panel gave them: they are written along. */
  readonly custom: Row | undefined
}

/** Whole numbers of a list; whatever else stands in it is passed over. */
function ids(value: unknown): number[] {
  return Array.isArray(value) ? value.map(id).filter((found) => found !== null) : []
}

/** A route of a user; null without an id. (user-tasks-openapi.json, TaskRoute) */
export function routeOf(value: unknown): PanelRoute | null {
  const from = row(value)
  const panelId = id(from?.id)
  if (!from || panelId === null) return null
  return {
    panelId,
    trackerId: wholeOrNull(from.tracker_id),
    label: text(from.label),
    description: text(from.description),
    externalId: text(from.external_id),
    status: text(from.status),
    statusChanged: text(from.status_change_date),
    created: text(from.creation_date),
    windowFrom: text(from.from),
    windowTo: text(from.to),
    origin: text(from.origin),
    tagIds: ids(from.tags).sort((a, b) => a - b),
    checkpointIds: ids(from.checkpoint_ids),
  }
}

/** A checkpoint of a route, or a single task; null without an id. (user-tasks-openapi.json, TaskCheckpoint, Task) */
export function checkpointOf(value: unknown): PanelCheckpoint | null {
  const from = row(value)
  const panelId = id(from?.id)
  if (!from || panelId === null) return null
  const location = row(from.location) ?? nothing
  return {
    panelId,
    routeId: wholeOrNull(from.parent_id),
    trackerId: wholeOrNull(from.tracker_id),
    label: text(from.label),
    description: text(from.description),
    address: text(location.address),
    coordinates: coordinatesText({ lat: number(location.lat), lng: number(location.lng) }),
    radius: whole(location.radius),
    windowFrom: text(from.from),
    windowTo: text(from.to),
    maxDelay: whole(from.max_delay),
    minStay: whole(from.min_stay_duration),
    minArrival: whole(from.min_arrival_duration),
    externalId: text(from.external_id),
    status: text(from.status),
    arrived: text(from.arrival_date),
    created: text(from.creation_date),
    tagIds: ids(from.tags).sort((a, b) => a - b),
    order: wholeOrNull(from.order) ?? undefined,
    custom: row(from.fields) ?? undefined,
  }
}

import { z } from 'zod'

/**
 * A route as cached: stops that one driver visits in order. It belongs to a user, whose session is needed for it. Times
 * are the user's own, in `timeZone`; `id` is ours, `panelId` the panel's. `stops` counts its checkpoints; the first
 * window begins at `windowFrom` and the last ends at `windowTo`. Its `status` is kept as the panel says it.
 * (panel-api.md, section 8.1; panel-additions.md, B4)
 */
export const route = z.object({
  id: z.int(),
  panelId: z.int().nullable(),
  userId: z.int(),
  trackerId: z.int().nullable(),
  /** What the tracker is called, by the list of its user. */
  tracker: z.string(),
  label: z.string(),
  description: z.string(),
  externalId: z.string(),
  status: z.string(),
  statusChanged: z.string(),
  created: z.string(),
  windowFrom: z.string(),
  windowTo: z.string(),
  timeZone: z.string(),
  origin: z.string(),
  stops: z.int(),
  /** What its tags are called, with commas between them. */
  tags: z.string(),
  /** The panel's ids of them, likewise: a copy has the same. */
  tagIds: z.string(),
})
export type Route = z.infer<typeof route>

/**
 * A checkpoint as cached: a stop of a route, `position` counted from 1; or a single task, which is in no route: it becomes
 * a stop and a stop becomes one, and each keeps its id. Metres, minutes, and times of the user's own, in `timeZone`.
 * (panel-api.md, section 8.1)
 */
export const checkpoint = z.object({
  id: z.int(),
  panelId: z.int().nullable(),
  userId: z.int(),
  /** The panel's id of its route; null until that has one, and of a single task. */
  routeId: z.int().nullable(),
  /** Our id of it; null for a single task. */
  routeRow: z.int().nullable(),
  /** What the route is called. */
  route: z.string(),
  position: z.int().nullable(),
  trackerId: z.int().nullable(),
  tracker: z.string(),
  label: z.string(),
  description: z.string(),
  address: z.string(),
  /** Degrees north and east, as `coordinatesText` writes them. */
  coordinates: z.string(),
  radius: z.int(),
  windowFrom: z.string(),
  windowTo: z.string(),
  timeZone: z.string(),
  maxDelay: z.int(),
  minStay: z.int(),
  minArrival: z.int(),
  externalId: z.string(),
  status: z.string(),
  arrived: z.string(),
  created: z.string(),
  tags: z.string(),
  /** The panel's ids of its tags, with commas between them. */
  tagIds: z.string(),
  /** The values of the account's own fields, as JSON of the panel; empty where there are none. */
  custom: z.string(),
})
export type Checkpoint = z.infer<typeof checkpoint>

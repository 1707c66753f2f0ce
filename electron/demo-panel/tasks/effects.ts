import { z } from 'zod'

const id = z.int().min(1)

/** What is said of tasks and routes alike. */
const routeDetails = z.object({
  label: z.string(),
  description: z.string(),
  externalId: z.string().nullable(),
  tags: z.array(id).readonly(),
})

/** What is said of a task, or of a checkpoint: all of it is set at once. Times are the user's own. */
const taskDetails = routeDetails.extend({
  location: z.object({ lat: z.number(), lng: z.number(), radius: z.int(), address: z.string().optional() }).readonly(),
  from: z.string(),
  to: z.string(),
  maxDelay: z.int(),
  minStay: z.int(),
  minArrival: z.int(),
  /** Values of the user's own fields, by the fields' ids. */
  custom: z.record(z.string(), z.unknown()),
})

export type RouteDetails = Readonly<z.infer<typeof routeDetails>>
export type TaskDetails = Readonly<z.infer<typeof taskDetails>>

/** What has become of a task. A route's follows from its checkpoints'. */
export const taskStatuses = ['unassigned', 'assigned', 'done', 'failed', 'delayed', 'arrived', 'faulty'] as const
export type TaskStatus = (typeof taskStatuses)[number]

/** What requests do to tasks, checkpoints and routes, which have their ids in common. */
export const taskEffects = [
  z.object({
    effect: z.literal('task.made'),
    user: id,
    task: id,
    performer: id.nullable(),
    details: taskDetails,
  }),
  /** A checkpoint came to stand at this place of a route, from 0; those that stood there and behind moved on. */
  z.object({ effect: z.literal('checkpoint.made'), task: id, route: id, order: z.int(), details: taskDetails }),
  /** What is said of a task or of a checkpoint was set. */
  z.object({ effect: z.literal('task.changed'), task: id, details: taskDetails }),
  /** A single task was given to a tracker, its performer, or taken away from it. */
  z.object({ effect: z.literal('task.assigned'), task: id, performer: id.nullable() }),
  /** Whoever drives has got on with a task or a checkpoint. */
  z.object({ effect: z.literal('task.status'), task: id, status: z.enum(taskStatuses) }),
  /** A single task became a checkpoint. */
  z.object({ effect: z.literal('task.joined'), task: id, route: id, order: z.int() }),
  /** A checkpoint became a single task; the last one takes its route away. */
  z.object({ effect: z.literal('task.left'), task: id }),
  /** A task or a checkpoint is no more; the last one takes its route away. */
  z.object({ effect: z.literal('task.gone'), task: id }),
  /** A route was made; its checkpoints follow in the same request. */
  z.object({ effect: z.literal('route.made'), user: id, route: id, performer: id.nullable(), details: routeDetails }),
  z.object({ effect: z.literal('route.changed'), route: id, details: routeDetails }),
  /** A route's checkpoints were put in another order: all of them, by their ids. */
  z.object({ effect: z.literal('route.ordered'), route: id, tasks: z.array(id) }),
  z.object({ effect: z.literal('route.assigned'), route: id, performer: id.nullable() }),
  /** A route is no more, and neither are its checkpoints. */
  z.object({ effect: z.literal('route.gone'), route: id }),
] as const
export type TaskEffect = z.infer<(typeof taskEffects)[number]>

import { z } from 'zod'
import { invalid, Refusal } from '../errors.ts'
import { isMoment, localTime } from '../local-time.ts'
import { fromJson, integer, text } from '../parameters.ts'
import type { RawParameters } from '../request.ts'
import type { UserCall } from '../user-side.ts'
import type { RouteDetails, TaskDetails } from './effects.ts'
import { allowsTasks } from './plans.ts'
import type { RouteRecord, TaskRecord } from './records.ts'
import { isOpen, routeStatus } from './status.ts'

// The rules of a task's, a checkpoint's and a route's object. What is read only is not looked at; null and nothing are
// the same. (OpenAPI, Task, TaskCheckpoint, TaskRoute; panel-additions.md, B)

function atMost(most: number) {
  return integer(0).refine((value) => value <= most, `must be less than or equal to ${most}`)
}

const minutes = () =>
  atMost(512_000)
    .nullish()
    .transform((value) => value ?? 0)

const described = {
  label: text().refine(
    (label) => label.length <= 200 && label.trim() !== '',
    'must not be blank and have length between 1 and 200',
  ),
  description: text().refine((description) => description.length <= 1024, 'length must be between 0 and 1024'),
  external_id: text()
    .refine((id) => id.length >= 1 && id.length <= 100, 'length must be between 1 and 100')
    .nullish()
    .transform((id) => id ?? null),
  tags: z
    .array(integer())
    .nullish()
    .transform((tags) => tags ?? []),
}

const degrees = (most: number) =>
  z
    .number({ error: ({ input }) => (input == null ? 'must not be null' : 'must be a number') })
    .min(-most)
    .max(most)

const location = z.object(
  {
    lat: degrees(90),
    lng: degrees(180),
    radius: integer().refine((radius) => radius <= 300_000, 'must be between 1 and 300000'),
    address: text().nullish(),
  },
  { error: ({ input }) => (input == null ? 'must not be null' : 'must be an object') },
)

/** The parameter in which an object comes: as text, it is JSON. */
export function objectOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const error = ({ input }: { input?: unknown }) => (input == null ? 'must not be null' : 'must be an object')
  return z.preprocess(fromJson, z.object(shape, { error }))
}

/** A list of objects, such as checkpoints: as text, it is JSON. */
export function objectsOf<Shape extends z.ZodRawShape>(shape: Shape, size: { least: number; most: number }) {
  const error = `size must be between ${size.least} and ${size.most}`
  return z.preprocess(
    fromJson,
    z
      .array(z.object(shape), { error: ({ input }) => (input == null ? 'must not be null' : 'must be an array') })
      .refine((list) => list.length >= size.least && list.length <= size.most, error),
  )
}

/** A task's object, as it is sent. */
export const taskShape = {
  ...described,
  id: integer().nullish(),
  location,
  from: text(),
  to: text(),
  max_delay: minutes(),
  min_stay_duration: minutes(),
  min_arrival_duration: minutes(),
  fields: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((fields) => fields ?? {}),
  tracker_id: integer().nullish(),
  form_template_id: integer().nullish(),
}
export type SentTask = z.output<z.ZodObject<typeof taskShape>>

/** A route's object, as it is sent. */
export const routeShape = {
  ...described,
  id: integer().nullish(),
  tracker_id: integer().nullish(),
  checkpoint_ids: z.array(integer()).nullish(),
}
type SentRoute = z.output<z.ZodObject<typeof routeShape>>

/** What is said of a task by its object. */
export function taskDetailsOf(sent: SentTask): TaskDetails {
  const { lat, lng, radius, address } = sent.location
  return {
    ...routeDetailsOf(sent),
    location: { lat, lng, radius, ...(address == null ? {} : { address }) },
    from: sent.from,
    to: sent.to,
    maxDelay: sent.max_delay,
    minStay: sent.min_stay_duration,
    minArrival: sent.min_arrival_duration,
    custom: sent.fields,
  }
}

/** What is said of a route by its object. */
export function routeDetailsOf(sent: Pick<SentRoute, 'label' | 'description' | 'external_id' | 'tags'>): RouteDetails {
  return { label: sent.label, description: sent.description, externalId: sent.external_id, tags: sent.tags }
}

/**
 * Looks at the times of what is sent under `names`, objects or lists of them, "before anything else": `to` must be there
 * and not be in the past, and `from` not be after it; `task.to` and `task.from` name them in each case. Whether `from`
 * may be missing is not stated, so that nobody relies on it, it may not. (OpenAPI, task/create; panel-additions.md, B)
 */
export function demandTimes(...names: readonly string[]) {
  return ({ state, user, now }: UserCall, parameters: RawParameters): void => {
    const today = localTime(now, state.timeZoneOf(user))
    for (const name of names) {
      const sent = fromJson(parameters[name])
      for (const object of Array.isArray(sent) ? sent : [sent]) demandWindow(object, today)
    }
  }
}

const timed = z.object({ from: z.string().nullish(), to: z.string().nullish() })

function demandWindow(object: unknown, now: string): void {
  const times = timed.safeParse(object)
  // What is no object at all is told by the rules that follow.
  if (!times.success) return
  const { from, to } = times.data
  if (to == null) throw invalid('task.to', 'must not be null')
  if (!isMoment(to)) throw invalid('task.to', 'must be a date, yyyy-MM-dd HH:mm:ss')
  if (to < now) throw invalid('task.to', 'must not be in the past')
  if (from == null) throw invalid('task.from', 'must not be null')
  if (!isMoment(from)) throw invalid('task.from', 'must be a date, yyyy-MM-dd HH:mm:ss')
  if (from > to) throw invalid('task.from', 'must not be after task.to')
}

/** Refuses windows that contradict their order. (OpenAPI, route/create) */
export function demandAgreement(checkpoints: readonly SentTask[]): void {
  let latest = ''
  for (const [index, { from, to }] of checkpoints.entries()) {
    if (to < latest) throw invalid(`checkpoints.${index}.to`, 'must not be before from of a preceding checkpoint')
    if (from > latest) latest = from
  }
}

/** Refuses with 217 tags that the user does not have: which code that is, is not documented. */
export function demandTags({ state, user }: UserCall, ...objects: readonly { readonly tags: readonly number[] }[]) {
  const known = new Set(state.tasks.tagsOf(user).map(({ id }) => id))
  if (objects.some(({ tags }) => tags.some((tag) => !known.has(tag)))) throw new Refusal(217)
}

/** This panel has no templates of forms. */
export function demandNoForm(createForm: boolean, ...objects: readonly SentTask[]): void {
  if (createForm && objects.some(({ form_template_id }) => form_template_id != null)) throw new Refusal(201)
}

/**
 * Refuses a tracker that may not get tasks: with `missing` one that is not the user's, with 208 one that is blocked, with
 * 236 one whose plan has no tasks.
 */
export function demandTracker({ state, user }: UserCall, trackerId: number | null, missing: 201 | 204): void {
  if (trackerId === null) return
  const tracker = state.trackers.get(trackerId)
  if (tracker?.userId !== user || tracker.source.corrupted || state.isDeleted(trackerId)) throw new Refusal(missing)
  if (tracker.source.blocked) throw new Refusal(208)
  const allowed = allowsTasks(state.plans.get(tracker.source.tariffId)) && !state.tasks.isWithout(user)
  if (!allowed) throw new Refusal(236)
}

/** Refuses with 255 a task with which somebody has begun. */
export function demandOpen({ status }: TaskRecord): void {
  if (!isOpen(status)) throw new Refusal(255)
}

/** Refuses with 255 a route of which somebody has begun with a checkpoint. */
export function demandOpenRoute(route: RouteRecord): void {
  if (!isOpen(routeStatus(route))) throw new Refusal(255)
}

/** The route of an id. Refuses with 201 where the user has none. */
export function routeOf({ state, user }: UserCall, id: number): RouteRecord {
  const route = state.tasks.route(user, id)
  if (!route) throw new Refusal(201)
  return route
}

/** The checkpoint of an id. Refuses with 201 where the user has none. */
export function checkpointOf({ state, user }: UserCall, id: number): TaskRecord {
  const task = state.tasks.task(user, id)
  if (!task || task.routeId === null) throw new Refusal(201)
  return task
}

/** The single task of an id. Refuses with 201 where the user has none. */
export function singleTaskOf({ state, user }: UserCall, id: number): TaskRecord {
  const task = state.tasks.task(user, id)
  if (!task || task.routeId !== null) throw new Refusal(201)
  return task
}

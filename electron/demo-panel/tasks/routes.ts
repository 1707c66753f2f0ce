import { z } from 'zod'
import { invalid, Refusal } from '../errors.ts'
import { flag, integer } from '../parameters.ts'
import { userMethod, type UserCall } from '../user-side.ts'
import { externalIdCounts, routeAnswer } from './answers.ts'
import { changed, refuseDeletion } from './changes.ts'
import type { TaskEffect } from './effects.ts'
import { passing, taskFilters } from './filters.ts'
import type { RouteRecord, TaskRecord } from './records.ts'
import {
  demandAgreement,
  demandNoForm,
  demandOpen,
  demandOpenRoute,
  demandTags,
  demandTimes,
  demandTracker,
  objectOf,
  objectsOf,
  routeDetailsOf,
  routeOf,
  routeShape,
  singleTaskOf,
  taskDetailsOf,
  taskShape,
  type SentTask,
} from './rules.ts'
import { routeStatus } from './status.ts'

// What follows keeps the OpenAPI of the User API; panel-additions.md, B and C, says where it is corrected.

/** `task/route/list`: all at once, for it has no pages. */
export const routeList = userMethod({
  parameters: z.object(taskFilters),
  answer({ state, user }, asked) {
    const passes = passing(asked)
    const list = state.tasks.routesOf(user).filter((route) => passes(found(route)))
    return { list: list.map(routeAnswer), count: list.length }
  },
})

function found(route: RouteRecord): Parameters<ReturnType<typeof passing>>[0] {
  const { details, trackerId, checkpoints } = route
  return {
    ...{ status: routeStatus(route), trackerId, details, texts: [details.label, details.description] },
    from: checkpoints[0]?.details.from ?? '',
    to: checkpoints.at(-1)?.details.to ?? '',
  }
}

/** `task/route/read`. */
export const routeRead = userMethod({
  parameters: z.object({ route_id: integer() }),
  answer: (call, { route_id }) => ({ value: routeAnswer(routeOf(call, route_id)) }),
})

/** `task/route/create`: a route with its checkpoints, one of which may have been a single task so far. */
export const routeCreate = userMethod({
  first: demandTimes('checkpoints'),
  parameters: z.object({
    route: objectOf(routeShape),
    checkpoints: objectsOf(taskShape, { least: 2, most: 500 }),
    create_form: flag().default(false),
  }),
  answer(call, { route, checkpoints, create_form }) {
    const { state, user, record } = call
    const { tasks } = state
    demandAgreement(checkpoints)
    const converted = checkpoints.flatMap(({ id }) => id ?? [])
    if (converted.length > 1) throw invalid('checkpoints', 'only one of them may have an id')
    for (const id of converted) demandOpen(singleTaskOf(call, id))
    demandTags(call, route, ...checkpoints)
    demandNoForm(create_form, ...checkpoints)
    const performer = route.tracker_id ?? null
    demandTracker(call, performer, 201)

    const id = tasks.nextId
    record(
      { effect: 'route.made', user, route: id, performer, details: routeDetailsOf(route) },
      ...checkpoints.flatMap((sent, order) => placed(call, sent, { route: id, order, task: id + 1 + order })),
    )
    return {
      result: routeAnswer(routeOf(call, id)),
      ...externalIdCounts(
        tasks,
        user,
        checkpoints.map(({ external_id }) => external_id),
      ),
    }
  },
})

/** How a checkpoint gets its place in a new route: as the single task that it was, or new, as `task`. */
function placed(
  call: UserCall,
  sent: SentTask,
  { route, order, task }: { route: number; order: number; task: number },
): TaskEffect[] {
  const details = taskDetailsOf(sent)
  if (sent.id == null) return [{ effect: 'checkpoint.made', task, route, order, details }]
  const single = singleTaskOf(call, sent.id)
  return [{ effect: 'task.joined', task: single.id, route, order }, ...changed(single, details)]
}

/**
 * `task/route/update`: sets what is said of a route, and makes its checkpoints those that are sent, in their order: what
 * has an id is changed, what has none is new, and what is left out is deleted. A list without any is refused here, as a
 * route has at least one; and so are lists of ids and of checkpoints that contradict each other, of which nothing is
 * documented.
 */
export const routeUpdate = userMethod({
  first(call, parameters) {
    if (parameters['checkpoints'] !== undefined) demandTimes('checkpoints')(call, parameters)
  },
  parameters: z.object({
    route: objectOf({ ...routeShape, id: integer() }),
    checkpoints: objectsOf(taskShape, { least: 1, most: Infinity }).optional(),
    create_form: flag().default(false),
  }),
  answer(call, { route: sent, checkpoints, create_form }) {
    const route = routeOf(call, sent.id)
    demandOpenRoute(route)
    if ((sent.checkpoint_ids == null) !== (checkpoints === undefined)) {
      throw invalid('checkpoints', 'must be null exactly if route.checkpoint_ids is null')
    }
    demandTags(call, sent, ...(checkpoints ?? []))
    demandNoForm(create_form, ...(checkpoints ?? []))
    const details = routeDetailsOf(sent)
    call.record(
      { effect: 'route.changed', route: route.id, details },
      ...(checkpoints ? rewritten(call, route, checkpoints, sent.checkpoint_ids ?? []) : []),
    )
    return { result: routeAnswer(route) }
  },
})

/** The effects of making a route's checkpoints those that were sent. */
function rewritten(
  { state }: UserCall,
  route: RouteRecord,
  sent: readonly SentTask[],
  checkpointIds: readonly number[],
): TaskEffect[] {
  demandAgreement(sent)
  const known = new Map(route.checkpoints.map((checkpoint) => [checkpoint.id, checkpoint]))
  const named = sent.flatMap(({ id }) => id ?? [])
  if (new Set(named).size < named.length) throw invalid('checkpoints', 'must not contain duplicates')
  if (named.some((id) => !known.has(id))) throw new Refusal(201)
  if (named.join() !== checkpointIds.join()) {
    throw invalid('route.checkpoint_ids', 'must name the checkpoints that have ids, in their order')
  }
  let next = state.tasks.nextId
  const effects: TaskEffect[] = []
  const made: TaskRecord['id'][] = []
  const order = sent.map((checkpoint) => {
    const details = taskDetailsOf(checkpoint)
    const before = checkpoint.id == null ? undefined : known.get(checkpoint.id)
    if (before) {
      effects.push(...changed(before, details))
      return before.id
    }
    const task = next++
    // The last ones for now: so the route is never without any.
    const last = known.size + made.length
    effects.push({ effect: 'checkpoint.made', task, route: route.id, order: last, details })
    made.push(task)
    return task
  })
  const gone = [...known.keys()].filter((id) => !named.includes(id))
  const left = [...known.keys()].filter((id) => named.includes(id)).concat(made)
  return [
    ...effects,
    ...gone.map((task) => ({ effect: 'task.gone' as const, task })),
    ...(left.join() === order.join() ? [] : [{ effect: 'route.ordered' as const, route: route.id, tasks: order }]),
  ]
}

/** `task/route/assign`: gives a route and its checkpoints to a tracker; without `tracker_id` to none. */
export const routeAssign = userMethod({
  parameters: z.object({ route_id: integer(), tracker_id: integer().optional() }),
  answer(call, { route_id, tracker_id: performer = null }) {
    const route = routeOf(call, route_id)
    demandOpenRoute(route)
    demandTracker(call, performer, 204)
    call.record({ effect: 'route.assigned', route: route.id, performer })
    return {}
  },
})

/** `task/route/delete`: whatever its state. */
export const routeDelete = userMethod({
  parameters: z.object({ route_id: integer() }),
  answer(call, { route_id }) {
    const route = call.state.tasks.route(call.user, route_id)
    if (!route) return refuseDeletion(call, route_id)
    call.record({ effect: 'route.gone', route: route.id })
    return {}
  },
})

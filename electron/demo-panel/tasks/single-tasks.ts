import { z } from 'zod'
import { invalid, Refusal } from '../errors.ts'
import { textFilter } from '../listing.ts'
import { flag, integer, integers, listOf, text } from '../parameters.ts'
import { userMethod } from '../user-side.ts'
import { externalIdCounts, routeAnswer, taskAnswer } from './answers.ts'
import { changed, placeAmong, refuseDeletion } from './changes.ts'
import { metres } from './distance.ts'
import { passing, taskFilters } from './filters.ts'
import type { TaskRecord } from './records.ts'
import {
  demandNoForm,
  demandOpen,
  demandOpenRoute,
  demandTags,
  demandTimes,
  demandTracker,
  objectOf,
  routeOf,
  singleTaskOf,
  taskDetailsOf,
  taskShape,
} from './rules.ts'

// What follows keeps the OpenAPI of the User API; panel-additions.md, B, says where it is corrected.

const sortKeys: Readonly<Record<string, (task: TaskRecord) => string | number>> = {
  id: ({ id }) => id,
  employee: ({ trackerId }) => trackerId ?? 0,
  status: ({ status }) => status,
  label: ({ details }) => details.label.toLowerCase(),
  location: ({ details }) => details.location.address?.toLowerCase() ?? '',
  from: ({ details }) => details.from,
  to: ({ details }) => details.to,
  status_change_date: ({ statusChanged }) => statusChanged,
  arrival_date: ({ arrival }) => arrival ?? '',
  stay_duration: ({ stay }) => stay,
  description: ({ details }) => details.description.toLowerCase(),
  external_id: ({ details }) => details.externalId ?? '',
  form: () => '',
}

const sortPattern = new RegExp(`^(${Object.keys(sortKeys).join('|')})=(asc|desc)$`)

/** `task/list`: single tasks; checkpoints and routes are not among them. */
export const taskList = userMethod({
  parameters: z.object({
    ...taskFilters,
    external_id: text().optional(),
    filters: listOf(text()).optional(),
    tag_ids: integers(Infinity).optional(),
    location: objectOf({ lat: z.number(), lng: z.number(), radius: z.number() }).optional(),
    sort: listOf(text().refine((sort) => sortPattern.test(sort), 'must be a field and =asc or =desc')).optional(),
    offset: integer(0).default(0),
    limit: integer(0)
      .refine((limit) => limit <= 100_000, 'must be less than or equal to 100000')
      .default(10_000),
    conditions: z.undefined({ error: 'is not to be had at this panel' }).optional(),
  }),
  answer({ state, user }, asked) {
    const { external_id, filters, tag_ids, location, offset, limit } = asked
    const passes = passing(asked)
    const single = state.tasks.tasksOf(user).filter(({ routeId }) => routeId === null)
    const passed = single
      .filter((task) => passes({ ...task, ...task.details, texts: texts(task) }))
      .filter(({ details }) => external_id === undefined || details.externalId === external_id)
      .filter((task) => !filters || filters.every((filter) => textFilter(filter, texts)?.(task) ?? true))
      .filter(({ details }) => !tag_ids || tag_ids.some((tag) => details.tags.includes(tag)))
      .filter(({ details }) => !location || metres(details.location, location) <= location.radius)
      .sort(bySort(asked.sort ?? ['id=asc']))
    const list = passed.slice(offset, offset + limit)
    return { list: list.map((task) => taskAnswer(state.tasks, task)), count: passed.length }
  },
})

function texts({ id, details }: TaskRecord): readonly (string | number | null)[] {
  const { label, description, location, externalId } = details
  return [id, label, description, location.address ?? null, externalId]
}

function bySort(sort: readonly string[]): (a: TaskRecord, b: TaskRecord) => number {
  return (a, b) => {
    for (const part of sort) {
      const [field = '', direction] = part.split('=')
      const key = sortKeys[field]!
      if (key(a) !== key(b)) return key(a) < key(b) === (direction === 'asc') ? -1 : 1
    }
    return 0
  }
}

/** `task/count`: how many single tasks there are. */
export const taskCount = userMethod({
  parameters: z.object({}),
  answer: ({ state, user }) => ({
    count: state.tasks.tasksOf(user).filter(({ routeId }) => routeId === null).length,
  }),
})

/** `task/read`: a task, a checkpoint, or a route with its checkpoints. */
export const taskRead = userMethod({
  parameters: z.object({ task_id: integer() }),
  answer({ state, user }, { task_id }) {
    const { tasks } = state
    const task = tasks.task(user, task_id)
    if (task) return { value: taskAnswer(tasks, task) }
    const route = tasks.route(user, task_id)
    if (!route) throw new Refusal(201)
    return {
      value: routeAnswer(route),
      checkpoints: route.checkpoints.map((checkpoint) => taskAnswer(tasks, checkpoint)),
    }
  },
})

/** `task/create`. */
export const taskCreate = userMethod({
  first: demandTimes('task'),
  parameters: z.object({ task: objectOf(taskShape), create_form: flag().default(false) }),
  answer(call, { task: sent, create_form }) {
    const { state, user, record } = call
    demandTags(call, sent)
    demandNoForm(create_form, sent)
    const performer = sent.tracker_id ?? null
    demandTracker(call, performer, 201)
    const task = state.tasks.nextId
    record({ effect: 'task.made', user, task, performer, details: taskDetailsOf(sent) })
    return { id: task, ...externalIdCounts(state.tasks, user, [sent.external_id]) }
  },
})

/** `task/update`: sets all that is said of a single task. */
export const taskUpdate = userMethod({
  first: demandTimes('task'),
  parameters: z.object({ task: objectOf({ ...taskShape, id: integer() }), create_form: flag().default(false) }),
  answer(call, { task: sent, create_form }) {
    const task = singleTaskOf(call, sent.id)
    demandOpen(task)
    demandTags(call, sent)
    demandNoForm(create_form, sent)
    call.record(...changed(task, taskDetailsOf(sent)))
    return externalIdCounts(call.state.tasks, call.user, [sent.external_id])
  },
})

/** `task/assign`: gives a single task to a tracker; without `tracker_id` to none. */
export const taskAssign = userMethod({
  parameters: z.object({ task_id: integer(), tracker_id: integer().optional() }),
  answer(call, { task_id, tracker_id: performer = null }) {
    const task = singleTaskOf(call, task_id)
    demandOpen(task)
    demandTracker(call, performer, 204)
    call.record({ effect: 'task.assigned', task: task.id, performer })
    return {}
  },
})

/** `task/delete`: whatever its state. */
export const taskDelete = userMethod({
  parameters: z.object({ task_id: integer() }),
  answer(call, { task_id }) {
    const task = call.state.tasks.task(call.user, task_id)
    if (!task || task.routeId !== null) return refuseDeletion(call, task_id)
    call.record({ effect: 'task.gone', task: task.id })
    return {}
  },
})

/** `task/transmute`: makes a checkpoint of a single task, if nobody has begun with it or with any of the route. */
export const taskTransmute = userMethod({
  parameters: z.object({ task_id: integer(), route_id: integer(), order: integer(0) }),
  answer(call, { task_id, route_id, order }) {
    const task = singleTaskOf(call, task_id)
    const route = routeOf(call, route_id)
    demandOpen(task)
    demandOpenRoute(route)
    const place = placeAmong(route.checkpoints.length, order)
    call.record({ effect: 'task.joined', task: task.id, route: route.id, order: place })
    return {}
  },
})

/** `tag/list`: the words by which a user sorts things. */
export const tagList = userMethod({
  parameters: z.object({ filter: text().optional() }),
  answer({ state, user }, { filter }) {
    if (filter !== undefined && (filter.length < 3 || filter.length > 60)) {
      throw invalid('filter', 'length must be between 3 and 60')
    }
    const passes = textFilter(filter, ({ name }: { name: string }) => [name]) ?? (() => true)
    const tags = state.tasks.tagsOf(user).filter(passes)
    const list = tags.map(({ id, name, color, avatar }) => ({
      id,
      ...(avatar === undefined ? {} : { avatar_file_name: avatar }),
      name,
      color,
    }))
    return { list, count: list.length }
  },
})

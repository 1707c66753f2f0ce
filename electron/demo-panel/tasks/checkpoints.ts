import { z } from 'zod'
import { invalid } from '../errors.ts'
import { flag, integer, integers } from '../parameters.ts'
import { userMethod } from '../user-side.ts'
import { externalIdCounts, taskAnswer } from './answers.ts'
import { changed, ordered, placeAmong, refuseDeletion } from './changes.ts'
import {
  checkpointOf,
  demandNoForm,
  demandOpen,
  demandOpenRoute,
  demandTags,
  demandTimes,
  demandTracker,
  objectOf,
  routeOf,
  taskDetailsOf,
  taskShape,
} from './rules.ts'

// What follows keeps the OpenAPI of the User API and the page task/checkpoint; panel-additions.md, B, corrects them.

const checkpointShape = { ...taskShape, parent_id: integer().nullish(), order: integer(0).nullish() }

/** `task/checkpoint/list`: those of the ids that there are, by rising id, for no order is promised. */
export const checkpointList = userMethod({
  parameters: z.object({ checkpoint_ids: integers(Infinity) }),
  answer({ state, user }, { checkpoint_ids }) {
    const ids = [...new Set(checkpoint_ids)].sort((a, b) => a - b)
    const checkpoints = ids.flatMap((id) => state.tasks.task(user, id) ?? []).filter(({ routeId }) => routeId !== null)
    return { list: checkpoints.map((checkpoint) => taskAnswer(state.tasks, checkpoint)), count: checkpoints.length }
  },
})

/** `task/checkpoint/read`. */
export const checkpointRead = userMethod({
  parameters: z.object({ checkpoint_id: integer() }),
  answer: (call, { checkpoint_id }) => ({
    value: taskAnswer(call.state.tasks, checkpointOf(call, checkpoint_id)),
  }),
})

/**
 * `task/checkpoint/create`: at `order`, and those from there on move on by one. It is done by whoever does the route,
 * whatever tracker it names; a route that is under way takes it all the same.
 */
export const checkpointCreate = userMethod({
  first: demandTimes('checkpoint'),
  parameters: z.object({
    checkpoint: objectOf({ ...checkpointShape, parent_id: integer() }),
    create_form: flag().default(false),
  }),
  answer(call, { checkpoint: sent, create_form }) {
    const { state, user, record } = call
    const route = routeOf(call, sent.parent_id)
    demandTags(call, sent)
    demandNoForm(create_form, sent)
    demandTracker(call, sent.tracker_id ?? null, 201)
    demandTracker(call, route.trackerId, 201)
    const task = state.tasks.nextId
    const order = placeAmong(route.checkpoints.length, sent.order)
    record({ effect: 'checkpoint.made', task, route: route.id, order, details: taskDetailsOf(sent) })
    return { id: task, ...externalIdCounts(state.tasks, user, [sent.external_id]) }
  },
})

/**
 * `task/checkpoint/update`: sets all that is said of a checkpoint, and its place, if `order` is given: those between
 * move by one. A checkpoint stays in its route: another `parent_id` is refused, of which nothing is documented.
 */
export const checkpointUpdate = userMethod({
  first: demandTimes('checkpoint'),
  parameters: z.object({
    checkpoint: objectOf({ ...checkpointShape, id: integer() }),
    create_form: flag().default(false),
  }),
  answer(call, { checkpoint: sent, create_form }) {
    const { state, user, record } = call
    const checkpoint = checkpointOf(call, sent.id)
    const route = state.tasks.routeOf(checkpoint)
    demandOpen(checkpoint)
    if (sent.parent_id != null && sent.parent_id !== route.id) {
      throw invalid('checkpoint.parent_id', 'must be the route of the checkpoint')
    }
    demandTags(call, sent)
    demandNoForm(create_form, sent)
    const ids = route.checkpoints.map(({ id }) => id)
    const others = ids.filter((id) => id !== checkpoint.id)
    const order = sent.order == null ? ids : others.toSpliced(placeAmong(others.length, sent.order), 0, checkpoint.id)
    record(...changed(checkpoint, taskDetailsOf(sent)), ...ordered(route, order))
    return externalIdCounts(state.tasks, user, [sent.external_id])
  },
})

/** `task/checkpoint/delete`: the others close the gap. */
export const checkpointDelete = userMethod({
  parameters: z.object({ checkpoint_id: integer() }),
  answer(call, { checkpoint_id }) {
    const checkpoint = call.state.tasks.task(call.user, checkpoint_id)
    if (!checkpoint || checkpoint.routeId === null) return refuseDeletion(call, checkpoint_id)
    demandOpen(checkpoint)
    call.record({ effect: 'task.gone', task: checkpoint.id })
    return {}
  },
})

/** `task/checkpoint/transmute`: makes a single task of a checkpoint, if nobody has begun with any of its route. */
export const checkpointTransmute = userMethod({
  parameters: z.object({ checkpoint_id: integer() }),
  answer(call, { checkpoint_id }) {
    const checkpoint = checkpointOf(call, checkpoint_id)
    demandOpenRoute(call.state.tasks.routeOf(checkpoint))
    call.record({ effect: 'task.left', task: checkpoint.id })
    return {}
  },
})

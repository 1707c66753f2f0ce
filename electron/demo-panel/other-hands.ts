import { z } from 'zod'
import type { Effect } from './ledger.ts'
import type { PanelState } from './state.ts'
import { changed, ordered, placeAmong } from './tasks/changes.ts'
import { isOpen } from './tasks/status.ts'
import { heldFields } from './user-fields.ts'

/** What other hands than the client's do to a tracker, so that the client's picture is out of date. */
const trackerEdit = z.object({
  tracker_id: z.int().min(1),
  label: z.string().optional(),
  deleted: z.boolean().optional(),
  comment: z.string().optional(),
  /** Gives it this plan, which may be one that is not the dealer's; no money changes hands. */
  tariff_id: z.int().min(1).optional(),
  blocked: z.boolean().optional(),
  /** Moves it to this user, under a new id. */
  user_id: z.int().min(1).optional(),
  /** Takes the tracker away altogether. */
  gone: z.boolean().default(false),
  /** Corrupts it, with all of its clones. */
  corrupted: z.boolean().default(false),
})

/** What they do to a bundle. */
const bundleEdit = z.object({
  bundle_id: z.int().min(1),
  /** Empty takes the SIM card off. */
  iccid: z.string().optional(),
  order_id: z.int().nullable().optional(),
  equip_id: z.int().optional(),
})

/** What they say of a user. */
const userEdit = z.object({
  said_of_user: z.int().min(1),
  comment: z.string().optional(),
  phone: z.string().optional(),
  city: z.string().optional(),
  login: z.string().optional(),
})

/** How a driver gets on with a task or a checkpoint; a route's status follows from those of its checkpoints. */
const taskEdit = z.object({
  task_id: z.int().min(1),
  status: z.enum(['arrived', 'done', 'failed', 'delayed', 'faulty']),
})

/** What somebody else does to a stop of a route, with which nobody has begun. */
const stopEdit = z.object({
  stop_id: z.int().min(1),
  label: z.string().optional(),
  description: z.string().optional(),
  radius: z.int().min(1).optional(),
  /** Moves it to this place, from 0; those between move by one. */
  order: z.int().min(0).optional(),
  /** Puts a stop before it that is like it, of this label. */
  before: z.string().optional(),
  /** Makes a single task of it. */
  single: z.boolean().default(false),
  gone: z.boolean().default(false),
})

/** What they do to a route. */
const routeEdit = z.object({
  route_id: z.int().min(1),
  label: z.string().optional(),
  gone: z.boolean().default(false),
})

export const demoEdit = z.union([trackerEdit, bundleEdit, userEdit, taskEdit, stopEdit, routeEdit])
export type DemoEdit = z.input<typeof demoEdit>

/** The effects of an edit, in the order in which they are to be had. Throws where what is edited, or the user, will not do. */
export function effectsOf(state: PanelState, input: DemoEdit): Effect[] {
  const edit = demoEdit.parse(input)
  if ('task_id' in edit) return ofTask(state, edit)
  if ('stop_id' in edit) return ofStop(state, edit)
  if ('route_id' in edit) return ofRoute(state, edit)
  if ('said_of_user' in edit) return ofUser(state, edit)
  return 'bundle_id' in edit ? ofBundle(edit) : ofTracker(state, edit)
}

function ofTask(state: PanelState, { task_id, status }: z.output<typeof taskEdit>): Effect[] {
  const performer = state.tasks.performerOf(task_id)
  if (performer === null) throw new RangeError(`There is no task ${task_id} that anybody drives to`)
  return [{ effect: 'task.status', task: task_id, status }]
}

function ofStop({ tasks }: PanelState, edit: z.output<typeof stopEdit>): Effect[] {
  const { stop_id: id, label, description, radius, order, before, single, gone } = edit
  const stop = tasks.stop(id)
  if (!stop || !isOpen(stop.status)) throw new RangeError(`There is no stop ${id} with which nobody has begun`)
  const { details } = stop
  const route = tasks.routeOf(stop)
  const ids = route.checkpoints.map((checkpoint) => checkpoint.id)
  if (gone) return [{ effect: 'task.gone', task: id }]
  if (single) return [{ effect: 'task.left', task: id }]
  if (before !== undefined) {
    const made = { ...details, label: before }
    return [
      {
        ...{ effect: 'checkpoint.made', task: tasks.nextId, route: route.id },
        ...{ order: ids.indexOf(id), details: made },
      },
    ]
  }
  const others = ids.filter((other) => other !== id)
  return [
    ...changed(stop, {
      ...details,
      label: label ?? details.label,
      description: description ?? details.description,
      location: { ...details.location, radius: radius ?? details.location.radius },
    }),
    ...(order === undefined ? [] : ordered(route, others.toSpliced(placeAmong(others.length, order), 0, id))),
  ]
}

function ofRoute({ tasks }: PanelState, { route_id: id, label, gone }: z.output<typeof routeEdit>): Effect[] {
  const route = tasks.routeBy(id)
  if (!route) throw new RangeError(`There is no route ${id}`)
  if (gone) return [{ effect: 'route.gone', route: id }]
  return label === undefined ? [] : [{ effect: 'route.changed', route: id, details: { ...route.details, label } }]
}

function ofUser(state: PanelState, { said_of_user: id, city, ...said }: z.output<typeof userEdit>): Effect[] {
  const user = state.users.get(id)
  if (!user) throw new RangeError(`There is no user ${id}`)
  const given = Object.entries({ ...said, post_city: city }).filter(([, value]) => value !== undefined)
  return [{ effect: 'user.changed', user: id, fields: { ...heldFields(user), ...Object.fromEntries(given) } }]
}

function ofBundle({ bundle_id: bundle, iccid, order_id, equip_id }: z.output<typeof bundleEdit>): Effect[] {
  return [
    ...(iccid === undefined ? [] : [{ effect: 'bundle.sim' as const, bundle, iccid: iccid || null, assigned: null }]),
    ...(order_id === undefined ? [] : [{ effect: 'bundle.order' as const, bundle, order: order_id }]),
    ...(equip_id === undefined ? [] : [{ effect: 'bundle.equipment' as const, bundle, equipment: equip_id }]),
  ]
}

function ofTracker(state: PanelState, edit: z.output<typeof trackerEdit>): Effect[] {
  const { tracker_id, label, deleted, comment, tariff_id, blocked, user_id, gone, corrupted } = edit
  const tracker = state.trackers.get(tracker_id)
  if (!tracker) throw new RangeError(`There is no tracker ${tracker_id}`)
  if (gone) return [{ effect: 'tracker.gone', tracker: tracker.id }]
  if (corrupted) {
    if (tracker.clone || tracker.source.corrupted) throw new RangeError(`Tracker ${tracker_id} cannot be corrupted`)
    const clones = tracker.source.trackers.filter(({ clone }) => clone).map(({ id }) => id)
    return [{ effect: 'tracker.corrupt', tracker: tracker.id, clones }]
  }
  const effects: Effect[] = []
  if (label !== undefined || deleted !== undefined || comment !== undefined) {
    effects.push({
      effect: 'tracker.settings',
      tracker: tracker.id,
      label: label ?? tracker.label,
      hidden: deleted ?? tracker.hidden,
      comment: comment ?? tracker.comment,
    })
  }
  if (tariff_id !== undefined) {
    const { userId: user, source } = tracker
    const free = { repaid: 0, charged: 0, ends: source.tariffEnd }
    effects.push({ effect: 'tracker.tariff', tracker: tracker.id, user, plan: tariff_id, ...free })
  }
  if (blocked !== undefined) effects.push({ effect: 'tracker.block', tracker: tracker.id, blocked })
  // Last, as the id changes.
  if (user_id !== undefined) {
    const held = tracker.source.trackers.some(({ userId }) => userId === user_id)
    if (tracker.clone || held || !state.users.get(user_id)) {
      throw new RangeError(`Tracker ${tracker_id} cannot be moved to user ${user_id}`)
    }
    effects.push({ effect: 'tracker.move', tracker: tracker.id, newId: state.trackers.nextId, user: user_id })
  }
  return effects
}

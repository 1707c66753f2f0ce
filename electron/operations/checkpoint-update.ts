import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { coordinatesIn } from '../../shared/rules/coordinates.ts'
import { fail } from '../../shared/problem.ts'
import { checkpointReader } from '../entities/task-readers.ts'
import type { PanelCheckpoint } from '../panel/task-api.ts'
import type { Executor } from './executor.ts'
import { tellRoute } from './route-effects.ts'
import { taskEdit } from './task-edit.ts'

type Params = ParamsOf<'checkpoint.update'>

/** What a stop says of itself. */
export type Stop = Pick<PanelCheckpoint, keyof Params['set'] & keyof PanelCheckpoint>

/** What a stop holds of that. */
export const holds = (held: Readonly<Stop>): Stop & Record<string, unknown> => {
  const { label, description, address, coordinates, radius } = held
  const { windowFrom, windowTo, maxDelay, minStay, minArrival, externalId } = held
  return {
    ...{ label, description, address, coordinates, radius },
    ...{ windowFrom, windowTo, maxDelay, minStay, minArrival, externalId },
  }
}

/** The fields as they may be sent. */
export const soundStop = z
  .object({
    ...{ label: z.string(), description: z.string(), address: z.string(), coordinates: z.string() },
    ...{ radius: z.int(), windowFrom: z.string(), windowTo: z.string() },
    ...{ maxDelay: z.int(), minStay: z.int(), minArrival: z.int(), externalId: z.string() },
  })
  .partial()

/** What the User API is told of a stop. (user-tasks-openapi.json, TaskCheckpoint) */
export function stopObject(stop: Stop): Record<string, unknown> {
  const { lat, lng } = coordinatesIn(stop.coordinates) ?? fail('unexpected')
  return {
    label: stop.label,
    description: stop.description,
    location: { lat, lng, radius: stop.radius, ...(stop.address !== '' && { address: stop.address }) },
    from: stop.windowFrom,
    to: stop.windowTo,
    max_delay: stop.maxDelay,
    min_stay_duration: stop.minStay,
    min_arrival_duration: stop.minArrival,
    ...(stop.externalId !== '' && { external_id: stop.externalId }),
  }
}

/** The tags of a stop and the account's own fields, as it was read. */
export function tagsOf({ tagIds, custom }: PanelCheckpoint): Record<string, unknown> {
  return { tags: tagIds, ...(custom && { fields: custom }) }
}

/**
 * `task/checkpoint/update`: a full write, so all that was not touched goes along as it was read just before, its place
 * among the others too. Forms stay as they are. (panel-additions.md, B7)
 */
export const checkpointUpdateExecutor: Executor<Params, PanelCheckpoint> = taskEdit<Params, PanelCheckpoint>({
  kind: 'checkpoint.update',
  reader: checkpointReader,
  whenBegun: 'stop-begun',
  holds,
  closed: ({ routeId }) => (routeId === null ? { code: 'stop-single' } : null),
  request: (held, { set }) => ({
    path: 'task/checkpoint/update',
    body: {
      checkpoint: {
        ...{ id: held.panelId, parent_id: held.routeId },
        ...(held.order !== undefined && { order: held.order }),
        ...stopObject({ ...holds(held), ...soundStop.parse(set) }),
        ...tagsOf(held),
      },
      create_form: false,
    },
  }),
  apply(row, set, cache, outcome) {
    const written = soundStop.safeParse(set)
    if (!written.success) return
    cache.change('checkpoint', row, written.data, outcome)
    const route = cache.byIds('checkpoint', [row]).get(row)?.routeRow
    if (route != null) tellRoute(cache, route, outcome)
  },
})

import { z } from 'zod'
import { laneOfPlaces, laneOfRow, type RowRef } from '../entities/entity.ts'
import { kind } from './kind.ts'
import { begunRoute, begunStop, isBegun, laneOfStops, userSession } from './task.ts'

/**
 * Makes a stop of a single task, just behind another one of a route, or first: a number would say nothing, for each request
 * shifts those of others. It keeps its id, and is driven by whoever drives the route. Nobody may have begun with it or with
 * any stop of the route (255); sent twice it is refused, as no single task any more (201). (user-tasks-openapi.json,
 * /task/transmute; panel-additions.md, B8)
 */
export const taskTransmuteKind = kind({
  name: 'task.transmute',
  entity: 'checkpoint',
  methods: ['task/transmute'],
  version: 1,
  params: z.object({
    /** Our id of the task, which it keeps as a stop. */
    row: z.int(),
    /** Our id of the stop behind which it is to stand; null for the first. */
    behind: z.int().nullable(),
    /** The user whom both belong to. */
    user: z.int(),
    /** Our id of the route. */
    route: z.int(),
    /** The panel's id of the route; null while that is to be made. */
    routeId: z.int().nullable(),
    /** What the route is called, for people alone. */
    label: z.string(),
    /** Whether somebody was to drive it when it was staged: whoever does is told on the phone. */
    assigned: z.boolean(),
  }),
  places: {
    field: 'position',
    of: ({ row, route, behind, label, routeId }) => ({ row, whole: route, behind, shows: { route: label, routeId } }),
    behind: (params, behind) => ({ ...params, behind }),
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'refused',
  lanes: ({ row, route }) => [laneOfRow({ entity: 'checkpoint', id: row }), laneOfStops(route), laneOfPlaces(route)],
  takes: ({ route, behind }): RowRef[] => [
    { entity: 'route', id: route },
    ...(behind === null ? [] : [{ entity: 'checkpoint', id: behind } as const]),
  ],
  batchMost: 1,
  batchKey: () => null,
  foretell: {
    from: ['status'],
    others: [{ entity: 'checkpoint', by: 'routeRow', fields: ['status'], of: ({ route }) => route }],
    why(_, { status }, { others }) {
      if (isBegun(status)) return { code: 'task-begun' }
      return others[0]?.some((other) => isBegun(other['status'])) ? { code: 'route-begun' } : null
    },
  },
  remedies: { 'task-begun': begunStop, 'route-begun': begunRoute },
  describe: ({ row, label }) => ({ row, changes: [{ field: 'route', from: null, to: label }] }),
  check: () => null,
})

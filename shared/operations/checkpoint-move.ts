import { z } from 'zod'
import { laneOfPlaces, laneOfRow, type RowRef } from '../entities/entity.ts'
import { kind } from './kind.ts'
import { begunStop, isBegun, laneOfStops, mostStops, userSession, windowProblem } from './task.ts'

/**
 * Has a stop stand elsewhere in its route: just behind another stop of it, or first. A number would say nothing: each
 * request shifts those of others. Sent twice it does the same again. (user-tasks-openapi.json, /task/checkpoint/update;
 * panel-additions.md, C3)
 */
export const checkpointMoveKind = kind({
  name: 'checkpoint.move',
  entity: 'checkpoint',
  methods: ['task/checkpoint/update'],
  version: 1,
  params: z.object({
    /** Our id of the stop. */
    row: z.int(),
    /** Our id of the stop behind which it is to stand; null for the first. */
    behind: z.int().nullable(),
    /** The one behind which it stands until then, by what was planned when it was staged: where an undo puts it. */
    was: z.int().nullable(),
    /** The user whom the route belongs to. */
    user: z.int(),
    /** Our id of the route. */
    route: z.int(),
    /** Whether somebody was to drive it when it was staged: whoever does is told on the phone. */
    assigned: z.boolean(),
    /** Its number before all moves of its route, and after them, from 1, as they were staged: for people alone. */
    from: z.int(),
    to: z.int(),
  }),
  places: {
    field: 'position',
    of: ({ row, route, behind }) => ({ row, whole: route, behind }),
    behind: (params, behind) => ({ ...params, behind }),
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'same-again',
  lanes: ({ row, route }) => [laneOfRow({ entity: 'checkpoint', id: row }), laneOfStops(route), laneOfPlaces(route)],
  takes: ({ row, behind }): RowRef[] =>
    [row, behind].flatMap((id) => (id === null ? [] : [{ entity: 'checkpoint', id } as const])),
  // Several at once write the whole route.
  batchMost: mostStops,
  batchKey: ({ route }) => String(route),
  // Code 255, and what windows have to be, for the whole stop is written. (panel-api.md, section 8.2; panel-additions.md, B1)
  foretell: {
    from: ['status', 'windowFrom', 'windowTo', 'timeZone'],
    inTime: true,
    why(_, { status, windowFrom, windowTo, timeZone }, { clockIn }) {
      if (isBegun(status)) return { code: 'stop-begun' }
      return windowProblem({ from: windowFrom, to: windowTo, zone: timeZone }, clockIn)
    },
  },
  remedies: { 'stop-begun': begunStop },
  describe: ({ row, from, to }) => ({ row, changes: [{ field: 'position', from, to }] }),
  check: () => null,
})

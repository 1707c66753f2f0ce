import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { firstBroken } from './edit.ts'
import { stopEdits, stopFields } from './checkpoint-update.ts'
import { kind } from './kind.ts'
import { laneOfStops, userSession, windowProblem } from './task.ts'

/** Of a stop that is made, what a plan says first. */
const told = ['label', 'address', 'windowFrom', 'windowTo'] as const

/**
 * Makes a stop just behind another one of its route, which tells where it stands: places are numbers that each request
 * shifts. Sent twice it is made twice, so it bears an external id by which it is looked for; one of ours where the person
 * gave none. (panel-additions.md, C2 and C3)
 */
export const checkpointCreateKind = kind({
  name: 'checkpoint.create',
  entity: 'checkpoint',
  version: 1,
  params: z.object({
    /** Our id of the stop; null until it is staged. */
    row: z.int().nullable(),
    /** What tells it until the panel has given it an id. */
    token: z.string().min(1),
    /** Our id of the stop behind which it is to stand. */
    behind: z.int(),
    /** The user whom the route belongs to. */
    user: z.int(),
    /** Our id of the route. */
    route: z.int(),
    /** Whether somebody was to drive it when it was staged: whoever does is told on the phone. */
    assigned: z.boolean(),
    /** What the row shows of its route, and the place of the stop behind which it stands. */
    shown: z.object({
      routeId: z.int(),
      route: z.string(),
      position: z.int(),
      trackerId: z.int().nullable(),
      tracker: z.string(),
      timeZone: z.string(),
      tags: z.string(),
    }),
    ...stopFields,
  }),
  creates: {
    beside: true,
    key: ({ token }) => token,
    row: ({ user, route, assigned, shown, ...stop }) => ({
      ...{ userId: user, owner: user, routeRow: route, ...shown, status: assigned ? 'assigned' : 'unassigned' },
      ...Object.fromEntries(Object.keys(stopFields).map((field) => [field, stop[field as keyof typeof stopFields]])),
    }),
    fields: stopEdits,
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'repeats',
  lanes: ({ row, route }) => [
    ...(row === null ? [] : [laneOfRow({ entity: 'checkpoint', id: row })]),
    laneOfStops(route),
  ],
  takes: ({ behind }) => [behind],
  batchMost: 1,
  batchKey: () => null,
  foretell: {
    from: [],
    inTime: true,
    why: ({ windowFrom, windowTo, shown }, _row, { clockIn }) =>
      windowProblem({ from: windowFrom, to: windowTo, zone: shown.timeZone }, clockIn),
  },
  describe: ({ row, ...params }) => ({
    ...(row !== null && { row }),
    changes: told.map((field) => ({ field, from: null, to: params[field] })),
  }),
  check: (params) => firstBroken(stopEdits, params),
})

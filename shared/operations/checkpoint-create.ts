import { z } from 'zod'
import { isOwnId, laneOfPlaces, laneOfRow, type RowRef } from '../entities/entity.ts'
import { firstBroken } from './edit.ts'
import { stopEdits, stopFields } from './checkpoint-update.ts'
import { kind } from './kind.ts'
import { requestOfRoute } from './route-create.ts'
import { begunStop, laneOfStops, userSession, windowProblem } from './task.ts'

const kept = z.looseObject({})

/** Of a stop that is made, what a plan says first. */
const told = ['label', 'address', 'windowFrom', 'windowTo'] as const

/** What a form asks of a stop, in its order there: where and when it is, and what else is said of it. */
function askedOf({
  description,
  externalId,
  maxDelay,
  minStay,
  minArrival,
  windowFrom,
  windowTo,
  ...place
}: typeof stopEdits) {
  const { label, address, coordinates, radius } = place
  return {
    label,
    address,
    coordinates,
    radius,
    windowFrom,
    windowTo,
    maxDelay,
    minStay,
    minArrival,
    externalId,
    description,
  }
}

/**
 * Makes a stop just behind another one of its route, which tells where it stands: places are numbers that each request
 * shifts. A stop of a route that is new itself goes along with that one, in the order of the places that are shown. Sent
 * twice it is made twice, so it bears an external id by which it is looked for; one of ours where the person gave none.
 * (panel-additions.md, C2 and C3)
 */
export const checkpointCreateKind = kind({
  name: 'checkpoint.create',
  entity: 'checkpoint',
  methods: ['task/checkpoint/create'],
  version: 4,
  params: z.object({
    /** Our id of the stop; null until it is staged. */
    row: z.int().nullable(),
    /** What tells it until the panel has given it an id. */
    token: z.string().min(1),
    /** Our id of the stop behind which it is to stand; null for the first, and in a new route, where its place says it. */
    behind: z.int().nullable(),
    /** Our id of the stop of another route that it takes the place of, and which leaves once this one is there. */
    replaces: z.int().nullable(),
    /**
     * What that one held when it was staged, and what edits that were on their way then make of it: if it holds anything
     * else just before, others have changed it since, and it stays.
     */
    was: z.array(z.object({ ...stopFields, tags: z.string() }).partial()),
    /** Whether its tags and the account's own fields are those below, and not those of the stop behind which it stands. */
    ownTags: z.boolean(),
    /** The user whom the route belongs to. */
    user: z.int(),
    /** Our id of the route. */
    route: z.int(),
    /** Whether somebody was to drive it when it was staged: whoever does is told on the phone. */
    assigned: z.boolean(),
    /** The panel's ids of its tags, and the values of the account's own fields as JSON: where no stop before it tells them. */
    tagIds: z.array(z.int()),
    custom: z.string(),
    /** What the row shows of its route, and the place of the stop behind which it stands, or its own in a new route. */
    shown: z.object({
      routeId: z.int().nullable(),
      route: z.string(),
      position: z.int(),
      trackerId: z.int().nullable(),
      tracker: z.string(),
      timeZone: z.string(),
      tags: z.string(),
    }),
    ...stopFields,
  }),
  upgrade: {
    1: (params) => ({ tagIds: [], custom: '', ...kept.parse(params) }),
    2: (params) => ({ replaces: null, was: null, ownTags: false, ...kept.parse(params) }),
    3: (params) => {
      const { was, ...others } = kept.parse(params)
      return { ...others, was: was === null ? [] : [was] }
    },
  },
  creates: {
    beside: { like: ['windowFrom', 'windowTo', 'radius', 'maxDelay', 'minStay', 'minArrival'] },
    key: ({ token }) => token,
    row: ({ user, route, assigned, shown, tagIds, custom, ...stop }) => ({
      ...{ userId: user, owner: user, routeRow: route, ...shown, tagIds: tagIds.join(), custom },
      status: assigned ? 'assigned' : 'unassigned',
      ...Object.fromEntries(Object.keys(stopFields).map((field) => [field, stop[field as keyof typeof stopFields]])),
    }),
    fields: stopEdits,
    asks: askedOf(stopEdits),
  },
  places: {
    field: 'position',
    of: ({ row, route, behind, shown }) => {
      // In a new route the places that are shown say it.
      const isPlaced = behind !== null || shown.routeId !== null
      return row !== null && isPlaced ? { row, whole: route, behind } : null
    },
    behind: (params, behind) => ({ ...params, behind }),
  },
  otherHalf: ({ replaces }) => (replaces === null ? null : { entity: 'checkpoint', id: replaces }),
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'repeats',
  lanes: ({ row, route, behind, shown }) => [
    ...(row === null ? [] : [laneOfRow({ entity: 'checkpoint', id: row })]),
    laneOfStops(route),
    ...(behind === null && shown.routeId === null ? [] : [laneOfPlaces(route)]),
  ],
  // In a new route that is known by the places that are shown.
  takes: ({ route, behind, shown }): RowRef[] => [
    { entity: 'route', id: route },
    ...(behind === null || shown.routeId === null ? [] : [{ entity: 'checkpoint', id: behind } as const]),
  ],
  batchMost: 1,
  batchKey: ({ route }) => (isOwnId(route) ? requestOfRoute(route) : null),
  foretell: {
    from: [],
    inTime: true,
    why: ({ windowFrom, windowTo, shown }, _row, { clockIn }) =>
      windowProblem({ from: windowFrom, to: windowTo, zone: shown.timeZone }, clockIn),
  },
  // Of one that comes from another route, where it is the other one that was begun.
  remedies: { 'stop-begun': begunStop, 'route-begun': begunStop },
  describe: ({ row, ...params }) => ({
    ...(row !== null && { row }),
    changes: told.map((field) => ({ field, from: null, to: params[field] })),
  }),
  check: (params) => firstBroken(stopEdits, params),
})

import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { stopClashes } from '../entities/wholes.ts'
import type { Problem } from '../problem.ts'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { numbered, stopEdits } from './checkpoint-update.ts'
import { firstBroken, reference, referenceParams } from './edit.ts'
import { kind } from './kind.ts'
import { assignEdits } from './route-assign.ts'
import { routeEdits } from './route-update.ts'
import { laneOfStops, mostStops, userSession } from './task.ts'

/** How many stops a new route has. (panel-additions.md, B14) */
const stopsOf = { least: 2, most: mostStops }

const routeFields: Readonly<Record<string, ColumnEdit>> = { ...routeEdits, ...assignEdits }

/** What a new route and those of its stops that go along with it have in common, which is their request. */
export const requestOfRoute = (route: number): string => `route:${route}`

/** What a route has to know of its stops. */
const stopInRoute = z.looseObject({
  label: z.string(),
  windowFrom: z.string(),
  windowTo: z.string(),
  shown: z.looseObject({ position: z.int() }),
})
const routeWithStops = z.looseObject({
  shown: z.looseObject({ stops: z.int(), windowFrom: z.string(), windowTo: z.string() }),
})

/**
 * Makes a route, and in the same request those of its stops that wait for it. Sent twice it is made twice, so it bears an
 * external id by which it is looked for; one of ours where the person gave none.
 * (user-tasks-openapi.json, /task/route/create; panel-additions.md, C2)
 */
export const routeCreateKind = kind({
  name: 'route.create',
  entity: 'route',
  methods: ['task/route/create'],
  version: 1,
  params: z.object({
    /** Our id of the route; null until it is staged. */
    row: z.int().nullable(),
    /** What tells it until the panel has given it an id. */
    token: z.string().min(1),
    /** The user whom it is to belong to. */
    user: z.int(),
    label: z.string(),
    description: z.string(),
    externalId: z.string(),
    /** The panel's id of the tracker; an empty text for nobody. */
    tracker: reference,
    ...referenceParams,
    /** The panel's ids of its tags. */
    tagIds: z.array(z.int()),
    /** What its row shows besides, as it was when it was staged. */
    shown: z.object({
      timeZone: z.string(),
      tags: z.string(),
      stops: z.int(),
      windowFrom: z.string(),
      windowTo: z.string(),
    }),
  }),
  creates: {
    key: ({ token }) => token,
    row: ({ user, label, description, externalId, tracker, tagIds, shown }) => ({
      ...{ userId: user, owner: user, label, description, externalId, ...shown, tagIds: tagIds.join() },
      ...{
        trackerId: typeof tracker === 'number' ? tracker : null,
        status: tracker === '' ? 'unassigned' : 'assigned',
      },
    }),
    fields: routeFields,
    asks: {
      owner: referenceEdit('user', 'userId'),
      ...{ label: routeEdits.label, tracker: assignEdits.tracker },
      ...{ windowFrom: stopEdits.windowFrom, windowTo: stopEdits.windowTo },
      stops: numbered([stopsOf.least, stopsOf.most]),
    },
    start: { stops: String(stopsOf.least) },
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ tracker }) => tracker !== '',
  idempotence: 'repeats',
  lanes: ({ row }) => (row === null ? [] : [laneOfRow({ entity: 'route', id: row }), laneOfStops(row)]),
  madeWith: {
    kind: 'checkpoint.create',
    outside(stops): Problem | null {
      const { least, most } = stopsOf
      return stops < least || stops > most ? { code: 'route-size', values: { stops, least, most } } : null
    },
    part(params, route, place) {
      const { shown, ...stop } = stopInRoute.parse(params)
      return { ...stop, route, shown: { ...shown, position: shown.position || place } }
    },
    clashes(parts) {
      // In the order in which they are sent.
      const order = parts
        .map((part, at) => ({ at, stop: stopInRoute.parse(part) }))
        .sort((a, b) => a.stop.shown.position - b.stop.shown.position || a.at - b.at)
      const found = stopClashes(
        order.map(({ stop }) => stop),
        false,
      )
      return found.map(({ at, problem }) => ({ at: order[at]!.at, problem }))
    },
    grown(params, part) {
      const { shown, ...route } = routeWithStops.parse(params)
      const { windowFrom, windowTo } = stopInRoute.parse(part)
      const isFirst = shown.stops === 0
      return {
        ...route,
        shown: {
          ...shown,
          stops: shown.stops + 1,
          windowFrom: isFirst || windowFrom < shown.windowFrom ? windowFrom : shown.windowFrom,
          windowTo: windowTo > shown.windowTo ? windowTo : shown.windowTo,
        },
      }
    },
  },
  batchMost: 1 + stopsOf.most,
  batchKey: ({ row }) => requestOfRoute(row ?? 0),
  foretell: {
    from: [],
    others: [
      {
        ...{ entity: 'tracker', by: 'panelId', fields: ['blocked'] },
        of: ({ tracker }) => (typeof tracker === 'number' ? tracker : null),
      },
    ],
    why: (_params, _row, { others }) =>
      others[0]?.some(({ blocked }) => blocked === true) ? { code: 'tracker-blocked' } : null,
  },
  describe: ({ row, label, tracker, shown }) => ({
    ...(row !== null && { row }),
    changes: Object.entries({ label, tracker, windowFrom: shown.windowFrom, windowTo: shown.windowTo }).map(
      ([field, to]) => ({ field, from: null, to }),
    ),
  }),
  check: ({ unresolved, ...params }) => firstBroken(routeFields, params, unresolved),
})

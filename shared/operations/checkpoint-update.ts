import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkCoordinates, readCoordinates } from '../rules/coordinates.ts'
import { checkMoment, readMoment } from '../rules/moment.ts'
import {
  checkAddress,
  checkDescription,
  checkExternalId,
  checkTaskLabel,
  checkWhole,
  rangeOf,
  readWhole,
} from '../rules/task.ts'
import { textEdit, textOf, type ColumnEdit } from '../sheets/column-edit.ts'
import { tagsEdit } from '../rules/tags.ts'
import { changesOf, editParams, firstBroken, referenceParams } from './edit.ts'
import { kind } from './kind.ts'
import { begunStop, isBegun, laneOfStops, mostStops, userSession, windowProblem } from './task.ts'

/** A column of whole numbers between two others, both included. */
export const numbered = (range: readonly [number, number]): ColumnEdit => ({
  read: readWhole,
  check: (value) => checkWhole(value, range),
})
const momentEdit: ColumnEdit = { read: readMoment, check: (value) => checkMoment(textOf(value)) }

const kept = z.looseObject({})

/** How each field of a stop is edited. */
export const stopEdits = {
  label: textEdit(checkTaskLabel),
  description: textEdit(checkDescription),
  address: textEdit(checkAddress),
  coordinates: { read: readCoordinates, check: (value) => checkCoordinates(textOf(value)) },
  radius: numbered(rangeOf.radius),
  windowFrom: momentEdit,
  windowTo: momentEdit,
  maxDelay: numbered(rangeOf.minutes),
  minStay: numbered(rangeOf.minutes),
  minArrival: numbered(rangeOf.minutes),
  externalId: textEdit(checkExternalId),
} satisfies Record<string, ColumnEdit>

/** A number, or what was typed in place of one: that breaks a rule, so it is kept and never sent. */
const whole = z.union([z.int(), z.string()])

/** A stop's fields as they are staged. */
export const stopFields = {
  label: z.string(),
  description: z.string(),
  address: z.string(),
  coordinates: z.string(),
  radius: whole,
  windowFrom: z.string(),
  windowTo: z.string(),
  maxDelay: whole,
  minStay: whole,
  minArrival: whole,
  externalId: z.string(),
} satisfies Record<keyof typeof stopEdits, z.ZodType>

const edits = { ...stopEdits, tags: tagsEdit }

/**
 * Edits a checkpoint, a stop of a route: a full write, so what was not touched goes along as it was read just before.
 * Sent twice it does the same again. (user-tasks-openapi.json, /task/checkpoint/update)
 */
export const checkpointUpdateKind = kind({
  name: 'checkpoint.update',
  entity: 'checkpoint',
  methods: ['task/checkpoint/update'],
  version: 2,
  params: z.object({
    ...editParams({ ...stopFields, tags: z.string() }),
    ...referenceParams,
    /** The user whom the route belongs to. */
    user: z.int(),
    /** Our id of the route. */
    route: z.int(),
    /** Whether somebody was to drive it when the edit was made: whoever does is told on the phone. */
    assigned: z.boolean(),
  }),
  upgrade: { 1: (params) => ({ unresolved: {}, ...kept.parse(params) }) },
  edits,
  further: {
    from: ['userId', 'routeRow', 'trackerId'],
    make: ({ userId, routeRow, trackerId }) => ({ user: userId, route: routeRow, assigned: trackerId !== null }),
    closed: ({ routeRow }) => (routeRow === null ? { code: 'task-single' } : null),
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'same-again',
  lanes: ({ row, route }) => [laneOfRow({ entity: 'checkpoint', id: row }), laneOfStops(route)],
  // Several at once write the whole route.
  batchMost: mostStops,
  batchKey: ({ route }) => String(route),
  // Code 255, and what windows have to be. (panel-api.md, section 8.2; panel-additions.md, B1)
  foretell: {
    from: ['status', 'windowFrom', 'windowTo', 'timeZone'],
    inTime: true,
    why({ set }, { status, windowFrom, windowTo, timeZone }, { clockIn }) {
      if (isBegun(status)) return { code: 'stop-begun' }
      // The window goes along with whatever is changed.
      const [from, to] = [set.windowFrom ?? windowFrom, set.windowTo ?? windowTo]
      return windowProblem({ from, to, zone: timeZone }, clockIn)
    },
  },
  remedies: { 'stop-begun': begunStop },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(edits, set, unresolved),
})

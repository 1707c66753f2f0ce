import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, reference, referenceParams } from './edit.ts'
import { kind } from './kind.ts'
import { begunRoute, isBegun, laneOfStops, userSession } from './task.ts'

/** How is edited who drives a route: a tracker of its user, by label or id, or nobody. */
export const assignEdits: Readonly<Record<'tracker', ColumnEdit>> = {
  tracker: { ...referenceEdit('tracker', 'trackerId'), check: () => null, mayBeEmpty: true, within: 'userId' },
}

/**
 * Gives a route with all its stops to a tracker, or to nobody. Sent twice it does the same again. A tracker of somebody
 * else is refused with 204, a blocked one with 208, one whose plan has no tasks with 236.
 * (user-tasks-openapi.json, /task/route/assign; panel-additions.md, B5)
 */
export const routeAssignKind = kind({
  name: 'route.assign',
  entity: 'route',
  methods: ['task/route/assign'],
  version: 1,
  params: z.object({
    /** The panel's id of the tracker; an empty text for nobody. */
    ...editParams({ tracker: reference }),
    ...referenceParams,
    /** The user whom the route belongs to. */
    user: z.int(),
  }),
  edits: assignEdits,
  further: { from: ['userId'], make: ({ userId }) => ({ user: userId }) },
  needs: [userSession],
  risk: 'tells-driver',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'route', id: row }), laneOfStops(row)],
  batchMost: 1,
  batchKey: () => null,
  foretell: {
    from: ['status'],
    others: [
      {
        ...{ entity: 'tracker', by: 'panelId', fields: ['blocked'] },
        of: ({ set }) => (typeof set.tracker === 'number' ? set.tracker : null),
      },
    ],
    why(_, { status }, { others }) {
      if (isBegun(status)) return { code: 'route-begun' }
      return others[0]?.some(({ blocked }) => blocked === true) ? { code: 'tracker-blocked' } : null
    },
  },
  remedies: { 'route-begun': begunRoute },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(assignEdits, set, unresolved),
})

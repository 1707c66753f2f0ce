import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkDescription, checkExternalId, checkTaskLabel } from '../rules/task.ts'
import { textEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { tagsEdit } from '../rules/tags.ts'
import { changesOf, editParams, firstBroken, referenceParams } from './edit.ts'
import { kind } from './kind.ts'
import { begunRoute, isBegun, laneOfStops, userSession } from './task.ts'

const kept = z.looseObject({})

/** How each field of a route is edited. */
export const routeEdits = {
  label: textEdit(checkTaskLabel),
  description: textEdit(checkDescription),
  externalId: textEdit(checkExternalId),
} satisfies Record<string, ColumnEdit>

const edits = { ...routeEdits, tags: tagsEdit }

/**
 * Edits what is said of a route as a whole. Its checkpoints are not part of the request, so they stay as they are: both
 * `checkpoints` and `checkpoint_ids` are left out. Sent twice it does the same again.
 * (user-tasks-openapi.json, /task/route/update; panel-additions.md, B6)
 */
export const routeUpdateKind = kind({
  name: 'route.update',
  entity: 'route',
  methods: ['task/route/update'],
  version: 2,
  params: z.object({
    ...editParams({ label: z.string(), description: z.string(), externalId: z.string(), tags: z.string() }),
    ...referenceParams,
    /** The user whom it belongs to. */
    user: z.int(),
    /** Whether somebody was to drive it when the edit was made: whoever does is told on the phone. */
    assigned: z.boolean(),
  }),
  upgrade: { 1: (params) => ({ unresolved: {}, ...kept.parse(params) }) },
  edits,
  further: {
    from: ['userId', 'trackerId'],
    make: ({ userId, trackerId }) => ({ user: userId, assigned: trackerId !== null }),
  },
  needs: [userSession],
  risk: 'tells-driver',
  carriesRisk: ({ assigned }) => assigned,
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'route', id: row }), laneOfStops(row)],
  batchMost: 1,
  batchKey: () => null,
  foretell: {
    from: ['status'],
    why: (_, { status }) => (isBegun(status) ? { code: 'route-begun' } : null),
  },
  remedies: { 'route-begun': begunRoute },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(edits, set, unresolved),
})

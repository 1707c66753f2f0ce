import { z } from 'zod'
import { laneOfRow, type RowRef } from '../entities/entity.ts'
import { kind } from './kind.ts'
import { begunStop, isBegun, laneOfStops, userSession } from './task.ts'

/** What takes a stop out of its route: which one it is. */
export const leavingStop = z.object({
  /** Our id of the stop. */
  row: z.int(),
  /** The user whom the route belongs to. */
  user: z.int(),
  /** Our id of the route. */
  route: z.int(),
})

/** What kinds that take a stop out of its route have in common. A route is gone with its last stop. */
export const leaving = {
  entity: 'checkpoint',
  needs: [userSession],
  risk: 'irreversible',
  idempotence: 'refused',
  lanes: ({ row, route }: z.infer<typeof leavingStop>) => [
    laneOfRow({ entity: 'checkpoint', id: row }),
    laneOfStops(route),
  ],
  precludes: { lane: 'checkpoint', kinds: 'all', code: 'stop-leaves' },
  batchMost: 1,
  batchKey: () => null,
  describe: ({ row }: z.infer<typeof leavingStop>) => ({ row, changes: [] }),
  check: () => null,
} as const

const kept = z.looseObject({})

/**
 * Deletes a stop: those behind it move up. Sent twice it is refused with 201, begun with 255.
 * (panel-api.md, section 8.2; panel-additions.md, C3)
 */
export const checkpointDeleteKind = kind({
  ...leaving,
  name: 'checkpoint.delete',
  methods: ['task/checkpoint/delete'],
  version: 2,
  params: leavingStop.extend({
    /** Our id of the stop of another route that takes its place: until that one is there, it stays. */
    replacedBy: z.int().nullable(),
  }),
  upgrade: { 1: (params) => ({ replacedBy: null, ...kept.parse(params) }) },
  otherHalf: ({ replacedBy }) => (replacedBy === null ? null : { entity: 'checkpoint', id: replacedBy }),
  takes: ({ replacedBy }): RowRef[] => (replacedBy === null ? [] : [{ entity: 'checkpoint', id: replacedBy }]),
  foretell: {
    from: ['status'],
    why: (_, { status }) => (isBegun(status) ? { code: 'stop-begun' } : null),
  },
  remedies: { 'stop-begun': { ...begunStop, remedies: ['drop-begun', 'keep-in-route'] } },
})

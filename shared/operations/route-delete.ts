import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { kind } from './kind.ts'
import { isBegun, laneOfStops, userSession } from './task.ts'

const kept = z.looseObject({})

/**
 * Deletes a route with all of its stops. The panel does that whatever their state: so one that its driver has begun since
 * this was staged is left. Sent twice it is refused with 201.
 * (panel-api.md, section 8.2)
 */
export const routeDeleteKind = kind({
  name: 'route.delete',
  entity: 'route',
  methods: ['task/route/delete'],
  version: 2,
  params: z.object({
    /** Our id of the route. */
    row: z.int(),
    /** The user whom it belongs to. */
    user: z.int(),
    /** Whether somebody was seen to have begun with it when that was staged: then it is to go all the same. */
    begun: z.boolean(),
  }),
  upgrade: { 1: (params) => ({ begun: false, ...kept.parse(params) }) },
  needs: [userSession],
  risk: 'irreversible',
  idempotence: 'refused',
  lanes: ({ row }) => [laneOfRow({ entity: 'route', id: row }), laneOfStops(row)],
  precludes: { lane: 'route', kinds: 'all', code: 'route-leaves' },
  foretell: {
    from: ['status'],
    why: ({ begun }, { status }) => (!begun && isBegun(status) ? { code: 'route-begun-stays' } : null),
  },
  remedies: {
    'route-begun-stays': { remedies: ['delete-later-stops', 'delete-begun-route', 'leave-route'], meets: 'row' },
    'route-begun': { remedies: ['delete-later-stops', 'leave-route'], meets: 'row' },
  },
  batchMost: 1,
  batchKey: () => null,
  describe: ({ row }) => ({ row, changes: [] }),
  check: () => null,
})

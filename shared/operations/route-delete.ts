import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { kind } from './kind.ts'
import { laneOfStops, userSession } from './task.ts'

/**
 * Deletes a route with all of its stops, whatever their state. Sent twice it is refused with 201.
 * (panel-api.md, section 8.2)
 */
export const routeDeleteKind = kind({
  name: 'route.delete',
  entity: 'route',
  version: 1,
  params: z.object({
    /** Our id of the route. */
    row: z.int(),
    /** The user whom it belongs to. */
    user: z.int(),
  }),
  needs: [userSession],
  risk: 'irreversible',
  idempotence: 'refused',
  lanes: ({ row }) => [laneOfRow({ entity: 'route', id: row }), laneOfStops(row)],
  precludes: { lane: 'route', kinds: 'all', code: 'route-leaves' },
  batchMost: 1,
  batchKey: () => null,
  describe: ({ row }) => ({ row, changes: [] }),
  check: () => null,
})

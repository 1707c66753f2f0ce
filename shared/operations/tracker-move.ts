import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { changesOf, editParams, rowOfTracker } from './edit.ts'
import { kind } from './kind.ts'

/**
 * Gives a tracker to another user. It gets a new id at the panel, the old one is dead, and rules are unbound from it;
 * sent twice it is refused with 201. (panel-tracker.md, move; panel-api.md, section 1, point 2)
 */
export const trackerMoveKind = kind({
  name: 'tracker.move',
  entity: 'tracker',
  version: 2,
  params: z.object({
    ...editParams({ owner: z.int() }),
    /** The device behind the tracker, by which it is found again under its new id. */
    source: z.int(),
  }),
  upgrade: { 1: rowOfTracker },
  needs: [
    { category: 'trackers', operation: 'create' },
    { category: 'trackers', operation: 'delete' },
  ],
  risk: 'unbinds-rules',
  twice: 'refused',
  lanes: ({ row, source }) => [laneOfRow({ entity: 'tracker', id: row }), `source:${source}`],
  ownOnly: true,
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: () => null,
})

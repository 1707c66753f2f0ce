import { z } from 'zod'
import { changesOf, editParams } from './edit.ts'
import { kind } from './kind.ts'

/**
 * Gives a tracker to another user. It gets a new id at the panel, the old one is dead, and rules are unbound from it;
 * sent twice it is refused with 201. (panel-tracker.md, move; panel-api.md, section 1, point 2)
 */
export const trackerMoveKind = kind({
  name: 'tracker.move',
  version: 1,
  params: z.object({
    ...editParams({ owner: z.int() }),
    /** The device behind the tracker, by which it is found again under its new id. */
    source: z.int(),
  }),
  needs: [
    { category: 'trackers', operation: 'create' },
    { category: 'trackers', operation: 'delete' },
  ],
  risk: 'unbinds-rules',
  twice: 'refused',
  lanes: ({ tracker, source }) => [`tracker:${tracker}`, `source:${source}`],
  ownOnly: true,
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ tracker: params.tracker, changes: changesOf(params) }),
  check: () => null,
})

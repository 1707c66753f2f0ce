import { z } from 'zod'
import type { Tracker } from '../model/tracker.ts'
import { kind } from './kind.ts'

/**
 * Takes a clone away. Several go by `tracker/batch_delete_clones`, up to 500, which answers for each; sent twice it
 * is refused. The clone's own history of rules and vehicles is lost, the tracker itself is not touched.
 */
export const trackerDeleteCloneKind = kind({
  name: 'tracker.deleteClone',
  version: 1,
  params: z.object({
    /** Our id of the clone. */
    tracker: z.int(),
    /** What it was when its deletion was staged, so that it can be made again. */
    was: z.object({ source: z.int(), user: z.int(), label: z.string() }).optional(),
  }),
  needs: [{ category: 'trackers', operation: 'delete' }],
  risk: 'irreversible',
  twice: 'refused',
  lanes: ({ tracker }) => [`tracker:${tracker}`],
  bars: { lane: 'tracker', kinds: 'all', code: 'deletion-staged' },
  batchMost: 500,
  batchKey: () => 'clones',
  describe: ({ tracker }) => ({ tracker, changes: [] }),
  check: () => null,
})

/** The parameters by which a clone is deleted, and could be made again. */
export function deletionOf({ id, sourceId, userId, label }: Tracker) {
  return { tracker: id, was: { source: sourceId, user: userId, label } }
}

import { z } from 'zod'
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
  }),
  needs: [{ category: 'trackers', operation: 'delete' }],
  risk: 'irreversible',
  twice: 'refused',
  lanes: ({ tracker }) => [`tracker:${tracker}`],
  batchMost: 500,
  batchKey: () => 'clones',
  describe: ({ tracker }) => ({ tracker, changes: [] }),
  check: () => null,
})

import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import type { Tracker } from '../model/tracker.ts'
import { kind } from './kind.ts'
import { cloneLane } from './tracker-clone.ts'

/**
 * Takes a clone away. Several go by `tracker/batch_delete_clones`, up to 500, which answers for each; sent twice it
 * is refused. The clone's own history of rules and vehicles is lost, the tracker itself is not touched.
 */
export const trackerDeleteCloneKind = kind({
  name: 'tracker.deleteClone',
  entity: 'tracker',
  methods: ['tracker/delete_clone', 'tracker/batch_delete_clones'],
  version: 1,
  params: z.object({
    /** Our id of the clone. */
    tracker: z.int(),
    /** What it was when its deletion was staged, so that it can be made again. */
    was: z.object({ source: z.int(), user: z.int(), label: z.string() }).optional(),
    /** Our id of the tracker that it is a clone of, where that was known. */
    original: z.int().optional(),
  }),
  needs: [{ category: 'trackers', operation: 'delete' }],
  risk: 'irreversible',
  idempotence: 'refused',
  // Behind what makes the clone: if that is unknown still, taking its clone away would make it look undone.
  lanes: ({ tracker, was, original }) => [
    laneOfRow({ entity: 'tracker', id: tracker }),
    ...(was && original !== undefined ? [cloneLane(original, was.user)] : []),
  ],
  precludes: { lane: 'tracker', kinds: 'all', code: 'deletion-staged' },
  ownOnly: 'tracker-foreign',
  batchMost: 500,
  batchKey: () => 'clones',
  describe: ({ tracker }) => ({ row: tracker, changes: [] }),
  check: () => null,
})

/** The parameters by which a clone is deleted, and could be made again. */
export function deletionOf({ id, sourceId, userId, label }: Tracker, original?: number) {
  return {
    tracker: id,
    was: { source: sourceId, user: userId, label },
    ...(original === undefined ? {} : { original }),
  }
}

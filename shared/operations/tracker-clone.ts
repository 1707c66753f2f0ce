import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkLabel } from '../rules/text.ts'
import { kind } from './kind.ts'

/**
 * Gives a user a clone of a tracker. Without a label of its own it goes with up to 1000 others for the same user in
 * `tracker/batch_clone`; with one it goes alone, by `tracker/clone`. Sent twice it is refused with 247.
 */
export const trackerCloneKind = kind({
  name: 'tracker.clone',
  entity: 'tracker',
  methods: ['tracker/clone', 'tracker/batch_clone'],
  version: 1,
  params: z.object({
    /** Our id of the tracker to clone: an original, not a clone. */
    tracker: z.int(),
    /** The user who will own the clone. */
    user: z.int(),
    /** The clone's label; without one it keeps the original's. */
    label: z.string().optional(),
    /** Where the user already has a clone of it: pass over it in silence instead of refusing the row. */
    skipExisting: z.boolean().default(false),
  }),
  needs: [{ category: 'trackers', operation: 'create' }],
  risk: 'plain',
  idempotence: 'refused',
  lanes: ({ tracker, user }) => [laneOfRow({ entity: 'tracker', id: tracker }), cloneLane(tracker, user)],
  precludes: { lane: 'clone', kinds: 'own', code: 'clone-staged' },
  batchMost: 1000,
  batchKey: ({ user, label, skipExisting }) => (label === undefined ? `user:${user}:${skipExisting}` : null),
  describe: ({ tracker, user, label }) => ({
    row: tracker,
    user,
    changes: label === undefined ? [] : [{ field: 'label', from: null, to: label }],
  }),
  check: ({ label }) => (label === undefined ? null : checkLabel(label)),
})

/** The lane of all that makes or takes away a tracker's clone for a user. */
export function cloneLane(tracker: number, user: number): string {
  return `clone:${tracker}:${user}`
}

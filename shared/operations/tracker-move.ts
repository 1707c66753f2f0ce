import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, reference, referenceParams, rowOfTracker } from './edit.ts'
import { kind } from './kind.ts'

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)

/** How a tracker's owner is edited: by a user's id, login or name, or what is chosen. */
export const ownerEdits: Readonly<Record<'owner', ColumnEdit>> = { owner: referenceEdit('user', 'userId') }

/**
 * Gives a tracker to another user. It gets a new id at the panel, the old one is dead, and rules are unbound from it;
 * sent twice it is refused with 201. (panel-tracker.md, move; panel-api.md, section 1, point 2)
 */
export const trackerMoveKind = kind({
  name: 'tracker.move',
  entity: 'tracker',
  methods: ['tracker/move'],
  version: 3,
  params: z.object({
    ...editParams({ owner: reference }),
    ...referenceParams,
    /** The device behind the tracker, by which it is found again under its new id. */
    source: z.int(),
  }),
  // Before the last, an owner was an id, and never a text.
  upgrade: { 1: rowOfTracker, 2: (kept) => kept },
  edits: ownerEdits,
  further: { from: ['sourceId'], make: ({ sourceId }) => ({ source: sourceId }) },
  needs: [
    { category: 'trackers', operation: 'create' },
    { category: 'trackers', operation: 'delete' },
  ],
  risk: 'unbinds-rules',
  idempotence: 'refused',
  lanes: ({ row, source }) => [laneOfRow({ entity: 'tracker', id: row }), `source:${source}`],
  ownOnly: 'tracker-foreign',
  passesOver: ({ clone }) => clone === true,
  batchMost: 1,
  batchKey: () => null,
  // Codes 219, 252, 246 and 247. (panel-tracker.md, move)
  foretell: {
    from: ['clone', 'corrupted'],
    others: [
      { entity: 'user', by: 'id', fields: ['dealerId'], of: ({ set }) => numberOf(set.owner) },
      { entity: 'tracker', by: 'sourceId', fields: ['userId'], of: ({ source }) => source || null },
    ],
    why({ set }, { clone, corrupted }, { others: [owners = [], ofDevice = []], isForeign }) {
      if (clone === true) return { code: 'move-of-clone' }
      if (corrupted === true) return { code: 'tracker-corrupted' }
      if (owners.some(({ dealerId }) => isForeign(dealerId))) return { code: 'owner-foreign' }
      return ofDevice.some(({ userId }) => userId === set.owner) ? { code: 'owner-has-clone' } : null
    },
  },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(ownerEdits, set, unresolved),
})

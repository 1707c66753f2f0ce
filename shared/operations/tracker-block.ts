import { z } from 'zod'
import { flagEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { deviceLanes, deviceParams, ofDevice } from './device.ts'
import { changesOf, editParams, firstBroken } from './edit.ts'
import { kind } from './kind.ts'

/** How a tracker is blocked or let go again. */
export const blockEdits: Readonly<Record<'blocked', ColumnEdit>> = { blocked: flagEdit }

/**
 * Blocks a device, or lets it go again: for all trackers that show it. Sent twice it does the same again. The panel may
 * refuse it with 13 although every permission is there. (panel-tracker.md, source/update; panel-api.md, section 1)
 */
export const trackerBlockKind = kind({
  name: 'tracker.block',
  entity: 'tracker',
  methods: ['tracker/source/update'],
  version: 1,
  params: z.object({
    // A text that says neither yes nor no breaks a rule: it is kept and never sent.
    ...editParams({ blocked: z.union([z.boolean(), z.string()]) }),
    ...deviceParams,
  }),
  edits: blockEdits,
  further: { from: ['sourceId', 'clone'], make: ({ sourceId }) => ({ source: sourceId, also: [] }) },
  needs: [{ category: 'trackers', operation: 'update' }],
  // Code 13 even with full rights was observed by the vendor. (panel-openapi.json, source/update)
  notGiven: 'block-not-given',
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row, also, source }) => deviceLanes({ tracker: row, also, source }),
  ...ofDevice,
  ownOnly: 'tracker-foreign',
  batchMost: 1,
  batchKey: () => null,
  // Code 252. (panel-tracker.md, source/update)
  foretell: {
    from: ['corrupted'],
    why: (_, { corrupted }) => (corrupted === true ? { code: 'tracker-corrupted' } : null),
  },
  describe: (params) => ({ row: params.row, also: params.also, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(blockEdits, set),
})

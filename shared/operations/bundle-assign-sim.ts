import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkIccid, tidyIccid } from '../rules/iccid.ts'
import { textEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken } from './edit.ts'
import { kind } from './kind.ts'

/** How the SIM card of a bundle is edited. */
export const simEdits = { iccid: { ...textEdit(checkIccid), read: tidyIccid } } satisfies Record<string, ColumnEdit>

/**
 * Puts a SIM card into a bundle, changes it, or takes it off: an empty ICCID. What the panel says to the same card a
 * second time is not documented; what is so already reading back shows. (panel-tracker.md, bundle/assign)
 */
export const bundleAssignSimKind = kind({
  name: 'bundle.assignSim',
  entity: 'bundle',
  methods: ['tracker/bundle/assign'],
  version: 1,
  params: z.object(editParams({ iccid: z.string() })),
  edits: simEdits,
  needs: [{ category: 'tracker_bundles', operation: 'update' }],
  risk: 'plain',
  idempotence: 'refused',
  lanes: ({ row }) => [laneOfRow({ entity: 'bundle', id: row })],
  batchMost: 1,
  batchKey: () => null,
  // Code 223. (panel-tracker.md, bundle/assign)
  foretell: {
    from: [],
    others: [{ entity: 'bundle', by: 'iccid', fields: ['imei'], of: ({ set }) => set.iccid || null, vacant: '' }],
    why({ set: { iccid = '' } }, _, { others }) {
      const holder = others[0]?.[0]
      return holder ? { code: 'sim-in-bundle', values: { value: iccid, bundle: String(holder['imei']) } } : null
    },
  },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(simEdits, set),
})

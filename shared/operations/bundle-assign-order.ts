import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { tidyIdentifier } from '../rules/identifier.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken } from './edit.ts'
import { kind } from './kind.ts'

/** How the order of a bundle is edited: by its id; an empty cell is no order. A text that is no id is kept, and breaks a rule. */
export const orderEdits = {
  orderId: {
    read(text) {
      const bare = tidyIdentifier(text)
      return /^[1-9]\d{0,14}$/.test(bare) ? Number(bare) : bare
    },
    check: (value) =>
      typeof value === 'number' || value === '' ? null : { code: 'id-not-a-number', values: { value: String(value) } },
  },
} satisfies Record<string, ColumnEdit>

/**
 * Puts a bundle into an order, or takes it out; sent twice it does the same again. Whether there is such an order only the
 * panel knows. (panel-tracker.md, bundle/order/assign)
 */
export const bundleAssignOrderKind = kind({
  name: 'bundle.assignOrder',
  entity: 'bundle',
  methods: ['tracker/bundle/order/assign'],
  version: 1,
  params: z.object(editParams({ orderId: z.union([z.int(), z.string()]) })),
  edits: orderEdits,
  needs: [{ category: 'tracker_bundles', operation: 'update' }],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'bundle', id: row })],
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(orderEdits, set),
})

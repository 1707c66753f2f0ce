import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, reference, referenceParams } from './edit.ts'
import { kind } from './kind.ts'

/** How the equipment of a bundle is edited: by its id, name or model code, or what is chosen. */
export const equipmentEdits: Readonly<Record<'equipment', ColumnEdit>> = {
  equipment: referenceEdit('equipment', 'equipId'),
}

/** Says which equipment a bundle is; sent twice it does the same again. (panel-tracker.md, bundle/update) */
export const bundleSetEquipmentKind = kind({
  name: 'bundle.setEquipment',
  entity: 'bundle',
  methods: ['tracker/bundle/update'],
  version: 1,
  params: z.object({ ...editParams({ equipment: reference }), ...referenceParams }),
  edits: equipmentEdits,
  needs: [{ category: 'tracker_bundles', operation: 'update' }],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'bundle', id: row })],
  batchMost: 1,
  batchKey: () => null,
  // Code 204. (panel-tracker.md, bundle/update)
  foretell: {
    from: [],
    why: ({ set }, _, { equipment }) =>
      equipment.size > 0 && typeof set.equipment === 'number' && !equipment.has(set.equipment)
        ? { code: 'equipment-gone' }
        : null,
  },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(equipmentEdits, set, unresolved),
})

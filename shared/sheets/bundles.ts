import { simEdits } from '../operations/bundle-assign-sim.ts'
import { orderEdits } from '../operations/bundle-assign-order.ts'
import { equipmentEdits } from '../operations/bundle-set-equipment.ts'
import type { Sheet } from './sheet.ts'

/** Devices announced by their IMEI. */
export const bundlesSheet = {
  name: 'bundles',
  id: 'id',
  order: ['id'],
  named: 'imei',
  needs: [{ category: 'tracker_bundles', operation: 'read' }],
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'imei', type: 'identifier', width: 160, pinned: true, searched: true },
    { field: 'iccid', type: 'identifier', width: 190, searched: true, edit: simEdits.iccid },
    { field: 'equipment', type: 'choice', width: 220, facet: true, edit: equipmentEdits.equipment },
    { field: 'modelCode', type: 'choice', width: 130, searched: true, facet: true },
    { field: 'assigned', type: 'date', width: 160 },
    { field: 'orderId', type: 'identifier', width: 100, edit: orderEdits.orderId },
    { field: 'factoryPreset', type: 'flag', width: 120 },
  ],
} as const satisfies Sheet

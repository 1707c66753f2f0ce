import { laneOfBundle, bundleField, equipmentHeadings } from './bundle-fields.ts'
import { importKind } from './import-kind.ts'

/** Which equipment bundles are, of those that the panel lists. (panel-tracker.md, bundle/update) */
export const equipmentImport = importKind({
  name: 'equipment',
  operation: 'bundle.setEquipment',
  fields: {
    bundle: bundleField,
    equipment: {
      type: 'equipment',
      required: true,
      example: 'telfmb120',
      constant: true,
      headings: equipmentHeadings,
    },
  },
  options: {},
  duplicates: [{ field: 'bundle', key: ({ bundle }) => String(bundle.id) }],
  staged: { field: 'bundle', code: 'bundle-edit-staged', ownKind: true, lane: laneOfBundle },
  subject: ({ bundle }) => bundle.imei,
  judge: ({ bundle, equipment }) =>
    bundle.equipId === equipment.id
      ? [{ field: 'equipment', problem: { code: 'value-already' }, verdict: 'refused' }]
      : [],
  params: ({ bundle, equipment }) => ({
    row: bundle.id,
    set: { equipment: equipment.id },
    base: { equipment: bundle.equipId },
    baseFrom: {},
    unresolved: {},
  }),
})

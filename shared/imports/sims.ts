import { laneOfBundle, bundleField } from './bundle-fields.ts'
import { importKind, type Finding } from './import-kind.ts'

const keyOfBundle = (id: number): string => `bundle:${id}`

/**
 * SIM cards to put into bundles, or to take off where the cell is empty. A card is in one bundle at a time.
 * (panel-tracker.md, bundle/assign)
 */
export const simsImport = importKind({
  name: 'sims',
  operation: 'bundle.assignSim',
  fields: {
    bundle: bundleField,
    iccid: {
      type: 'iccid',
      required: true,
      clears: true,
      example: '89990000000000000017',
      constant: false,
      headings: ['iccid', 'sim', 'sim card', 'sim number', 'sim iccid', 'icc id', 'сим', 'сим карта', 'sim карта'],
    },
  },
  options: {},
  duplicates: [
    { field: 'bundle', key: ({ bundle }) => keyOfBundle(bundle.id) },
    { field: 'iccid', key: ({ iccid }) => (iccid === '' ? null : `sim:${iccid}`) },
  ],
  staged: { field: 'bundle', code: 'bundle-edit-staged', ownKind: true, lane: laneOfBundle },
  subject: ({ bundle }) => bundle.imei,
  judge({ bundle, iccid }, facts): Finding[] {
    if (bundle.iccid === iccid) return [{ field: 'iccid', problem: { code: 'value-already' }, verdict: 'refused' }]
    const holder = iccid === '' ? undefined : facts.bundleWith(iccid)
    if (!holder) return []
    const values = { value: iccid, bundle: holder.imei }
    // Whatever else that one is to have, its card is given up by it.
    const unless = { key: keyOfBundle(holder.id), lane: laneOfBundle({ row: holder.id }) }
    return [{ field: 'iccid', problem: { code: 'sim-in-bundle', values }, verdict: 'refused', unless }]
  },
  params: ({ bundle, iccid }) => ({ row: bundle.id, set: { iccid }, base: { iccid: bundle.iccid }, baseFrom: {} }),
})

import { z } from 'zod'
import { checkImei } from '../rules/imei.ts'
import { kind } from './kind.ts'

/**
 * Announces a device by its IMEI. One request is one transaction of one equipment and one preset: 247 if any IMEI
 * exists, and the panel does not say which. No maximum is documented; we send at most 500 at a time.
 */
export const bundleImportKind = kind({
  name: 'bundle.import',
  entity: 'bundle',
  version: 1,
  params: z.object({
    imei: z.string(),
    equipment: z.int(),
    factoryPreset: z.boolean(),
  }),
  needs: [{ category: 'tracker_bundles', operation: 'create' }],
  risk: 'plain',
  twice: 'refused',
  lanes: ({ imei }) => [`imei:${imei}`],
  bars: { lane: 'imei', kinds: 'own', code: 'bundle-staged' },
  batchMost: 500,
  batchKey: ({ equipment, factoryPreset }) => `equipment:${equipment}:${factoryPreset}`,
  describe: ({ equipment, factoryPreset }) => ({
    changes: [
      { field: 'equipment', from: null, to: equipment },
      { field: 'factoryPreset', from: null, to: factoryPreset },
    ],
  }),
  check: ({ imei }) => checkImei(imei),
})

import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkImei, doubtImei, tidyImei } from '../rules/imei.ts'
import { flagEdit, textEdit, textOf, type ColumnEdit } from '../sheets/column-edit.ts'
import { equipmentEdits } from './bundle-set-equipment.ts'
import { firstBroken, reference, referenceParams } from './edit.ts'
import { kind } from './kind.ts'

const kept = z.looseObject({})

/** What a bundle is announced with. */
const fields: Readonly<Record<string, ColumnEdit>> = {
  imei: { ...textEdit(checkImei), read: tidyImei, doubt: (value) => doubtImei(textOf(value)) },
  equipment: equipmentEdits.equipment,
  factoryPreset: flagEdit,
}

/**
 * Announces a device by its IMEI: a row of our own until the panel shows it. One request is one transaction of one
 * equipment and one preset: 247 if any IMEI exists, and the panel does not say which. No maximum is documented; we send
 * at most 500 at a time.
 */
export const bundleImportKind = kind({
  name: 'bundle.import',
  entity: 'bundle',
  methods: ['tracker/bundle/import'],
  version: 2,
  params: z.object({
    /** Our id of the bundle; null until it is staged. What an earlier version staged has no row, and goes all the same. */
    row: z.int().nullable(),
    imei: z.string(),
    equipment: reference,
    factoryPreset: z.boolean().default(false),
    ...referenceParams,
  }),
  upgrade: { 1: (params) => ({ row: null, ...kept.parse(params) }) },
  creates: {
    key: ({ imei }) => imei,
    row: ({ imei, equipment, factoryPreset }) => ({
      ...{ imei, factoryPreset },
      ...(typeof equipment === 'number' && { equipId: equipment }),
    }),
    fields,
  },
  needs: [{ category: 'tracker_bundles', operation: 'create' }],
  risk: 'plain',
  idempotence: 'refused',
  lanes: ({ row, imei }) => [...(row === null ? [] : [laneOfRow({ entity: 'bundle', id: row })]), `imei:${imei}`],
  precludes: { lane: 'imei', kinds: 'own', code: 'bundle-staged' },
  batchMost: 500,
  batchKey: ({ equipment, factoryPreset }) => `equipment:${equipment}:${factoryPreset}`,
  describe: ({ row, equipment, factoryPreset }) => ({
    ...(row !== null && { row }),
    changes: [
      { field: 'equipment', from: null, to: equipment },
      { field: 'factoryPreset', from: null, to: factoryPreset },
    ],
  }),
  check: ({ imei, equipment, factoryPreset, unresolved }) =>
    firstBroken(fields, { imei, equipment, factoryPreset }, unresolved),
})

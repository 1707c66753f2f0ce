import { z } from 'zod'
import { addCarrier } from '../../electron/operations/carriers.ts'
import { readBundle } from '../../electron/panel/panel-api.ts'
import type { Proof } from '../../electron/operations/carrier.ts'
import { laneOfRow } from '../../shared/entities/entity.ts'
import { addKind } from '../../shared/operations/catalogue.ts'
import { reference, referenceParams } from '../../shared/operations/edit.ts'
import { kind } from '../../shared/operations/kind.ts'
import { checkImei } from '../../shared/rules/imei.ts'
import { unknownReference } from '../../shared/rules/reference.ts'

// No kind of the program makes rows yet that can be edited before the panel has them. Here is one: it announces a bundle
// by its IMEI, as the import of a file does, and the row stands in the sheet from the moment that it is staged.

const announceKind = kind({
  name: 'test.announceBundle',
  entity: 'bundle',
  version: 1,
  params: z.object({ row: z.int(), imei: z.string(), equipment: reference, ...referenceParams }),
  creates: {
    key: ({ imei }) => imei,
    row: ({ imei, equipment }) => ({ imei, ...(typeof equipment === 'number' && { equipId: equipment }) }),
    fields: { imei: 'imei', equipment: 'equipment' },
  },
  needs: [{ category: 'tracker_bundles', operation: 'create' }],
  risk: 'plain',
  twice: 'refused',
  lanes: ({ row, imei }) => [laneOfRow({ entity: 'bundle', id: row }), `imei:${imei}`],
  batchMost: 1,
  batchKey: () => null,
  describe: ({ row, equipment }) => ({ row, changes: [{ field: 'equipment', from: null, to: equipment }] }),
  check: ({ imei, equipment, unresolved }) =>
    checkImei(imei) ??
    (typeof equipment === 'number' ? null : (unresolved['equipment'] ?? unknownReference('equipment', equipment))),
})
const said = (params: unknown) => announceKind.params.parse(params)
const exists = 247

addKind(announceKind)
addCarrier(announceKind.name, {
  reads: () => null,
  request: ([operation]) => {
    const { imei, equipment } = said(operation?.params)
    return { path: 'tracker/bundle/import', body: { imeis: [imei], equip_id: equipment, factory_preset: false } }
  },
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal: (params, failure) =>
    failure.code === exists
      ? { ...failure.problem, code: 'bundle-exists', values: { value: said(params).imei } }
      : failure.problem,
  async readBack(operations, { panel, signal }) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const there = await readBundle(panel, said(params).imei, signal)
      proofs.set(id, there ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply({ params }, cache, outcome) {
    const { row, imei, equipment } = said(params)
    cache.add('bundle', { id: row, imei, ...(typeof equipment === 'number' && { equipId: equipment }) }, outcome)
    cache.markStale('bundles', outcome)
  },
})

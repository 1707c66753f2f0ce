import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import { listAllBundles, readBundle } from '../panel/panel-api.ts'
import type { Executable, Executor, Proof, Surroundings } from './executor.ts'
import { narrowed } from './narrowing.ts'

type Params = ParamsOf<'bundle.import'>

/** Up to this many IMEIs are looked up one by one; above, the whole list costs fewer requests. */
const singleReads = 5
const exists = 247

/** `tracker/bundle/import`: one transaction of one equipment and one preset. */
export const bundleImportExecutor: Executor<Params> = {
  reads: () => null,

  request: (operations) => ({
    path: 'tracker/bundle/import',
    body: {
      imeis: operations.map(({ params }) => params.imei),
      equip_id: operations[0]?.params.equipment,
      factory_preset: operations[0]?.params.factoryPreset,
    },
  }),

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),

  async narrow(operations, failure, around) {
    if (failure.code !== exists) return null
    // The panel does not say which IMEI exists, so it is asked.
    const present = await presentImeis(operations, around)
    const rejected = new Map<number, Problem>()
    for (const { id, params } of operations) {
      if (present.has(params.imei)) rejected.set(id, { code: 'bundle-exists', values: { value: params.imei } })
    }
    return narrowed(operations, rejected)
  },

  refusal: (params, failure) =>
    failure.code === exists
      ? { ...failure.problem, code: 'bundle-exists', values: { value: params.imei } }
      : failure.problem,

  async readBack(operations, around) {
    const present = await presentImeis(operations, around)
    return new Map(
      operations.map(({ id, params }): [number, Proof] => [
        id,
        present.has(params.imei) ? { effect: true, result: null } : { effect: false },
      ]),
    )
  },

  // The panel has no way to take a bundle away again.
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply({ params: { row, imei, equipment, factoryPreset } }, cache, outcome) {
    if (row !== null && typeof equipment === 'number') {
      cache.add('bundle', { id: row, imei, equipId: equipment, factoryPreset }, outcome)
    }
    // The panel tells its id of a bundle in the list alone.
    cache.markStale('bundles', outcome)
  },
}

/** Which of the operations' IMEIs the panel has now. */
async function presentImeis(operations: readonly Executable<Params>[], around: Surroundings): Promise<Set<string>> {
  const present = new Set<string>()
  if (operations.length <= singleReads) {
    for (const { params } of operations) {
      if (await readBundle(around.panel, params.imei, around.signal)) present.add(params.imei)
    }
    return present
  }
  for (const bundle of await listAllBundles(around.panel, around.signal)) present.add(bundle.imei)
  return present
}

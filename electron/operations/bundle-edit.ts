import type { KindName } from '../../shared/operations/catalogue.ts'
import type { AnyEdit } from '../../shared/operations/edit.ts'
import { fail } from '../../shared/problem.ts'
import { bundleReader } from '../entities/bundle-reader.ts'
import type { PanelBundle } from '../panel/panel-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, shows } from './read-rows-back.ts'

/** What an edit of a bundle sets, and by what request. */
interface BundleEdit<Params extends AnyEdit> {
  readonly kind: KindName
  holds(held: Readonly<Omit<PanelBundle, 'panelId'>>): Readonly<Record<string, unknown>>
  request(asked: { readonly panelId: number; readonly set: Params['set'] }): {
    path: string
    body: Record<string, unknown>
  }
  /** Makes the cache show what has been set. */
  apply(params: Params, cache: Cache, outcome: number): void
}

/** How kinds that edit bundles are carried out: one bundle a request, looked up by reading it. */
export function bundleEdit<Params extends AnyEdit>(edit: BundleEdit<Params>): Executor<Params, PanelBundle> {
  return {
    reads: ({ row }) => row,
    holds: edit.holds,
    request([operation], around) {
      const held = operation && around.fresh(operation.params.row)
      if (!held) return fail('entity-gone')
      return edit.request({ panelId: held.panelId, set: operation.params.set })
    },
    outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
    narrow: () => Promise.resolve(null),
    readBack: (operations, around) =>
      readRowsBack(bundleReader, operations, around, (held, { set }) => {
        const shown = edit.holds(held)
        return shows(Object.entries(set).every(([field, value]) => shown[field] === value))
      }),
    inverse: ({ params }, cache) => inverseEdit(edit.kind, params, cache, edit.holds),
    apply: ({ params }, cache, outcome) => edit.apply(params, cache, outcome),
  }
}

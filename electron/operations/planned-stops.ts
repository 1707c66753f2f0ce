import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { orderAfter } from '../../shared/rules/order.ts'
import type { Cache } from '../store/cache.ts'
import { stopsOf } from './route-effects.ts'

/**
 * The stops of a route in the order that these operations make of the one which the panel was last seen to hold: new ones
 * stand where they will. Those of a new route stand by the places that they were staged with.
 */
export function plannedOrder(
  cache: Cache,
  route: number,
  operations: readonly { readonly kind: string; readonly params: unknown }[],
): number[] {
  const begun = operations.flatMap(({ kind, params }) => {
    if (kind !== checkpointCreateKind.name) return []
    const { row, behind, shown } = checkpointCreateKind.params.parse(params)
    return row === null || behind !== null ? [] : [{ id: row, position: shown.position }]
  })
  const all = [...stopsOf(cache, route), ...begun].sort((a, b) => a.position - b.position || a.id - b.id)
  const steps = operations.flatMap(({ kind, params }) => (isKindName(kind) && kindOf(kind).places?.of(params)) || [])
  return orderAfter(
    all.map(({ id }) => id),
    steps,
  )
}

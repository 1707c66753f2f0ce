import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { readTracker, type PanelTracker } from '../panel/panel-api.ts'
import type { Carrier, Proof } from './carrier.ts'
import { inverseEdit } from './inverse-edit.ts'
import { panelIds } from '../entities/panel-ids.ts'

type Params = ParamsOf<'tracker.tariff'>

/** What may be sent: a text that names no plan never is. */
const soundSet = z.object({ plan: z.int().optional() })

const holds = ({ tariffId }: { readonly tariffId: number }) => ({ plan: tariffId })

/** `tracker/tariff/change`: bills, so it is never sent again without proof. */
export const trackerTariffCarrier: Carrier<Params, PanelTracker> = {
  reads: ({ row }) => row,
  holds,

  request([operation], around) {
    const held = operation && around.fresh(operation.params.row)
    if (!held) return fail('entity-gone')
    const { set, repay, charge } = operation.params
    const { plan } = soundSet.parse(set)
    return {
      path: 'tracker/tariff/change',
      body: { tracker_id: held.panelId, tariff_id: plan, repay, charge },
    }
  },

  // The same plan; what else 238 may mean, reading back does not show. (panel-tracker.md, tariff/change)
  soAlready: new Set([238]),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),

  async readBack(operations, around) {
    const ids = panelIds(
      around.cache,
      operations.map(({ params }) => params.row),
    )
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const held = await readTracker(around.panel, ids(params.row), { signal: around.signal })
      proofs.set(id, held?.tariffId === params.set.plan ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },

  inverse: ({ params }, cache) => inverseEdit('tracker.tariff', params, cache, holds),

  apply({ params }, cache, outcome) {
    const { plan } = soundSet.parse(params.set)
    for (const id of [params.row, ...params.also]) {
      if (plan !== undefined) cache.change('tracker', id, { tariffId: plan }, outcome)
    }
    // When the plan ends, and what other clones show, only the panel knows.
    const tracker = cache.trackers.byIds([params.row]).get(params.row)
    if (tracker) cache.markStale(`trackers-of:${tracker.userId}`, outcome)
  },
}

import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { trackerReader } from '../entities/tracker-reader.ts'
import { z } from 'zod'
import type { PanelTracker } from '../panel/panel-api.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, shows } from './read-rows-back.ts'

type Params = ParamsOf<'tracker.tariff'>

/** What may be sent: a text that names no plan never is. */
const soundSet = z.object({ plan: z.int().optional() })

const holds = ({ tariffId }: { readonly tariffId: number }) => ({ plan: tariffId })

/** `tracker/tariff/change`: bills, so it is never sent again without proof. */
export const trackerTariffExecutor: Executor<Params, PanelTracker> = {
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

  readBack: (operations, around) =>
    readRowsBack(trackerReader, operations, around, (held, { set }) => shows(held.tariffId === set.plan)),

  inverse: ({ params }, cache) => inverseEdit('tracker.tariff', params, cache, holds),

  apply({ params }, cache, outcome) {
    const { plan } = soundSet.parse(params.set)
    for (const id of [params.row, ...params.also]) {
      if (plan !== undefined) cache.change('tracker', id, { tariffId: plan }, outcome)
    }
    // When the plan ends, and what other clones show, only the panel knows.
    const tracker = cache.byIds('tracker', [params.row]).get(params.row)
    if (tracker) cache.markStale(`trackers-of:${tracker.userId}`, outcome)
  },
}

import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { readTracker, type PanelTracker } from '../panel/panel-api.ts'
import type { Carrier, Proof } from './carrier.ts'
import { inverseEdit } from './inverse-edit.ts'
import { panelIds } from '../entities/panel-ids.ts'

type Params = ParamsOf<'tracker.block'>

/** What may be sent: a text that says neither yes nor no never is. */
const soundSet = z.object({ blocked: z.boolean().optional() })

const holds = ({ blocked }: { readonly blocked?: boolean | undefined }) => ({ blocked })

/** `tracker/source/update`: blocks the device behind a tracker, or lets it go again. */
export const trackerBlockCarrier: Carrier<Params, PanelTracker> = {
  reads: ({ row }) => row,
  holds,

  request([operation], around) {
    const held = operation && around.fresh(operation.params.row)
    if (!held) return fail('entity-gone')
    const { blocked } = soundSet.parse(operation.params.set)
    return { path: 'tracker/source/update', body: { tracker_id: held.panelId, blocked } }
  },

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
      const isSo = held !== null && held.blocked === params.set.blocked
      proofs.set(id, isSo ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },

  inverse: ({ params }, cache) => inverseEdit('tracker.block', params, cache, holds),

  apply({ params }, cache, outcome) {
    const { blocked } = soundSet.parse(params.set)
    if (blocked === undefined) return
    for (const id of [params.row, ...params.also]) cache.change('tracker', id, { blocked }, outcome)
    // Other clones of the device show it as well.
    const tracker = cache.trackers.byIds([params.row]).get(params.row)
    if (tracker) cache.markStale(`trackers-of:${tracker.userId}`, outcome)
  },
}

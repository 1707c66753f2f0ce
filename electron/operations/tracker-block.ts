import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { trackerReader } from '../entities/tracker-reader.ts'
import { z } from 'zod'
import type { PanelTracker } from '../panel/panel-api.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, shows } from './read-rows-back.ts'

type Params = ParamsOf<'tracker.block'>

/** What may be sent: a text that says neither yes nor no never is. */
const soundSet = z.object({ blocked: z.boolean().optional() })

const holds = ({ blocked }: { readonly blocked?: boolean | undefined }) => ({ blocked })

/** `tracker/source/update`: blocks the device behind a tracker, or lets it go again. */
export const trackerBlockExecutor: Executor<Params, PanelTracker> = {
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

  readBack: (operations, around) =>
    readRowsBack(trackerReader, operations, around, (held, { set }) => shows(held.blocked === set.blocked)),

  inverse: ({ params }, cache) => inverseEdit('tracker.block', params, cache, holds),

  apply({ params }, cache, outcome) {
    const { blocked } = soundSet.parse(params.set)
    if (blocked === undefined) return
    for (const id of [params.row, ...params.also]) cache.change('tracker', id, { blocked }, outcome)
    // Other clones of the device show it as well.
    const tracker = cache.byIds('tracker', [params.row]).get(params.row)
    if (tracker) cache.markStale(`trackers-of:${tracker.userId}`, outcome)
  },
}

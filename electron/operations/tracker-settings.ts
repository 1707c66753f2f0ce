import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { TrackerSettings } from '../../shared/operations/tracker-settings.ts'
import { fail } from '../../shared/problem.ts'
import { readTracker, type PanelTracker } from '../panel/panel-api.ts'
import type { Carrier } from './carrier.ts'
import { panelIds } from './panel-ids.ts'

type Params = ParamsOf<'tracker.settings'>
const fields = ['label', 'comment', 'hidden'] as const

/** `tracker/settings/update`: it wants every field, so those not touched come from the read just before. */
export const trackerSettingsCarrier: Carrier<Params> = {
  reads: ({ tracker }) => tracker,

  clash(params, base, held) {
    const theirs: Record<string, unknown> = {}
    for (const field of fields) {
      const wanted = params.set[field]
      if (wanted === undefined || held[field] === base[field] || held[field] === wanted) continue
      theirs[field] = held[field]
    }
    return Object.keys(theirs).length > 0 ? theirs : null
  },

  request([operation], around) {
    const held = operation && around.fresh(operation.params.tracker)
    if (!held) return fail('entity-gone')
    const { label, comment, hidden } = { ...held, ...operation.params.set }
    return {
      path: 'tracker/settings/update',
      body: { tracker_id: held.panelId, label, deleted: hidden, comment },
    }
  },

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),

  async readBack(operations, around) {
    const ids = panelIds(
      around.cache,
      operations.map(({ params }) => params.tracker),
    )
    const proofs = new Map<number, { effect: true; result: null } | { effect: false }>()
    for (const { id, params } of operations) {
      const held = await readTracker(around.panel, ids(params.tracker), around.signal)
      proofs.set(id, held && holds(held, params.set) ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },

  apply({ params }, cache, outcome) {
    cache.trackers.change(params.tracker, params.set, outcome)
  },
}

function holds(held: PanelTracker, wanted: TrackerSettings): boolean {
  return fields.every((field) => wanted[field] === undefined || held[field] === wanted[field])
}

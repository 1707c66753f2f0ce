import { z } from 'zod'
import { billOf } from '../billing.ts'
import { Refusal } from '../errors.ts'
import { flag, integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/**
 * `tracker/tariff/change`: gives a device another plan, and pays its owner back, or charges.
 * (panel-tracker.md, tariff/change)
 *
 * A plan that is not active may be taken: `active` is about what users may choose by themselves (panel-openapi.json).
 * Undocumented and decided here: a plan for cameras or sockets is refused with 238, and clones count for the limit.
 */
export const trackerTariffChange = method({
  needs: [
    { category: 'trackers', operation: 'update' },
    { category: 'transactions', operation: 'create' },
    { category: 'tariffs', operation: 'read' },
  ],
  parameters: z.object({ tracker_id: integer(), tariff_id: integer(), repay: flag(), charge: flag() }),
  answer({ state, repeats, record, now }, { tracker_id, tariff_id, repay, charge }) {
    const tracker = soundTracker(state, tracker_id)
    if (tracker.clone) throw new Refusal(219)
    if (tracker.hidden) throw new Refusal(250)
    const from = state.plans.get(tracker.source.tariffId)
    if (!from) throw new Refusal(237)
    const to = state.plans.get(tariff_id)
    if (!to) throw new Refusal(239)
    if (to === from) {
      const of = repeats.ofPlan(tracker.id, to.id)
      if (of !== undefined) record({ effect: 'none', fault: 'repeat', refused: true, of, about: tracker.id })
      throw new Refusal(238)
    }
    if (to.device_type !== 'tracker') throw new Refusal(238)
    if (to.device_limit < state.trackersOf(tracker.userId)) throw new Refusal(221)
    const bill = billOf({ from, to, ends: tracker.source.tariffEnd, repay, charge, now })
    record({ effect: 'tracker.tariff', tracker: tracker.id, user: tracker.userId, plan: to.id, ...bill })
    return {}
  },
})

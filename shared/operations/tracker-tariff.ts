import { z } from 'zod'
import { changesOf, editParams, rowOfTracker } from './edit.ts'
import { deviceLanes, deviceOf, deviceParams } from './device.ts'
import { kind } from './kind.ts'

/**
 * Puts a tracker on another plan, and bills for it. One request a tracker; sent twice it is refused with 238, for the
 * plan is then the same. All four parameters are required. A device's clones change their plan with it.
 * (panel-tracker.md, tariff/change)
 */
export const trackerTariffKind = kind({
  name: 'tracker.tariff',
  entity: 'tracker',
  version: 3,
  params: z.object({
    ...editParams({ plan: z.int() }),
    ...deviceParams,
    /** Pays the rest of the present plan back. */
    repay: z.boolean().default(true),
    /** Charges for the new one. */
    charge: z.boolean().default(true),
  }),
  // Before, it was for one tracker alone: `also` was not there.
  upgrade: { 1: (kept) => kept, 2: rowOfTracker },
  needs: [
    { category: 'trackers', operation: 'update' },
    { category: 'transactions', operation: 'create' },
    { category: 'tariffs', operation: 'read' },
  ],
  risk: 'costs-money',
  twice: 'refused',
  lanes: ({ row, also, source }) => deviceLanes({ tracker: row, also, source }),
  per: deviceOf,
  ownOnly: true,
  batchMost: 1,
  batchKey: () => null,
  // Codes 250, 252, 237, 239 and 238. (panel-tracker.md, tariff/change, "Conditions of the change")
  foretell({ set }, { tracker, plans }) {
    if (tracker.hidden) return { code: 'plan-of-hidden' }
    if (tracker.corrupted) return { code: 'tracker-corrupted' }
    if (set.plan === tracker.tariffId) return { code: 'plan-already' }
    if (plans.size === 0 || set.plan === undefined) return null
    if (!plans.has(tracker.tariffId)) return { code: 'plan-foreign' }
    const wanted = plans.get(set.plan)
    if (!wanted) return { code: 'plan-gone' }
    return wanted.deviceType !== '' && wanted.deviceType !== 'tracker' ? { code: 'plan-of-others' } : null
  },
  describe: (params) => ({ row: params.row, also: params.also, changes: changesOf(params) }),
  check: () => null,
})

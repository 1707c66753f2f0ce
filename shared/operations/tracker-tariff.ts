import { z } from 'zod'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, reference, referenceParams, rowOfTracker } from './edit.ts'
import { deviceLanes, deviceParams, ofDevice } from './device.ts'
import { kind } from './kind.ts'

/** How a tracker's plan is edited: by its id, its name, or what is chosen. */
export const planEdits: Readonly<Record<'plan', ColumnEdit>> = { plan: referenceEdit('plan', 'tariffId') }

/**
 * Puts a tracker on another plan, and bills for it. One request a tracker; sent twice it is refused with 238, for the
 * plan is then the same. All four parameters are required. A device's clones change their plan with it.
 * (panel-tracker.md, tariff/change)
 */
export const trackerTariffKind = kind({
  name: 'tracker.tariff',
  entity: 'tracker',
  version: 4,
  params: z.object({
    ...editParams({ plan: reference }),
    ...referenceParams,
    ...deviceParams,
    /** Pays the rest of the present plan back. */
    repay: z.boolean().default(true),
    /** Charges for the new one. */
    charge: z.boolean().default(true),
  }),
  // At first it was for one tracker alone, without `also`; before the last, a plan was an id, and never a text.
  upgrade: { 1: (kept) => kept, 2: rowOfTracker, 3: (kept) => kept },
  edits: planEdits,
  further: {
    from: ['sourceId', 'clone'],
    make: ({ sourceId }) => ({ source: sourceId, also: [], repay: true, charge: true }),
  },
  needs: [
    { category: 'trackers', operation: 'update' },
    { category: 'transactions', operation: 'create' },
    { category: 'tariffs', operation: 'read' },
  ],
  risk: 'costs-money',
  idempotence: 'refused',
  lanes: ({ row, also, source }) => deviceLanes({ tracker: row, also, source }),
  ...ofDevice,
  ownOnly: 'tracker-foreign',
  passesOver: ({ clone }) => clone === true,
  batchMost: 1,
  batchKey: () => null,
  // Codes 219, 250, 252, 237, 239 and 238. (panel-tracker.md, tariff/change, "Conditions of the change")
  foretell: {
    from: ['clone', 'hidden', 'corrupted', 'tariffId'],
    why({ set }, { clone, hidden, corrupted, tariffId }, { plans }) {
      if (clone === true) return { code: 'plan-of-clone' }
      if (hidden === true) return { code: 'plan-of-hidden' }
      if (corrupted === true) return { code: 'tracker-corrupted' }
      if (set.plan === tariffId) return { code: 'plan-already' }
      if (plans.size === 0 || typeof set.plan !== 'number') return null
      if (typeof tariffId !== 'number' || !plans.has(tariffId)) return { code: 'plan-foreign' }
      const wanted = plans.get(set.plan)
      if (!wanted) return { code: 'plan-gone' }
      return wanted.deviceType !== '' && wanted.deviceType !== 'tracker' ? { code: 'plan-of-others' } : null
    },
  },
  describe: (params) => ({ row: params.row, also: params.also, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(planEdits, set, unresolved),
})

import { z } from 'zod'
import { aMonth, billOf } from '../billing/plan-change.ts'
import { referenceEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, reference, referenceParams, rowOfTracker } from './edit.ts'
import { deviceLanes, deviceParams, ofDevice } from './device.ts'
import { kind } from './kind.ts'

/** How a tracker's plan is edited: by its id, its name, or what is chosen. */
export const planEdits: Readonly<Record<'plan', ColumnEdit>> = { plan: referenceEdit('plan', 'tariffId') }

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null)

/** The day of one of the panel's dates, which may have a time; empty where there is none. */
const dayIn = (date: unknown) => (typeof date === 'string' && /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : '')

/**
 * Puts a tracker on another plan, and bills for it. One request a tracker; sent twice it is refused with 238, for the
 * plan is then the same. All four parameters are required. A device's clones change their plan with it.
 * (panel-tracker.md, tariff/change)
 */
export const trackerTariffKind = kind({
  name: 'tracker.tariff',
  entity: 'tracker',
  methods: ['tracker/tariff/change'],
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
  // Codes 219, 250, 252, 237, 239, 238 and 221. (panel-tracker.md, tariff/change, "Conditions of the change")
  foretell: {
    from: ['clone', 'hidden', 'corrupted', 'tariffId', 'userId'],
    others: [{ entity: 'user', by: 'id', fields: ['trackersCount'], of: (_, { userId }) => numberOrNull(userId) }],
    why({ set }, { clone, hidden, corrupted, tariffId }, { plans, others: [owners] }) {
      if (clone === true) return { code: 'plan-of-clone' }
      if (hidden === true) return { code: 'plan-of-hidden' }
      if (corrupted === true) return { code: 'tracker-corrupted' }
      if (set.plan === tariffId) return { code: 'plan-already' }
      if (plans.size === 0 || typeof set.plan !== 'number') return null
      if (typeof tariffId !== 'number' || !plans.has(tariffId)) return { code: 'plan-foreign' }
      const wanted = plans.get(set.plan)
      if (!wanted) return { code: 'plan-gone' }
      if (wanted.deviceType !== '' && wanted.deviceType !== 'tracker') return { code: 'plan-of-others' }
      const trackers = numberOrNull(owners?.[0]?.['trackersCount']) ?? 0
      const most = wanted.deviceLimit
      // A panel that does not tell the limit gives 0.
      return most > 0 && trackers > most ? { code: 'plan-limit', values: { most, count: trackers } } : null
    },
  },
  bills: {
    from: ['userId', 'tariffId', 'tariffEnd', 'sourceCreated', 'created'],
    of({ set, base, repay, charge }, row, { plans, today, freeDays }) {
      const from = plans.get(Number(base.plan ?? row['tariffId']))
      const to = plans.get(Number(set.plan))
      if (!from || !to) return null
      const registered = dayIn(row['sourceCreated'] || row['created'])
      const ends = dayIn(row['tariffEnd'])
      return {
        user: Number(row['userId']),
        bill: billOf({ from, to, ends, registered, repay, charge, today, freeDays }),
      }
    },
  },
  warns: {
    from: ['tariffId'],
    why({ set, base }, row, { plans, dearerBy }) {
      const from = plans.get(Number(base.plan ?? row['tariffId']))
      const to = plans.get(Number(set.plan))
      return from && to && aMonth(to) > dearerBy * aMonth(from)
        ? { code: 'plan-dearer', values: { times: dearerBy } }
        : null
    },
  },
  describe: (params) => ({ row: params.row, also: params.also, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(planEdits, set, unresolved),
})

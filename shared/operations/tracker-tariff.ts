import { z } from 'zod'
import { changesOf, editParams } from './edit.ts'
import { kind } from './kind.ts'

/**
 * Puts a tracker on another plan, and bills for it. One request a tracker; sent twice it is refused with 238, for the
 * plan is then the same. All four parameters are required. (panel-tracker.md, tariff/change)
 */
export const trackerTariffKind = kind({
  name: 'tracker.tariff',
  version: 1,
  params: z.object({
    ...editParams({ plan: z.int() }),
    /** The device behind the tracker: its clones change their plan with it. */
    source: z.int(),
    /** Pays the rest of the present plan back. */
    repay: z.boolean().default(true),
    /** Charges for the new one. */
    charge: z.boolean().default(true),
  }),
  needs: [
    { category: 'trackers', operation: 'update' },
    { category: 'transactions', operation: 'create' },
    { category: 'tariffs', operation: 'read' },
  ],
  risk: 'costs-money',
  twice: 'refused',
  lanes: ({ tracker, source }) => [`tracker:${tracker}`, `source:${source}`],
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ tracker: params.tracker, changes: changesOf(params) }),
  check: () => null,
})

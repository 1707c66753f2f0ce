import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { kind } from './kind.ts'

/**
 * Gives a user another default plan: trackers that are registered later get it, those that there are keep theirs. It goes by
 * `user/update`, which takes the whole user. No list of users shows the plan, and so it is no cell of theirs: what a user
 * has is read just before, and once more where the answer is lost. (panel-api.md, section 4.2)
 */
export const userPlanKind = kind({
  name: 'user.plan',
  entity: 'user',
  methods: ['user/update'],
  version: 1,
  params: z.object({
    /** Our id of the user. */
    row: z.int(),
    plan: z.int(),
  }),
  needs: [{ category: 'users', operation: 'update' }],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'user', id: row })],
  ownOnly: 'user-foreign',
  batchMost: 1,
  batchKey: () => null,
  // Code 7: the plan must be one of the dealer's.
  foretell: {
    from: [],
    why: ({ plan }, _row, { plans }) => (plans.size > 0 && !plans.has(plan) ? { code: 'plan-gone' } : null),
  },
  describe: ({ row, plan }) => ({ row, changes: [{ field: 'plan', from: null, to: plan }] }),
  check: () => null,
})

import { laneOfRow } from '../../shared/entities/entity.ts'
import type { User } from '../../shared/model/user.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { userReader } from '../entities/user-reader.ts'
import type { PanelUser } from '../panel/panel-api.ts'
import { defaultPlanOf } from '../panel/whole-user.ts'
import type { Executor } from './executor.ts'
import { readRowsBack, shows } from './read-rows-back.ts'
import { userRefusal, userWrite } from './user-write.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'user.plan'>

/** `user/update`: the whole user as the read just before has shown it, with another default plan. */
export const userPlanExecutor: Executor<Params, PanelUser> = {
  ...userWrite(({ plan }) => ({ plan })),
  isSo: ({ row, plan }, fresh) => hasPlan(fresh(row), plan),
  refusal: (_, failure) => userRefusal(undefined, failure),
  readBack: (operations, around) =>
    readRowsBack(userReader, operations, around, (held, { plan }) => shows(hasPlan(held, plan))),
  // Which plan it was before, no list tells.
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
}

/** One draft a user: another plan takes the place of the one that was chosen before. */
export const chooseDefaultPlan: WholeAction<ActionOf<'user.plan'>, User> = {
  several({ plan }, { row, inLane }) {
    const over = inLane(laneOfRow({ entity: 'user', id: row.id })).find(
      ({ kind, state }) => kind === 'user.plan' && state === 'draft',
    )
    return [{ kind: 'user.plan', params: { row: row.id, plan }, subject: row.login, ...(over && { over }) }]
  },
}

const hasPlan = (held: Readonly<PanelUser> | undefined, plan: number): boolean =>
  held !== undefined && defaultPlanOf(held.whole) === plan

import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { listUsers } from '../panel/panel-api.ts'
import { newUserForm } from '../panel/whole-user.ts'
import type { Executor, Proof } from './executor.ts'
import { userRefusal } from './user-update.ts'

type Params = ParamsOf<'user.create'>

const answered = z.looseObject({ id: z.int().min(1) })
const made = z.object({ panelId: z.int() })

/** `user/create`: the user with the password that was typed; in the dealer's own language and time zone, unless others are said. */
export const userCreateExecutor: Executor<Params> = {
  reads: () => null,
  passwords: ({ password }) => [password],

  request([operation], { panel, password }) {
    if (!operation) return fail('unexpected')
    const { params } = operation
    const dealers = panel.signedIn?.dealer
    const { defaultPlan } = params
    return {
      path: 'user/create',
      body: {
        user: newUserForm(params),
        password: password(params.password) ?? fail('password-lost'),
        locale: params.locale || (dealers?.locale ?? 'en_US'),
        time_zone: params.timeZone || (dealers?.timeZone ?? 'UTC'),
        comment: params.comment,
        ...(typeof defaultPlan === 'number' && { default_tariff_id: defaultPlan }),
      },
    }
  },

  outcomes(operations, { json }) {
    const { data } = answered.safeParse(json)
    return new Map(operations.map(({ id }) => [id, data ? { done: { panelId: data.id } } : { unclear: true }]))
  },
  narrow: () => Promise.resolve(null),
  refusal: ({ login }, failure) => userRefusal(login, failure),

  async readBack(operations, { panel, signal }) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const login = params.login.toLowerCase()
      const { list } = await listUsers(panel, { filter: params.login, offset: 0, signal })
      const user = list.find((one) => one.login.toLowerCase() === login)
      proofs.set(id, user ? { effect: true, result: { panelId: user.id } } : { effect: false })
    }
    return proofs
  },

  // The panel takes a user away with all trackers, for good: that is no way to take this back.
  inverse: () => ({ none: { code: 'no-inverse' } }),

  apply({ params, result }, cache, outcome) {
    const { data } = made.safeParse(result)
    if (data) {
      const { row: _row, unresolved: _unresolved, password: _password, ...held } = params
      cache.add('user', { ...held, id: data.panelId, panelId: data.panelId, activated: true }, outcome)
    }
    cache.markStale('users', outcome)
  },
}

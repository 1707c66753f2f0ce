import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import type { Executor, Proof } from './executor.ts'
import { userRefusal } from './user-write.ts'

type Params = ParamsOf<'user.password'>

/** The user has had it among the last ten. (panel-api.md, section 7) */
const notNew = 245

/** `user/change_password`. */
export const userPasswordExecutor: Executor<Params> = {
  reads: () => null,
  passwords: ({ set }) => (set.password === undefined ? [] : [set.password]),

  request([operation], { password }) {
    if (!operation) return fail('unexpected')
    const { row, set } = operation.params
    return {
      path: 'user/change_password',
      body: { user_id: row, password: password(set.password ?? '') ?? fail('password-lost') },
    }
  },

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal: (_params, failure) =>
    failure.code === notNew ? { ...failure.problem, code: 'password-used' } : userRefusal(undefined, failure),
  // Nothing shows which password a user has.
  readBack: (operations) =>
    Promise.resolve(new Map(operations.map(({ id }): [number, Proof] => [id, { effect: null }]))),
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
}

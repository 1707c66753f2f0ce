import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { keptBy } from '../../shared/operations/edit.ts'
import { soundUser } from '../../shared/operations/user-update.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { isPlainText } from '../../shared/rules/text.ts'
import type { User } from '../../shared/model/user.ts'
import { userReader } from '../entities/user-reader.ts'
import { wrongParametersOf, type PanelFailure } from '../panel/failure.ts'
import type { PanelUser } from '../panel/panel-api.ts'
import { fieldNamed, isShownWhole, lacksRegistered, wholeUserBody } from '../panel/whole-user.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, showsEdit } from './read-rows-back.ts'

type Params = ParamsOf<'user.update'>

const loginInUse = 206
const gone = 201
const invalid = 7

const holds = (held: Readonly<User>) => {
  const { login, lastName, firstName, middleName, legalName, phone } = held
  const { tin, iec, country, region, city, street, postIndex, activated, comment } = held
  return {
    ...{ login, lastName, firstName, middleName, legalName, phone },
    ...{ tin, iec, country, region, city, street, postIndex, activated, comment },
  }
}

/** Why a user cannot be written, as it was read just before; null where it can. */
export function hinders({ whole }: Readonly<PanelUser>): Problem | null {
  if (!isShownWhole(whole)) return { code: 'user-not-shown' }
  return lacksRegistered(whole) ? { code: 'user-needs-registered' } : null
}

/** The refusal of what is written of a user, in words of our own where they are clearer. */
export function userRefusal(login: string | undefined, failure: PanelFailure): Problem {
  const { code, problem } = failure
  if (code === loginInUse)
    return { ...problem, code: 'login-taken', at: 'login', ...(login !== undefined && { values: { value: login } }) }
  if (code === gone) return { ...problem, code: 'entity-gone' }
  if (code !== invalid) return problem
  const at = wrongParametersOf(failure).map(fieldNamed).find(Boolean)
  return { ...problem, code: 'user-field-refused', ...(at !== undefined && { at }) }
}

/** `user/update`: the whole user as the read just before has shown it, with what is set. */
export const userUpdateExecutor: Executor<Params, PanelUser> = {
  reads: ({ row }) => row,
  holds,

  hindered({ row }, fresh) {
    const held = fresh(row)
    return held ? hinders(held) : null
  },

  request([operation], around) {
    const held = operation && around.fresh(operation.params.row)
    if (!held) return fail('entity-gone')
    return { path: 'user/update', body: wholeUserBody(held.whole, { fields: soundUser.parse(operation.params.set) }) }
  },

  mayBeKeptOtherwise: ({ set }) => Object.values(set).some((value) => typeof value === 'string' && !isPlainText(value)),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal: ({ set }, failure) => userRefusal(set.login, failure),

  readBack: (operations, around) =>
    readRowsBack(userReader, operations, around, (held, edit) => showsEdit(edit, holds(held))),

  inverse: ({ params, result }, cache) =>
    inverseEdit('user.update', { ...params, set: keptBy(params, result) }, cache, holds),

  apply({ params, result }, cache, outcome) {
    const written = soundUser.safeParse(keptBy(params, result))
    if (written.success) cache.change('user', params.row, written.data, outcome)
  },
}

import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { keptBy } from '../../shared/operations/edit.ts'
import { soundUser } from '../../shared/operations/user-update.ts'
import { isPlainText } from '../../shared/rules/text.ts'
import type { User } from '../../shared/model/user.ts'
import { userReader } from '../entities/user-reader.ts'
import type { PanelUser } from '../panel/panel-api.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, showsEdit } from './read-rows-back.ts'
import { userRefusal, userWrite } from './user-write.ts'

type Params = ParamsOf<'user.update'>

const holds = (held: Readonly<User>) => {
  const { login, lastName, firstName, middleName, legalName, phone } = held
  const { tin, iec, country, region, city, street, postIndex, activated, comment } = held
  return {
    ...{ login, lastName, firstName, middleName, legalName, phone },
    ...{ tin, iec, country, region, city, street, postIndex, activated, comment },
  }
}

/** `user/update`: the whole user as the read just before has shown it, with what is set. */
export const userUpdateExecutor: Executor<Params, PanelUser> = {
  ...userWrite(({ set }) => ({ fields: soundUser.parse(set) })),
  holds,
  mayBeKeptOtherwise: ({ set }) => Object.values(set).some((value) => typeof value === 'string' && !isPlainText(value)),
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

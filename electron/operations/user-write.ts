import { fail, type Problem } from '../../shared/problem.ts'
import { wrongParametersOf, type PanelFailure } from '../panel/failure.ts'
import type { PanelUser } from '../panel/panel-api.ts'
import { fieldNamed, isShownWhole, lacksRegistered, wholeUserBody, type UserChanges } from '../panel/whole-user.ts'
import type { Executor } from './executor.ts'

const loginInUse = 206
const gone = 201
const invalid = 7

/** Why a user cannot be written, as it was read just before; null where it can. */
function hinders({ whole }: Readonly<PanelUser>): Problem | null {
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

/**
 * What every `user/update` has in common: the whole user goes back as the read just before has shown it, with the changes
 * that `changesOf` tells. (panel-api.md, section 4.2)
 */
export function userWrite<Params extends { readonly row: number }>(changesOf: (params: Params) => UserChanges) {
  return {
    reads: ({ row }) => row,

    hindered({ row }, fresh) {
      const held = fresh(row)
      return held ? hinders(held) : null
    },

    request([operation], around) {
      const held = operation && around.fresh(operation.params.row)
      if (!held) return fail('entity-gone')
      return { path: 'user/update', body: wholeUserBody(held.whole, changesOf(operation.params)) }
    },

    outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
    narrow: () => Promise.resolve(null),
  } satisfies Partial<Executor<Params, PanelUser>>
}

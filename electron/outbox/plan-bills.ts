import type { PlanBills } from '../../shared/contract/plan-bills.ts'
import type { Bill } from '../../shared/billing/plan-change.ts'
import { shortFrom, sumOf } from '../../shared/billing/user-bills.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Cache } from '../store/cache.ts'
import { isReadable, type Operation, type StoredOperation } from '../store/operation.ts'

/** So many users are told of by name; of the others, only the sums. */
const mostUsers = 200

/** Gathers what the operations of a plan do to the money of users. `now` is milliseconds since 1970, UTC. */
export function createBills(cache: Cache, now: number) {
  const terms = cache.billingTerms()
  const seen = {
    plans: new Map(cache.tariffs().map((plan) => [plan.id, plan])),
    freeDays: terms.freeDays,
    today: new Date(now).toISOString().slice(0, 10),
  }
  const ofUsers = new Map<number, Bill[]>()
  let untold = 0

  function add(operations: readonly Operation[]): void {
    for (const kind of new Set(operations.map(({ kind }) => kind))) {
      const { bills, entity, describe } = kindOf(kind)
      if (!bills) continue
      const some = operations.filter((operation) => operation.kind === kind)
      const rowOf = ({ params }: Operation) => describe(params).row ?? 0
      const rows = cache.fieldsOf(entity, some.map(rowOf), bills.from)
      for (const operation of some) {
        const row = rows.get(rowOf(operation))
        const found = row && bills.of(operation.params, row, seen)
        if (!found) untold++
        else if (!ofUsers.get(found.user)?.push(found.bill)) ofUsers.set(found.user, [found.bill])
      }
    }
  }

  function told(): PlanBills | null {
    if (ofUsers.size === 0 && untold === 0) return null
    const all = [...ofUsers.values()].flat()
    const known = cache.byIds('user', [...ofUsers.keys()])
    const users = [...ofUsers].map(([id, bills]) => {
      const user = known.get(id)
      const sum = sumOf(bills)
      const held = bills.filter(({ isHeld }) => isHeld).length
      return { id, login: user?.login ?? '', ...sum, held, short: user ? shortFrom(sum, user) : null }
    })
    // Those for whom it goes ill come first, and then those whom it costs most.
    users.sort(
      (a, b) => Number(b.short !== null) - Number(a.short !== null) || b.held - a.held || amountOf(b) - amountOf(a),
    )
    return {
      currency: terms.currency,
      ...sumOf(all),
      held: all.filter(({ isHeld }) => isHeld).length,
      later: all.filter(({ mayBeginLater }) => mayBeginLater).length,
      untold,
      short: users.filter(({ short }) => short !== null).length,
      usersInAll: users.length,
      users: users.slice(0, mostUsers),
    }
  }

  return { add, told }
}

const toBeSent: readonly OperationState[] = ['draft', 'ready', 'held', 'waiting']

/** What an operation alone does to its user's money; null where it does nothing to that, or is not to be sent any more. */
export function billAlone(operation: StoredOperation | undefined, cache: Cache, now: number): PlanBills | null {
  if (!operation || !isReadable(operation) || !toBeSent.includes(operation.state)) return null
  const bills = createBills(cache, now)
  bills.add([operation])
  return bills.told()
}

const amountOf = ({ debits }: { readonly debits: readonly { readonly amount: number }[] }): number =>
  debits.reduce((sum, { amount }) => sum + amount, 0)

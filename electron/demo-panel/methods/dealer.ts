import { dealerInfo } from '../dealer.ts'
import { noParameters } from '../listing.ts'
import { method } from './method.ts'

/** `dealer/get_info`: the dealer's fields stand at the top of the answer, not in a `value`. */
export const getInfo = method({
  needs: { category: 'base', operation: 'get_dealer_info' },
  parameters: noParameters,
  answer({ state, habits }) {
    const active = state.trackers.size
    const policy = { ...dealerInfo.password_policy, ...habits.passwordPolicy }
    return {
      ...dealerInfo,
      password_policy: policy,
      active_amount: active,
      active_amount_own: active,
      active_amount_subpaas: 0,
    }
  },
})

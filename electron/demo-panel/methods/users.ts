import { z } from 'zod'
import { demoDealerId } from '../dealer.ts'
import { Refusal } from '../errors.ts'
import { allOf, listParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { flag, integer } from '../parameters.ts'
import type { UserRecord } from '../records.ts'
import type { PanelState } from '../state.ts'
import { method } from './method.ts'

const needs = { category: 'users', operation: 'read' }

const orders: Orders<UserRecord> = {
  id: ({ id }) => id,
  login: ({ login }) => login,
  last_name: ({ last_name }) => last_name,
  balance: ({ balance }) => balance,
  bonus: ({ bonus }) => bonus,
  phone: ({ phone }) => phone,
  post_city: ({ post_city }) => post_city,
}

/** `user/list`. (panel-api.md, section 4.2) */
export const userList = method({
  needs,
  parameters: z.object({ ...listParameters(orders), hide_inactive: flag().default(false) }),
  answer({ state }, asked) {
    const passes = allOf(
      textFilter(asked.filter, searched),
      asked.hide_inactive ? (user: UserRecord) => user.activated : null,
    )
    const { rows, count } = pageOf(state.users, orders, asked, passes)
    return { list: rows.map((user) => userAnswer(state, user)), count }
  },
})

/** `user/read`: the user and settings that concern it. */
export const userRead = method({
  needs,
  parameters: z.object({ user_id: integer() }),
  answer({ state }, { user_id }) {
    const user = state.users.get(user_id)
    if (!user) throw new Refusal(201)
    return {
      value: userAnswer(state, user),
      ...(user.discount ? { discount: user.discount } : {}),
      default_tariff_id: 13457,
      block_parameters: { manager_phone: '999000000000' },
      dealer_mfa_settings: user.mfa_allowed ? { type: 'allowed', factor_types: ['email'] } : { type: 'disallowed' },
    }
  },
})

/** `user/session/create`: opens a session of the user at the User API. (panel-api.md, section 4.3) */
export const userSessionCreate = method({
  needs: [needs, { category: 'user_sessions', operation: 'create' }],
  parameters: z.object({ user_id: integer() }),
  answer({ state, userSessions, now }, { user_id }) {
    if (!state.users.get(user_id)) throw new Refusal(201)
    return { hash: userSessions.open(now, user_id).hash }
  },
})

function searched(user: UserRecord): readonly (string | number)[] {
  return [
    user.id,
    user.login,
    user.first_name,
    user.middle_name,
    user.last_name,
    user.phone,
    user.post_country,
    user.post_region,
    user.post_city,
    user.post_street_address,
    user.post_index,
    user.registered_country,
    user.registered_region,
    user.registered_city,
    user.registered_street_address,
    user.registered_index,
    user.tin,
    user.iec,
    user.legal_name,
  ]
}

function userAnswer(state: PanelState, user: UserRecord): Record<string, unknown> {
  const { discount: _discount, timeZone: _timeZone, dealerId = demoDealerId, ...fields } = user
  return { ...fields, dealer_id: dealerId, trackers_count: state.trackersOf(user.id) }
}

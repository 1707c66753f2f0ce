import { z } from 'zod'
import { dealersPlan, demoDealerId } from '../dealer.ts'
import { invalid, Refusal } from '../errors.ts'
import { allOf, listParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { flag, integer, text } from '../parameters.ts'
import type { UserRecord } from '../records.ts'
import type { PanelState } from '../state.ts'
import { fieldsOf } from '../user-fields.ts'
import { isGlobal, method } from './method.ts'
import { besideUser, checkUser, demandPassword, userForm } from './user-form.ts'

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
  answer({ state, account }, asked) {
    const passes = allOf(
      isGlobal(account, 'users') ? null : (user: UserRecord) => user.dealerId === undefined,
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
    const user = ownUser(state, user_id)
    return {
      value: userAnswer(state, user),
      ...(user.discount ? { discount: user.discount } : {}),
      ...(user.defaultPlan === null ? {} : { default_tariff_id: user.defaultPlan ?? dealersPlan }),
      block_parameters: { manager_phone: '999000000000' },
      dealer_mfa_settings: user.mfa_allowed ? { type: 'allowed', factor_types: ['email'] } : { type: 'disallowed' },
    }
  },
})

/**
 * `user/update`: the whole user is set anew, and what is left out is lost. (panel-api.md, section 4.2) What a client has set
 * before to the letter is set no further, and noted as a repeat.
 */
export const userUpdate = method({
  needs: { category: 'users', operation: 'update' },
  parameters: z.object({
    user: z.intersection(userForm, z.looseObject({ id: integer(), activated: flag() })),
    ...besideUser,
  }),
  answer({ state, repeats, habits, record }, { user: { id, ...form }, ...beside }) {
    const user = ownUser(state, id)
    if (form.legal_type !== user.legal_type) throw invalid('user.legal_type', 'must not be changed')
    checkUser(state, form.login, beside.default_tariff_id, id)
    const kept = habits.trims ? trimmed(form) : form
    const fields = fieldsOf(kept, beside)
    const before = repeats.ofUser(id, fields)
    if (before === undefined) record({ effect: 'user.changed', user: id, fields })
    else record({ effect: 'none', fault: 'repeat', refused: false, of: before, about: id })
    return {}
  },
})

/** `user/create`. A login that a client has given to a user before is refused, and noted as a repeat. */
export const userCreate = method({
  needs: { category: 'users', operation: 'create' },
  parameters: z.object({
    user: userForm,
    password: text(),
    locale: text().refine((value) => /^[a-z]{2}_[A-Z]{2}$/.test(value), 'must be a locale'),
    time_zone: text().refine(
      (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
      'must be a time zone',
    ),
    ...besideUser,
  }),
  answer({ state, repeats, habits, record }, { user, locale, time_zone: timeZone, password, ...beside }) {
    demandPassword(habits, password)
    if (state.userOf(user.login)) {
      const of = repeats.ofUserMade(user.login)
      if (of !== undefined) record({ effect: 'none', fault: 'repeat', refused: true, of, about: user.login })
      throw new Refusal(206)
    }
    checkUser(state, user.login, beside.default_tariff_id, null)
    const id = state.users.nextId
    record({ effect: 'user.made', user: id, fields: fieldsOf({ activated: true, ...user }, beside), locale, timeZone })
    return { id }
  },
})

/** `user/change_password`. Which passwords a user had is nowhere kept, so none is refused for that. */
export const userChangePassword = method({
  needs: { category: 'users', operation: 'update' },
  parameters: z.object({ user_id: integer(), password: text() }),
  answer({ state, habits, record }, { user_id, password }) {
    demandPassword(habits, password)
    record({ effect: 'user.password', user: ownUser(state, user_id).id })
    return {}
  },
})

function trimmed(form: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
  )
}

/** A user of this very dealer. Refuses with 201 where there is none. */
function ownUser(state: PanelState, id: number): UserRecord {
  const user = state.users.get(id)
  if (!user || user.dealerId !== undefined) throw new Refusal(201)
  return user
}

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
  const { discount: _d, defaultPlan: _p, timeZone: _t, comment, further, dealerId = demoDealerId, ...fields } = user
  return {
    ...fields,
    ...(comment ? { comment } : {}),
    ...further,
    dealer_id: dealerId,
    trackers_count: state.trackersOf(user.id),
  }
}

import { z } from 'zod'
import { dealerInfo } from '../dealer.ts'
import { invalid, Refusal } from '../errors.ts'
import type { Habits } from '../habits.ts'
import { integer, text } from '../parameters.ts'
import { userFields } from '../user-fields.ts'
import type { PanelState } from '../state.ts'

// The form by which users are made and changed: a union on `legal_type`, of which each includes the one before: individual,
// sole trader, legal entity. (panel-openapi.json, UserEditForm; panel-api.md, section 4.1)

/** A text of so many characters, which may be empty where `least` is 0. */
function words(most: number, least = 0) {
  return text().refine(
    (value) => value.length <= most && value.trim().length >= least && !/[\p{Cc}\p{Co}\p{Cs}]/u.test(value),
    `must consist of printable characters and have length between ${least} and ${most}`,
  )
}

const digits = (pattern: RegExp, what: string) => text().refine((value) => pattern.test(value), what)

/** Fields that every user has; those of an address may be empty where `least` is 0. */
const person = (least: 0 | 1) => ({
  login: text().refine((value) => /^[^\s@]+@[^\s@]+$/.test(value) && value.length <= 100, 'must be an email address'),
  first_name: words(100, 1),
  middle_name: words(100),
  last_name: words(100, 1),
  phone: digits(/^\d{0,15}$/, 'must consist of at most 15 digits'),
  post_country: words(100, least),
  post_region: words(100, least),
  post_city: words(100, least),
  post_street_address: words(200, least),
  post_index: words(100, least),
})

const trader = {
  ...person(1),
  registered_country: words(100, 1),
  registered_region: words(100, 1),
  registered_city: words(100, 1),
  registered_street_address: words(200, 1),
  registered_index: words(100, 1),
  tin: words(255),
  state_reg_num: digits(/^\d{0,15}$/, 'must consist of at most 15 digits').optional(),
  okpo_code: digits(/^(\d{8,10})?$/, 'must consist of 8 to 10 digits').optional(),
}

/** The user of a request, what nobody here knows of among it. What is null is absent. */
export const userForm = z.preprocess(
  (value) => withoutNulls(value),
  z.discriminatedUnion('legal_type', [
    z.looseObject({ legal_type: z.literal('individual'), ...person(0) }),
    z.looseObject({ legal_type: z.literal('sole_trader'), ...trader }),
    z.looseObject({ legal_type: z.literal('legal_entity'), ...trader, legal_name: words(255, 1), iec: words(255) }),
  ]),
)

/** Refuses a password that the dealer's policy does not take, which a test may have changed. (dealer/get_info) */
export function demandPassword({ passwordPolicy = {} }: Habits, password: string): void {
  const policy = { ...dealerInfo.password_policy, ...passwordPolicy }
  const has = (sort: RegExp) => password.match(new RegExp(sort, 'g'))?.length ?? 0
  const isFine =
    password.length >= policy.min_length &&
    password.length <= policy.max_length &&
    has(/[A-Z]/) >= policy.min_uppercase_count &&
    has(/[a-z]/) >= policy.min_lowercase_count &&
    has(/\d/) >= policy.min_digits_count &&
    [...password].filter((sign) => policy.special_chars.includes(sign)).length >= policy.min_special_chars_count
  if (!isFine) throw invalid('password', 'must match the password policy')
}

/** What stands beside the user in a request that makes or changes one. */
export const besideUser = {
  comment: text()
    .refine((value) => value.length <= 255, 'length must be between 0 and 255')
    .optional(),
  discount: userFields.shape.discount.optional(),
  default_tariff_id: integer().optional(),
}

/** Refuses what a form alone does not tell: a login that another user has, and a plan that there is not. */
export function checkUser(state: PanelState, login: string, plan: number | undefined, except: number | null): void {
  const holder = state.userOf(login)
  if (holder && holder.id !== except) throw new Refusal(206)
  if (plan !== undefined && !state.plans.get(plan)) {
    throw new Refusal(7, { errors: [{ parameter: 'default_tariff_id', error: 'must be a plan of the dealer' }] })
  }
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}

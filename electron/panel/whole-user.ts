import type { User } from '../../shared/model/user.ts'
import { registeredFields, type RegisteredField } from '../../shared/rules/user.ts'
import { userOf } from './answers.ts'
import { row, text, yes, yesOrNull, type Row } from './values.ts'

// A user is written whole: what is left out of `user/update` is lost. So all that was read goes back as it was, what this
// program knows nothing of among it. (panel-api.md, section 4)

/** A user as the panel holds it, as it was read: `value`, and what stands beside it in the answer. */
export interface WholeUser {
  readonly value: Row
  readonly beside: Row
}

/** A user as `user/read` shows it. */
export type PanelUser = User & { readonly whole: WholeUser }

/** What `user/read` answers; null without an id. */
export function panelUserOf({ value, ...beside }: Readonly<Record<string, unknown>>): PanelUser | null {
  const [user, held] = [userOf(value), row(value)]
  return user && held && { ...user, whole: { value: held, beside } }
}

/** What the panel works out, or others than an administrator set: it stands in answers, and is never written. */
const readOnly: ReadonlySet<string> = new Set([
  ...['balance', 'bonus', 'trackers_count', 'creation_date', 'comment', 'dealer_id'],
  ...['verified', 'phone_verified', 'mfa_allowed'],
])

/** What every form has to hold, if only as an empty text. */
const always = [
  ...['login', 'first_name', 'middle_name', 'last_name', 'phone'],
  ...['post_country', 'post_region', 'post_city', 'post_street_address', 'post_index'],
]
const registered = [
  ...['registered_country', 'registered_region', 'registered_city', 'registered_street_address', 'registered_index'],
]
const ofTraders = [...registered, 'tin', 'state_reg_num', 'okpo_code']
const ofEntities = ['legal_name', 'iec']

/** What the form of a legal type does not know: answers show it all the same, as empty texts. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  individual: [...ofTraders, ...ofEntities],
  sole_trader: ofEntities,
  legal_entity: [],
}

/** Fields of a user by their names in the sheet, and what the panel calls them. */
export const panelNames = {
  login: 'login',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  legalName: 'legal_name',
  tin: 'tin',
  iec: 'iec',
  phone: 'phone',
  country: 'post_country',
  region: 'post_region',
  city: 'post_city',
  street: 'post_street_address',
  postIndex: 'post_index',
  activated: 'activated',
} as const satisfies Partial<Record<keyof User, string>>

/** What the panel calls the other fields with which a user is made or changed. */
const namesBeside: readonly (readonly [string, string])[] = [
  ...[['comment', 'comment'] as const, ['password', 'password'] as const],
  ...[['defaultPlan', 'default_tariff_id'] as const, ['locale', 'locale'] as const, ['timeZone', 'time_zone'] as const],
  ...registeredFields.map((field, at) => [field, registered[at] ?? ''] as const),
]

/** The field of the sheet that a parameter of a request is, as the panel names it: `user.phone`, or `phone`. */
export function fieldNamed(parameter: string): string | undefined {
  const name = parameter.replace(/^user\./, '')
  return [...Object.entries(panelNames), ...namesBeside].find(([, theirs]) => theirs === name)?.[0]
}

/** What is changed of a user: by the fields of its sheet, and the plan that its later devices get. */
export interface UserChanges {
  readonly fields?: Readonly<Partial<Record<keyof typeof panelNames | 'comment', string | boolean | undefined>>>
  readonly plan?: number
}

/** The plan that later devices of a user get, as it was read; null where none is shown. */
export function defaultPlanOf({ beside }: WholeUser): number | null {
  return typeof beside.default_tariff_id === 'number' ? beside.default_tariff_id : null
}

/** Whether all is shown without which a user cannot be written. */
export function isShownWhole({ value }: WholeUser): boolean {
  return text(value.login) !== '' && text(value.legal_type) in foreign && yesOrNull(value.activated) !== null
}

/** Whether a user lacks a part of the registered address that its legal type has to have. */
export function lacksRegistered({ value }: WholeUser): boolean {
  const isTrader = foreign[text(value.legal_type)]?.includes('tin') === false
  return isTrader && registered.some((name) => text(value[name]).trim() === '')
}

/** What `user/update` is asked, so that the user is as it was read but for these changes. */
export function wholeUserBody(
  { value, beside }: WholeUser,
  { fields = {}, plan }: UserChanges,
): Record<string, unknown> {
  const { comment = text(value.comment), ...others } = fields
  const unknown = new Set((foreign[text(value.legal_type)] ?? []).filter((name) => text(value[name]) === ''))
  const kept = Object.entries(value).filter(([name]) => !readOnly.has(name) && !unknown.has(name))
  const changed = Object.entries(others).flatMap(([field, to]) =>
    to === undefined ? [] : [[panelNames[field as keyof typeof others], to] as const],
  )
  const { discount, default_tariff_id, dealer_mfa_settings } = beside
  return {
    user: {
      ...Object.fromEntries(always.map((name) => [name, ''])),
      ...Object.fromEntries(kept),
      activated: yes(value.activated),
      ...shown({ dealer_mfa_settings }),
      ...Object.fromEntries(changed),
    },
    comment,
    ...shown({ discount, default_tariff_id: plan ?? default_tariff_id }),
  }
}

/** What is said of a user that is to be made, by the fields of its sheet; what is left out of the registered address is empty. */
type NewUser = Readonly<Record<Exclude<keyof typeof panelNames, 'activated'> | 'legalType', string>> &
  Readonly<Partial<Record<RegisteredField, string | undefined>>> & { readonly activated?: boolean | undefined }

/** The form of a user that is to be made. The registered address, where there is one, is the postal one if none is said. */
export function newUserForm(made: NewUser): Record<string, unknown> {
  const form: Record<string, unknown> = { legal_type: made.legalType, activated: made.activated ?? true }
  for (const [field, name] of Object.entries(panelNames)) {
    if (field === 'activated' || foreign[made.legalType]?.includes(name)) continue
    form[name] = made[field as Exclude<keyof typeof panelNames, 'activated'>]
  }
  if (made.legalType === 'individual') return form
  const isPostal = registeredFields.every((field) => (made[field] ?? '').trim() === '')
  registeredFields.forEach((field, at) => {
    const [name = '', postal = ''] = [registered[at], registered[at]?.replace('registered_', 'post_')]
    form[name] = isPostal ? form[postal] : made[field]
  })
  return form
}

/** What an answer has shown; null and absent are the same. */
function shown(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))
}

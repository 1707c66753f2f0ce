import { z } from 'zod'
import { dealersPlan } from './dealer.ts'
import type { UserRecord } from './records.ts'

/**
 * All that a request which makes or changes a user can set: what is absent is empty from then on. `further` is what nobody
 * here knows of; it is kept and shown all the same.
 */
export const userFields = z.object({
  login: z.string(),
  activated: z.boolean(),
  legal_type: z.enum(['individual', 'legal_entity', 'sole_trader']),
  ...texts([
    ...(['first_name', 'middle_name', 'last_name', 'legal_name', 'phone'] as const),
    ...(['post_country', 'post_region', 'post_city', 'post_street_address', 'post_index'] as const),
    ...(['registered_country', 'registered_region', 'registered_city'] as const),
    ...(['registered_street_address', 'registered_index', 'tin', 'iec', 'state_reg_num', 'okpo_code'] as const),
  ]),
  menu_preset_id: z.int().optional(),
  mfa_allowed: z.boolean(),
  comment: z.string(),
  discount: z
    .looseObject({
      value: z.number(),
      min_trackers: z.int(),
      end_date: z.string().optional(),
      strategy: z.enum(['no_summing', 'sum_with_progressive']),
    })
    .optional(),
  defaultPlan: z.int().nullable(),
  further: z.record(z.string(), z.unknown()),
})
export type UserFields = z.infer<typeof userFields>

function texts<const Name extends string>(names: readonly Name[]): Record<Name, z.ZodDefault<z.ZodString>> {
  const shape = Object.fromEntries(names.map((name) => [name, z.string().default('')]))
  return shape as Record<Name, z.ZodDefault<z.ZodString>>
}

/** What the panel alone sets. */
const itsOwn: ReadonlySet<string> = new Set([
  ...['id', 'balance', 'bonus', 'trackers_count', 'creation_date', 'dealer_id'],
  ...['verified', 'phone_verified', 'dealer_mfa_settings', 'comment'],
])

/** What a request sets of a user. */
export function fieldsOf(
  { dealer_mfa_settings: mfa, ...form }: Readonly<Record<string, unknown>>,
  beside: { comment?: string | undefined; discount?: UserFields['discount']; default_tariff_id?: number | undefined },
): UserFields {
  const allowed = z.object({ type: z.literal('allowed') }).safeParse(mfa).success
  const further = Object.entries(form).filter(([name]) => !(name in userFields.shape) && !itsOwn.has(name))
  const { comment = '', discount, default_tariff_id: defaultPlan = null } = beside
  return userFields.parse({
    ...form,
    ...{ mfa_allowed: allowed, comment, discount, defaultPlan, further: Object.fromEntries(further) },
  })
}

/** What a user holds of that. */
export function heldFields(user: UserRecord): UserFields {
  return userFields.parse({ comment: '', defaultPlan: dealersPlan, further: {}, ...user })
}

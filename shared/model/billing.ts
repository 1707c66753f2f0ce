import { z } from 'zod'

/** What bills are estimated by besides the plans, as far as the panel tells it. */
export const billingTerms = z.object({
  /** The currency in which the dealer sells, as `EUR`. (panel-api.md, section 6, dealer/get_info) */
  currency: z.string().nullable(),
  /** How many days after its registration a device costs nothing: an approximation. (panel-additions.md, F1) */
  freeDays: z.int().nullable(),
})
export type BillingTerms = z.infer<typeof billingTerms>

/** What is known of a panel that tells none of it. */
export const unknownTerms: BillingTerms = { currency: null, freeDays: null }

import { z } from 'zod'

/** A user as cached: one who owns trackers. `created` is documented as UTC. (panel-api.md, section 4.1) */
export const user = z.object({
  id: z.int(),
  /** The same; null of one that is still to be made. */
  panelId: z.int().nullable(),
  /** The dealer to whom the user belongs; 0 where the panel does not say. */
  dealerId: z.int(),
  login: z.string(),
  firstName: z.string(),
  middleName: z.string(),
  lastName: z.string(),
  legalType: z.string(),
  legalName: z.string(),
  tin: z.string(),
  iec: z.string(),
  phone: z.string(),
  country: z.string(),
  region: z.string(),
  city: z.string(),
  street: z.string(),
  postIndex: z.string(),
  activated: z.boolean(),
  verified: z.boolean(),
  balance: z.number(),
  bonus: z.number(),
  trackersCount: z.int(),
  created: z.string(),
  comment: z.string(),
  /** The token of one that is staged. The panel shows none. */
  password: z.string(),
})
export type User = z.infer<typeof user>

import { z } from 'zod'

const sums = {
  /** How many operations are counted. */
  changes: z.int(),
  /** What goes back to users, from the least to the most. */
  back: z.object({ least: z.number(), most: z.number() }),
  /** What is debited next, by the day, UTC, the earliest first; null for the days on which a device connects. */
  debits: z.array(z.object({ day: z.string().nullable(), amount: z.number() })),
  /** Changes of devices whose plan had ended, and which stand still until the new one is paid. */
  held: z.int(),
}

/** What a plan does to the money of users: an estimate, in the currency in which the dealer sells. */
export const planBills = z.object({
  currency: z.string().nullable(),
  ...sums,
  /** Changes that may begin only when what is paid for has ended: two pages of the vendor disagree. */
  later: z.int(),
  /** Changes of which nothing can be told, for a plan or a tracker of theirs is not known. */
  untold: z.int(),
  /** How many users have not enough for what is debited next. */
  short: z.int(),
  usersInAll: z.int(),
  /** Those who have not enough first, then by what is debited; at most 200. */
  users: z.array(
    z.object({
      id: z.int(),
      /** Empty where the user is not known. */
      login: z.string(),
      ...sums,
      /** From when the user's trackers would be blocked; null where nothing speaks for it. */
      short: z.object({ day: z.string().nullable() }).nullable(),
    }),
  ),
})
export type PlanBills = z.infer<typeof planBills>

import { z } from 'zod'
import type { Permissions } from '../../shared/model/permissions.ts'
import { invalid, Refusal } from './errors.ts'
import type { RawParameters } from './request.ts'

/** The fields of a tracker that an answer need not show, by the panel's names. */
const omitted = z.array(z.enum(['comment', 'label', 'deleted']))

/**
 * How a panel differs from the documented one, for tests: real ones do. The vendor's OpenAPI knows no `comment`, and
 * requires no field of a tracker. Can be changed at any time.
 */
export const habits = z
  .object({
    /** What lists of trackers leave out of every row. */
    listsOmit: omitted,
    /** What reading a single tracker leaves out. */
    readsOmit: omitted,
    /** Whether labels and comments that are set are kept without blanks at their ends. */
    trims: z.boolean(),
    /** The most rows of a list that may be asked for; more is refused with 212. */
    listMost: z.int().min(1),
    /** The most that a batch may have, and how a larger one is refused; 7 names the list. */
    batchMost: z.int().min(1),
    batchCode: z.union([z.literal(7), z.literal(9), z.literal(212), z.literal(267)]),
    /** The only name by which it knows activation: the present one, unless it is an older panel. */
    registersBy: z.enum(['register_retry', 'register_entry']),
    /** How passwords of users have to be, as far as it differs from the usual policy. */
    passwordPolicy: z.record(z.string(), z.union([z.int(), z.string()])),
    /** Whether a file of users that is refused for one line makes those before it: nobody knows of real panels. */
    keepsLinesBefore: z.boolean(),
    /** Permissions that the account has lost, as the vendor writes them: `trackers: update`. */
    withdrawn: z.array(z.string()),
  })
  .partial()
export type Habits = z.infer<typeof habits>

/** What an account may do once some of it has been withdrawn. */
export function permittedWith(habits: Habits, permissions: Permissions): Permissions {
  if (!habits.withdrawn?.length) return permissions
  const withdrawn = new Set(habits.withdrawn)
  return Object.fromEntries(
    Object.entries(permissions).map(([category, operations]) => [
      category,
      operations.filter((operation) => !withdrawn.has(`${category}: ${operation}`)),
    ]),
  )
}

/** Refuses a request that asks for more than this panel takes at once. */
export function demandSize({ listMost, batchMost, batchCode = 267 }: Habits, parameters: RawParameters): void {
  const limit = Number(parameters['limit'])
  if (listMost !== undefined && limit > listMost) throw new Refusal(212)
  const tooLong = Object.entries(parameters).find(
    ([, value]) => Array.isArray(value) && value.length > (batchMost ?? Infinity),
  )
  if (!tooLong) return
  throw batchCode === 7 ? invalid(tooLong[0], `size must be between 1 and ${batchMost}`) : new Refusal(batchCode)
}

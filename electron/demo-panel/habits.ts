import { z } from 'zod'

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
  })
  .partial()
export type Habits = z.infer<typeof habits>

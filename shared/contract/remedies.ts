import { z } from 'zod'
import { remedyNames } from '../operations/remedy.ts'
import { call } from './call.ts'

/**
 * Operations, as far as something can still be done with them although they were refused or are kept back: of change
 * sets, or by their ids, or one together with whatever takes turns with it, such as all that is done to one route.
 */
const whichOperations = z.object({
  changeSets: z.array(z.int()).max(1000).optional(),
  operations: z.array(z.int()).max(200_000).optional(),
  around: z.int().optional(),
  /** Only those that were refused, or only drafts that are kept back. */
  state: z.enum(['rejected', 'draft']).optional(),
})
export type WhichOperations = z.infer<typeof whichOperations>

/** Something that can still be done, and with how many operations. */
const remedyOffer = z.object({ remedy: z.enum(remedyNames), operations: z.int() })
export type RemedyOffer = z.infer<typeof remedyOffer>

export const remedyCalls = {
  /** What can still be done. */
  'outbox.remedies': call(whichOperations, z.object({ offers: z.array(remedyOffer) })),
  /**
   * Does it, as a step that an undo takes back: what it stages are drafts. Answers how many operations it was done with,
   * how many more were given up along with these, how many go that had waited for them, how many drafts it staged, and of
   * how many there was nothing to be done.
   */
  'outbox.remedy': call(
    whichOperations.extend({ remedy: z.enum(remedyNames) }),
    z.object({ helped: z.int(), along: z.int(), freed: z.int(), staged: z.int(), left: z.int() }),
  ),
}
export type RemedyTaken = z.infer<(typeof remedyCalls)['outbox.remedy']['output']>

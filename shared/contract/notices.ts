import { z } from 'zod'
import { problem } from '../problem.ts'
import { call } from './call.ts'

/**
 * Something about a profile's files that a person should know, such as a damaged one. It is told over restarts, until
 * a person has seen it.
 */
export const notice = z.object({
  id: z.string(),
  /** When it was found: milliseconds since 1970, UTC. */
  at: z.number(),
  problem,
  /** An earlier copy of the journal that can be had in place of the one that is open; null where there is none. */
  backup: z
    .object({
      /** Its name, in the profile's folder. */
      file: z.string(),
      /** When it was made: milliseconds since 1970, UTC. */
      at: z.number(),
      operations: z.int(),
      /** Requests have left since, or may have: even its drafts may have been sent. */
      sentSince: z.boolean(),
    })
    .nullable()
    .default(null),
})
export type Notice = z.infer<typeof notice>

export const noticeCalls = {
  /**
   * Puts the backup that a notice offers in the place of the journal, which is kept, and opens the profile again.
   * Refused while something is staged that is not in it.
   */
  'notices.takeBackup': call(z.object({ id: z.string() }), z.object({})),
  /** A person has seen it: it is not told again. One that is not there any more is none. */
  'notices.seen': call(z.object({ id: z.string() }), z.object({})),
}

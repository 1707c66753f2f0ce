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
})
export type Notice = z.infer<typeof notice>

export const noticeCalls = {
  /** A person has seen it: it is not told again. One that is not there any more is none. */
  'notices.seen': call(z.object({ id: z.string() }), z.object({})),
}

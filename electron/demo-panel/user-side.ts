import type { RawParameters } from './request.ts'
import type { Session, Sessions } from './sessions.ts'

/** What a method of the User API has to work with while it answers one request. */
interface UserCall {
  readonly user: number
  readonly session: Session
  readonly sessions: Sessions
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

/** A method of the User API, in the session of one user. */
export interface UserMethod {
  /** The fields of the answer apart from `success`. Throws {@link Refusal}. */
  answer(call: UserCall, parameters: RawParameters): Record<string, unknown>
}

/** Methods that every User API has. */
export const everyUserMethod: Readonly<Record<string, UserMethod>> = {
  /** Ends the session at once. */
  'user/logout': {
    answer({ session, sessions }) {
      sessions.close(session)
      return {}
    },
  },
}

import type { z } from 'zod'
import type { Effect } from './ledger.ts'
import { parsed } from './methods/method.ts'
import type { Repeats } from './repeats.ts'
import type { RawParameters } from './request.ts'
import type { Session, Sessions } from './sessions.ts'
import type { PanelState } from './state.ts'

/** What a method of the User API has to work with while it answers one request. */
export interface UserCall {
  readonly user: number
  readonly session: Session
  readonly sessions: Sessions
  readonly state: PanelState
  readonly repeats: Repeats
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** Writes effects to the ledger, all or none, and then carries them out. Nothing else changes the state. */
  readonly record: (...effects: readonly Effect[]) => void
}

/** A method of the User API, in the session of one user. */
export interface UserMethod {
  /** The fields of the answer apart from `success`. Throws {@link Refusal}. */
  answer(call: UserCall, parameters: RawParameters): Record<string, unknown>
}

/** Declares a method: what parameters it takes, what it does. Parameters that do not fit are refused with 7. */
export function userMethod<Parameters extends z.ZodType>(declaration: {
  /** What is looked at before everything else. Throws {@link Refusal}. */
  first?(call: UserCall, parameters: RawParameters): void
  parameters: Parameters
  answer(call: UserCall, parameters: z.output<Parameters>): Record<string, unknown>
}): UserMethod {
  return {
    answer(call, parameters) {
      declaration.first?.(call, parameters)
      return declaration.answer(call, parsed(declaration.parameters, parameters))
    },
  }
}

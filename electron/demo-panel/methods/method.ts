import type { z } from 'zod'
import type { Permission } from '../../../shared/model/permissions.ts'
import type { DemoAccount } from '../account.ts'
import type { ConsoleKeys } from '../console/keys.ts'
import { Refusal } from '../errors.ts'
import type { Habits } from '../habits.ts'
import type { Effect } from '../ledger.ts'
import type { Repeats } from '../repeats.ts'
import type { RawParameters } from '../request.ts'
import type { Session, Sessions } from '../sessions.ts'
import type { PanelState } from '../state.ts'

/** What a method has to work with while it answers one request. */
interface Call {
  readonly state: PanelState
  readonly account: DemoAccount
  readonly sessions: Sessions
  /** Those of users, at the User API. */
  readonly userSessions: Sessions
  /** Null for a method that needs no session. */
  readonly session: Session | null
  readonly repeats: Repeats
  readonly consoleKeys: ConsoleKeys
  readonly habits: Habits
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** Writes effects to the ledger, all or none, and then carries them out. Nothing else changes the state. */
  readonly record: (...effects: readonly Effect[]) => void
}

/** Whether lists of a category show what belongs to dealers below this one, too. (panel-api.md, section 3) */
export function isGlobal({ permissions }: DemoAccount, category: 'trackers' | 'users'): boolean {
  return permissions[category]?.includes('global') ?? false
}

/** A method of the panel, whatever its parameters. */
export interface Method {
  /** `session`: any session; `none`: without one; else a session with all of these permissions. */
  readonly needs: readonly Permission[] | 'session' | 'none'
  /** The fields of the answer apart from `success`. Throws {@link Refusal}. */
  answer(call: Call, parameters: RawParameters): Record<string, unknown>
}

/** Declares a method: what it needs, what parameters it takes, what it does. Parameters that do not fit are refused with 7. */
export function method<Parameters extends z.ZodType>(declaration: {
  needs: Method['needs'] | Permission
  parameters: Parameters
  answer(call: Call, parameters: z.output<Parameters>): Record<string, unknown>
}): Method {
  const { needs } = declaration
  return {
    needs: typeof needs === 'object' && 'category' in needs ? [needs] : needs,
    answer(call, parameters) {
      return declaration.answer(call, parsed(declaration.parameters, parameters))
    },
  }
}

/** Parameters as a method takes them. Refuses with 7 what does not fit, each parameter with its reason. */
export function parsed<Parameters extends z.ZodType>(
  shape: Parameters,
  parameters: RawParameters,
): z.output<Parameters> {
  const outcome = shape.safeParse(parameters)
  if (!outcome.success) throw new Refusal(7, { errors: outcome.error.issues.map(parameterError) })
  return outcome.data
}

function parameterError({ path, message }: z.core.$ZodIssue): { parameter: string; error: string } {
  return { parameter: path.map(String).join('.'), error: message }
}

import { z } from 'zod'
import type { KeptSession, KeptSessions } from '../panel/kept-sessions.ts'
import type { Keychain, Log } from '../ports.ts'
import { accountOf, type Secrets } from '../secrets/secrets.ts'

const kept = z.object({ hash: z.string().regex(/^[!-~]+$/), endsAt: z.number() }) satisfies z.ZodType<KeptSession>

/** By what name the session of a principal is kept for a profile. */
const ownerOf = (profile: string, principal: string): string => `${profile} ${principal}`

/**
 * The sessions of a profile's principals, an entry each beside the profile's password: in the keychain, or else in
 * memory. `note` hears of a principal before anything of it is kept, so that nothing is left behind by a profile that is
 * removed; see {@link forgetSessions}.
 */
export function sessionSecrets(options: {
  profile: string
  secrets: Secrets
  memory: Keychain
  note: (principal: string) => void
  log: Log
  /** Whether they are to outlive the program; not those of a panel that does not. */
  toLast: boolean
}): KeptSessions {
  const { profile, secrets, memory, log } = options

  /** A keychain that does not answer is waited for once, and not by every session anew. */
  const lasting = async () => options.toLast && (await secrets.available())

  return {
    async read(principal) {
      const owner = ownerOf(profile, principal)
      const text = (await lasting()) ? await secrets.get(owner) : await memory.get(accountOf(owner))
      return parsed(text)
    },
    async keep(principal, session) {
      const owner = ownerOf(profile, principal)
      try {
        options.note(principal)
        const text = JSON.stringify(session)
        if (await lasting()) return (await secrets.set(owner, text)) === 'keychain'
        await memory.set(accountOf(owner), text)
      } catch (error) {
        log.warn('a session could not be kept', { principal, error: String(error) })
      }
      return false
    },
    async forget(principal) {
      const owner = ownerOf(profile, principal)
      try {
        if (await lasting()) await secrets.delete(owner)
        else await memory.delete(accountOf(owner))
      } catch (error) {
        log.warn('a session that has ended could not be forgotten', { principal, error: String(error) })
      }
    },
  }
}

/** Forgets what was kept of these principals of a profile. Throws like `delete` of {@link Secrets}. */
export async function forgetSessions(secrets: Secrets, profile: string, principals: readonly string[]): Promise<void> {
  for (const principal of principals) await secrets.delete(ownerOf(profile, principal))
}

/** Others may have written what the keychain holds. */
function parsed(text: string | null): KeptSession | null {
  if (text === null) return null
  try {
    return kept.parse(JSON.parse(text))
  } catch {
    return null
  }
}

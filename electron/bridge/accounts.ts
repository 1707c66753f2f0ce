import type { PanelPlace } from '../../shared/contract/profiles.ts'
import { ProblemError } from '../../shared/problem.ts'
import { parseBaseUrl } from '../panel/address.ts'
import { PanelFailure } from '../panel/failure.ts'
import { createLimiters, type Limits } from '../panel/limiter.ts'
import type { KeptSessions } from '../panel/kept-sessions.ts'
import { createPanel, type SignedIn } from '../panel/panel.ts'
import type { Ports } from '../ports.ts'
import type { SecretPlace, Secrets } from '../secrets/secrets.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import { sessionSecrets } from './session-secrets.ts'

/** Where the built-in demo panel is, and who may sign in to it. */
export interface DemoPlace {
  readonly baseUrl: string
  readonly login: string
  readonly password: string
}

/** An account as it is typed in. */
export interface Account {
  readonly panel: PanelPlace
  readonly login: string
  readonly password: string
}

/** Where accounts are, and whether they can sign in. */
export interface Accounts {
  /** The address of a panel; the built-in one is started for it. */
  placeOf(panel: PanelPlace): Promise<string>
  /** The built-in panel's password is no secret and is kept nowhere; `found` hears where that of any other is. */
  passwordOf(profile: ProfileRecord, found: (place: SecretPlace) => void): Promise<string | null>
  /** Where the sessions of a profile's principals are kept; `note` as of {@link sessionSecrets}. */
  sessionsOf(profile: ProfileRecord, note: (principal: string) => void): KeptSessions
  /** How many requests may go to a panel, by a dealer or, before that is known, by a login. */
  limitsOf(baseUrl: string, who: string | number): Limits
  /** Signs in and out again. */
  test(account: Account): Promise<SignedIn>
}

export function createAccounts(options: {
  ports: Ports
  secrets: Secrets
  rate: number
  /** Starts the built-in demo panel unless it runs. */
  demo: () => Promise<DemoPlace>
}): Accounts {
  const { ports, secrets, demo } = options
  const { clock, random, log, transport } = ports
  const limiters = createLimiters({ clock, random, perSecond: options.rate })

  const placeOf = async (panel: PanelPlace) =>
    panel.kind === 'demo' ? (await demo()).baseUrl : parseBaseUrl(panel.baseUrl, panel)

  return {
    placeOf,
    async passwordOf({ id, panel }, found) {
      if (panel.kind === 'demo') return (await demo()).password
      const { password, place } = await secrets.find(id)
      if (place) found(place)
      return password
    },
    sessionsOf: ({ id, panel }, note) =>
      // The built-in panel's sessions end with it.
      sessionSecrets({ profile: id, secrets, memory: ports.session, note, log, toLast: panel.kind !== 'demo' }),
    limitsOf: (baseUrl, who) => limiters.of(baseUrl, who),
    async test(account) {
      const baseUrl = await placeOf(account.panel)
      const panel = createPanel({
        baseUrl,
        credentials: () => Promise.resolve({ login: account.login, password: account.password }),
        transport,
        clock,
        random,
        limits: limiters.of(baseUrl, account.login),
        log,
      })
      try {
        return await panel.signIn()
      } catch (error) {
        // The problem is for the person; what it was on the wire stays in the log.
        throw error instanceof PanelFailure ? new ProblemError(error.problem, { cause: error }) : error
      } finally {
        await panel.signOut()
      }
    },
  }
}

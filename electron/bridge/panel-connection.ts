import { readOr } from '../../shared/versioned.ts'
import { keptPermissions, type Permissions } from '../../shared/model/permissions.ts'
import { keptPolicy, usualPolicy, type PasswordPolicy } from '../../shared/rules/password.ts'
import { ProblemError } from '../../shared/problem.ts'
import { commentsShownBy } from '../panel/comments-shown.ts'
import { createConnection, type Connection } from '../panel/connection.ts'
import type { Limits } from '../panel/limiter.ts'
import { keptPrincipals, type KeptSessions } from '../panel/kept-sessions.ts'
import { createPanel, type Panel } from '../panel/panel.ts'
import { createSizes, keptSizes } from '../panel/sizes.ts'
import type { Ports } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import type { SteadyTime } from '../time.ts'

/** The panel of a profile, and how the connection to it stands. */
export interface PanelConnection {
  readonly panel: Panel
  readonly connection: Connection
  /** What the account may do, as last heard: by the last sign-in before, where there was none yet. */
  permissions(): Permissions
  /** How passwords of users have to be, as last heard. */
  passwordPolicy(): PasswordPolicy
}

/** Connects a profile to its panel; what is found out about it is kept in the profile's files. */
export function connectPanel(options: {
  ports: Ports
  time: SteadyTime
  journal: Journal
  cache: Cache
  baseUrl: string
  limits: Limits
  password: () => Promise<string | null>
  /** Where sessions are kept; hears of each principal before. */
  sessions: (note: (principal: string) => void) => KeptSessions
  profile: () => ProfileRecord
  /** The first sign-in has told whose panel it is. */
  onDealer: (dealerId: number) => void
}): PanelConnection {
  const { ports, journal, cache, time } = options
  const { clock, random, log } = ports
  /** Writes down whose sessions are kept. */
  function noteKept(principal: string): void {
    const known: readonly string[] = readOr(journal.kept('sessions', keptPrincipals), [])
    if (!known.includes(principal)) journal.keep('sessions', keptPrincipals, [...known, principal])
  }

  const panel = createPanel({
    baseUrl: options.baseUrl,
    credentials: async () => {
      const password = await options.password()
      if (password === null) throw new ProblemError({ code: 'password-needed' })
      return { login: options.profile().login, password }
    },
    transport: ports.transport,
    clock,
    random,
    limits: options.limits,
    log,
    sizes: createSizes({
      clock,
      known: readOr(journal.kept('sizes', keptSizes), {}),
      keep: (known) => journal.keep('sizes', keptSizes, known),
    }),
    commentsShown: commentsShownBy(cache),
    kept: options.sessions(noteKept),
  })
  const connection = createConnection({
    panel,
    clock,
    time,
    random,
    network: ports.network,
    log,
    chosenOffline: journal.setting('offline') === 'yes',
    admit({ dealer, permissions }) {
      const profile = options.profile()
      if (profile.dealerId !== null && dealer.id !== null && dealer.id !== profile.dealerId) {
        return { code: 'other-dealer', values: { expected: profile.dealerId, found: dealer.id } }
      }
      if (profile.dealerId === null && dealer.id !== null) options.onDealer(dealer.id)
      journal.keep('permissions', keptPermissions, permissions)
      journal.keep('policy', keptPolicy, dealer.passwordPolicy ?? usualPolicy)
      return null
    },
  })

  /** What the account may do, as the last sign-in heard; nothing, where that is not known or cannot be read. */
  const lastPermissions = (): Permissions => readOr(journal.kept('permissions', keptPermissions), {})

  return {
    panel,
    connection,
    permissions: () => panel.signedIn?.permissions ?? lastPermissions(),
    passwordPolicy: () => readOr(journal.kept('policy', keptPolicy), usualPolicy),
  }
}

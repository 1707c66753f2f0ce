import { z } from 'zod'
import type { Permissions } from '../../shared/model/permissions.ts'
import { usualPolicy, type PasswordPolicy } from '../../shared/rules/password.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Api, Opening } from './api.ts'
import { hashShape, type Hash } from './exchange.ts'
import { noAnswer, PanelFailure } from './failure.ts'
import { untilAborted } from './waiting.ts'

/** What signing in tells. */
export interface SignedIn {
  readonly permissions: Permissions
  /** Whose panel it is. The id is null where the account may not ask and its login is not the id either. */
  readonly dealer: {
    readonly id: number | null
    readonly title: string
    /** The language and the time zone that its new users get, where it says so. */
    readonly locale?: string | undefined
    readonly timeZone?: string | undefined
    /** The currency in which it sells, as `EUR`, where it says so. */
    readonly currency?: string | undefined
    /** How passwords have to be, where it says so. */
    readonly passwordPolicy?: PasswordPolicy | undefined
  }
}

/** What cannot be read grants nothing, as what is absent. */
const permissions = z.record(z.string(), z.array(z.string()).catch([])).catch({})
const authAnswer = z.object({ hash: hashShape<'panel'>(), permissions })
const count = (usual: number) => z.int().min(0).catch(usual)
/** What is not said of it is as usual. (panel-openapi.json, PasswordPolicy) */
const policyAnswer = z
  .object({
    min_length: count(usualPolicy.least),
    max_length: z.int().min(1).catch(usualPolicy.most),
    special_chars: z.string().catch(usualPolicy.special),
    min_special_chars_count: count(usualPolicy.specials),
    min_digits_count: count(usualPolicy.digits),
    min_uppercase_count: count(usualPolicy.capitals),
    min_lowercase_count: count(usualPolicy.smalls),
  })
  .transform((told): PasswordPolicy => ({
    ...{ least: told.min_length, most: told.max_length, special: told.special_chars },
    ...{ specials: told.min_special_chars_count, digits: told.min_digits_count },
    ...{ capitals: told.min_uppercase_count, smalls: told.min_lowercase_count },
  }))
const dealerAnswer = z
  .object({
    id: z.coerce.number().pipe(z.int()).nullable().catch(null),
    title: z.string().catch(''),
    locale: z.string().optional().catch(undefined),
    default_user_time_zone: z.string().optional().catch(undefined),
    seller_currency: z.string().optional().catch(undefined),
    password_policy: policyAnswer.optional().catch(undefined),
  })
  .transform(
    ({ default_user_time_zone: timeZone, seller_currency: currency, password_policy: passwordPolicy, ...dealer }) => ({
      ...{ ...dealer, timeZone, currency, passwordPolicy },
    }),
  )

/** Signing in does not say whose panel it is. (panel-api.md, section 3) */
async function readDealer(hash: Hash<'panel'>, login: string, { ask }: Opening<'panel'>): Promise<SignedIn['dealer']> {
  try {
    return dealerAnswer.parse((await ask('dealer/get_info', {}, { hash })).json)
  } catch (error) {
    if (!(error instanceof PanelFailure) || error.code !== 13) throw error
    // Without `base: get_dealer_info`: where the vendor hosts the panel, the login is the dealer's id.
    return { id: /^\d{1,15}$/.test(login) ? Number(login) : null, title: '' }
  }
}

/** The panel itself: the dealer signs in with login and password. (panel-api.md, sections 1 and 3) */
export const dealerApi: Api<'panel', SignedIn> = {
  path: 'panel/',
  authorization: (hash) => `NVX ${hash}`,
  signOutPath: 'account/logout',
  scopes: () => ['dealer', 'address'],
  timeouts: { signIn: 30_000, read: 60_000, change: 120_000 },

  async open(_at, opening) {
    const { host, signal } = opening
    const { login, password } = await untilAborted(opening.credentials(), signal).catch((error: unknown) => {
      if (!(error instanceof ProblemError) || error instanceof PanelFailure) throw error
      throw new PanelFailure({ problem: error.problem, effect: 'none', next: 'stop' }, { cause: error })
    })
    const answer = await opening.ask('account/auth', { login, password }, { secrets: [password] })
    const account = authAnswer.safeParse(answer.json)
    if (!account.success) {
      const { httpStatus, took } = answer
      throw noAnswer('sign-in', { problem: 'not-a-panel', httpStatus, host, took })
    }
    const { hash } = account.data
    const dealer = await readDealer(hash, login, opening)
    return { hash, told: { permissions: account.data.permissions, dealer } }
  },
}

import { z } from 'zod'
import type { Permissions } from '../../shared/model/permissions.ts'
import { ProblemError, problemOf } from '../../shared/problem.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import type { Exchange, ExchangeOptions, PanelAnswer } from './exchange.ts'
import { noAnswer, PanelFailure } from './failure.ts'
import type { Limiter } from './limiter.ts'
import { untilAborted } from './waiting.ts'

/** An account of a panel. The password lives in the keychain and is fetched for each signing in. */
export interface Credentials {
  readonly login: string
  readonly password: string
}

/** What signing in tells. */
export interface SignedIn {
  readonly permissions: Permissions
  /** Whose panel it is. The id is null where the account may not ask and its login is not the id either. */
  readonly dealer: { readonly id: number | null; readonly title: string }
}

/** A panel session: 24 hours, not renewable, signed in to anew when it has ended. (panel-api.md, section 1) */
interface Session {
  readonly signedIn: SignedIn | null
  /**
   * Signs in unless it is signed in; however many call it meanwhile, the panel is asked once. Throws
   * {@link PanelFailure} without effect; the signal ends the waiting, not the signing in.
   */
  signIn(signal?: AbortSignal): Promise<SignedIn>
  /**
   * The same for work that needs a session in passing. Where a person must act first (a wrong password), it repeats
   * that failure without asking the panel again, lest an account be locked.
   */
  ensure(signal?: AbortSignal): Promise<SignedIn>
  /** The account may do this now, as the panel has said since. */
  permit(answer: unknown): void
  /** Ends the session, or the signing in, here and, where it can be reached, at the panel. Never fails; takes seconds at most. */
  signOut(): Promise<void>
  /** Sends one request in the present session; finds out, and forgets, that it has ended. */
  post(path: string, body: object, options: Omit<ExchangeOptions, 'hash' | 'secrets'>): Promise<PanelAnswer>
}

interface Open {
  readonly hash: string
  readonly signedIn: SignedIn
}

/** What cannot be read grants nothing, as what is absent. */
const permissions = z.record(z.string(), z.array(z.string()).catch([])).catch({})
const authAnswer = z.object({ hash: z.string().regex(/^[!-~]+$/), permissions })
/** An answer that does not speak of them takes nothing away. */
const permitted = z.object({ permissions: z.record(z.string(), z.array(z.string()).catch([])) })
const dealerAnswer = z.object({
  id: z.coerce.number().pipe(z.int()).nullable().catch(null),
  title: z.string().catch(''),
})

/** Milliseconds for which the panel is told that a session has ended. */
const longestGoodbye = 3000

/** A session that is not yet signed in. Its hash never leaves this function. */
export function createSession({
  exchange,
  host,
  credentials,
  limiter,
  clock,
  timeout,
  log,
}: {
  exchange: Exchange
  host: string
  credentials: () => Promise<Credentials>
  limiter: Limiter
  clock: Clock
  timeout: number
  log: Log
}): Session {
  let open: Open | null = null
  let opening: Promise<Open> | null = null
  /** Why nobody but a person should try again. */
  let standing: PanelFailure | null = null
  /** Ends a signing in that nobody wants any more. */
  let leaving = new AbortController()

  async function authenticate(signal: AbortSignal): Promise<Open> {
    const { login, password } = await untilAborted(credentials(), signal).catch((error: unknown) => {
      if (!(error instanceof ProblemError) || error instanceof PanelFailure) throw error
      throw new PanelFailure({ problem: error.problem, effect: 'none', next: 'stop' }, { cause: error })
    })
    await limiter.take(signal)
    const answer = await exchange(
      'account/auth',
      { login, password },
      { purpose: 'sign-in', secrets: [password], timeout, signal },
    )
    const account = authAnswer.safeParse(answer.json)
    if (!account.success) {
      const { httpStatus, took } = answer
      throw noAnswer('sign-in', { problem: 'not-a-panel', httpStatus, host, took })
    }
    const { hash } = account.data
    const dealer = await readDealer(hash, login, signal)
    return { hash, signedIn: { permissions: account.data.permissions, dealer } }
  }

  /** Signing in does not say whose panel it is. (panel-api.md, section 3) */
  async function readDealer(hash: string, login: string, signal: AbortSignal): Promise<SignedIn['dealer']> {
    await limiter.take(signal)
    try {
      const answer = await exchange('dealer/get_info', {}, { purpose: 'sign-in', hash, timeout, signal })
      return dealerAnswer.parse(answer.json)
    } catch (error) {
      if (!(error instanceof PanelFailure) || error.code !== 13) throw error
      // Without `base: get_dealer_info`: where the vendor hosts the panel, the login is the dealer's id.
      return { id: /^\d{1,15}$/.test(login) ? Number(login) : null, title: '' }
    }
  }

  function start(): Promise<Open> {
    opening ??= authenticate(leaving.signal)
      .then(
        (opened) => {
          open = opened
          standing = null
          log.info('signed in', { host, dealer: opened.signedIn.dealer.id })
          return opened
        },
        (error: unknown) => {
          if (error instanceof PanelFailure) {
            if (error.next === 'stop') standing = error
            log.warn('signing in failed', { host, problem: error.problem.code, code: error.code })
          }
          throw error
        },
      )
      .finally(() => {
        opening = null
      })
    return opening
  }

  async function signIn(signal?: AbortSignal): Promise<SignedIn> {
    return (open ?? (await untilAborted(start(), signal))).signedIn
  }

  return {
    get signedIn() {
      return open?.signedIn ?? null
    },
    signIn,
    ensure(signal) {
      return standing && !open && !opening ? Promise.reject(standing) : signIn(signal)
    },
    permit(answer) {
      const heard = permitted.safeParse(answer)
      if (open && heard.success) {
        open = { ...open, signedIn: { ...open.signedIn, permissions: heard.data.permissions } }
      }
    },
    async signOut() {
      const reason = {
        problem: { code: 'profile-closed' as const, again: true },
        effect: 'none' as const,
        next: 'wait' as const,
      }
      leaving.abort(new PanelFailure(reason))
      leaving = new AbortController()
      await opening?.catch(() => undefined)
      const ended = open
      open = null
      standing = null
      if (!ended) return
      // A person is waiting for the window to close; the session ends by itself within a day.
      const enough = new AbortController()
      const patience = clock.sleep(longestGoodbye, enough.signal).then(
        () => enough.abort(new PanelFailure(reason)),
        () => undefined,
      )
      const options = { purpose: 'sign-in' as const, hash: ended.hash, timeout: Math.min(timeout, longestGoodbye) }
      await limiter
        .take(enough.signal)
        .then(() => exchange('account/logout', {}, options))
        .catch((error: unknown) => {
          log.info('signing out was not heard', { host, problem: problemOf(error).code })
        })
      enough.abort(noLongerWanted)
      await patience
    },
    async post(path, body, options) {
      const used = open
      if (!used)
        throw new PanelFailure({ problem: { code: 'session-ended', again: true }, effect: 'none', next: 'sign-in' })
      try {
        return await exchange(path, body, { ...options, hash: used.hash })
      } catch (error) {
        // Others may have found out before, and signed in again meanwhile: theirs stays.
        if (error instanceof PanelFailure && error.next === 'sign-in' && open?.hash === used.hash) open = null
        throw error
      }
    },
  }
}

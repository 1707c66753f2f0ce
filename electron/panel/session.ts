import { problemOf } from '../../shared/problem.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import type { Opening } from './api.ts'
import type { ApiName } from './endpoint.ts'
import type { Exchange, ExchangeOptions, Hash, PanelAnswer } from './exchange.ts'
import { PanelFailure } from './failure.ts'
import type { KeptSessions } from './kept-sessions.ts'
import type { KnownSecrets } from './known-secrets.ts'
import type { Limiter } from './limiter.ts'
import { untilAborted } from './waiting.ts'

/** An account of a panel. The password lives in the keychain and is fetched for each signing in. */
export interface Credentials {
  readonly login: string
  readonly password: string
}

/**
 * The session of one principal at one API: opened when it is needed, and anew when it has ended. `Told` is what opening
 * one tells.
 */
export interface Session<Told> {
  /** Undefined while there is none. */
  readonly told: Told | undefined
  /**
   * Opens a session unless one is open; however many call it meanwhile, it is asked for once. Throws
   * {@link PanelFailure} without effect; the signal ends the waiting, not the opening.
   */
  signIn(signal?: AbortSignal): Promise<Told>
  /**
   * The same for work that needs a session in passing. Where a person must act first (a wrong password), it repeats
   * that failure without asking again, lest an account be locked.
   */
  ensure(signal?: AbortSignal): Promise<Told>
  /** What was told has changed since. */
  tell(told: Told): void
  /**
   * Ends the session, or the opening, here and, where it can be reached and the session is not kept, at the API; with
   * `forGood` one that is kept as well. Never fails; takes seconds at most.
   */
  signOut(forGood?: boolean): Promise<void>
  /** Sends one request in the present session; finds out, and forgets, that it has ended. */
  post(path: string, body: object, options: Omit<ExchangeOptions<never>, 'hash'>): Promise<PanelAnswer>
}

interface Open<Name extends ApiName, Told> {
  readonly hash: Hash<Name>
  told: Told
  /** Whether anything has been answered in it. */
  proved: boolean
  /** Of one that is kept: resolves to whether it outlives the program. */
  readonly lasts: Promise<boolean>
  /** Whether it was kept from before: then it may have ended long ago. */
  readonly old: boolean
}

/** Milliseconds for which an API is told that a session has ended. */
const longestSignOut = 3000

/** A session that is not open yet. Its hash never leaves this function, but for the exchange of this very API. */
export function createSession<Name extends ApiName, Told>({
  exchange,
  host,
  principal,
  isDealer,
  open: ask,
  signOutPath,
  keeping,
  limiter,
  clock,
  timeout,
  log,
  secrets,
  endedAtOnce,
}: {
  exchange: Exchange<Name>
  host: string
  principal: string
  isDealer: boolean
  /** Asks for one. */
  open: (opening: Pick<Opening<Name>, 'ask' | 'signal'>) => Promise<{ hash: Hash<Name>; told: Told }>
  /** The method that ends it. */
  signOutPath: string
  /** Where it is kept, of an API whose sessions are; see `keeps` of {@link Api}. */
  keeping?: { readonly lifetime: number; readonly told: Told; readonly kept: KeptSessions } | undefined
  limiter: Limiter
  clock: Clock
  timeout: number
  log: Log
  secrets: KnownSecrets
  /** Told of a session that ended before anything was answered in it. */
  endedAtOnce?: ((failure: PanelFailure) => void) | undefined
}): Session<Told> {
  let open: Open<Name, Told> | null = null
  let opening: Promise<Open<Name, Told>> | null = null
  /** Why nobody but a person should try again. */
  let standing: PanelFailure | null = null
  /** What is being forgotten is not taken up again. */
  let forgetting: Promise<void> = Promise.resolve()
  /** Ends an opening that nobody wants any more. */
  let leaving = new AbortController()

  /** The one that was kept, unless it has ended by now. */
  async function keptBefore(): Promise<Open<Name, Told> | null> {
    await forgetting
    const found = await keeping?.kept.read(principal)
    if (!keeping || !found || found.endsAt <= clock.now()) return null
    const hash = found.hash as Hash<Name>
    secrets.learn(principal, hash)
    return { hash, told: keeping.told, proved: false, lasts: Promise.resolve(true), old: true }
  }

  async function begin({ signal }: AbortController): Promise<Open<Name, Told>> {
    const before = await untilAborted(keptBefore(), signal)
    if (before) return before
    const { hash, told } = await ask({
      signal,
      async ask(path, body, known) {
        await limiter.take(signal)
        return await exchange(path, body, { purpose: 'sign-in', ...known, timeout, signal })
      },
    })
    secrets.learn(principal, hash)
    // What is asked for in it does not wait until it is kept.
    const lasts = keeping?.kept.keep(principal, { hash, endsAt: clock.now() + keeping.lifetime })
    return { hash, told, proved: false, lasts: lasts ?? Promise.resolve(false), old: false }
  }

  function start(): Promise<Open<Name, Told>> {
    opening ??= begin(leaving)
      .then(
        (opened) => {
          open = opened
          standing = null
          log.info('signed in', { host, principal })
          return opened
        },
        (error: unknown) => {
          if (error instanceof PanelFailure) {
            // What keeps the dealer out is the dealer's own to remember.
            if (error.next === 'stop' && isDealer) standing = error
            log.warn('signing in failed', { host, principal, problem: error.problem.code, code: error.code })
          }
          throw error
        },
      )
      .finally(() => {
        opening = null
      })
    return opening
  }

  async function signIn(signal?: AbortSignal): Promise<Told> {
    return (open ?? (await untilAborted(start(), signal))).told
  }

  return {
    get told() {
      return open?.told
    },
    signIn,
    ensure(signal) {
      return standing && !open && !opening ? Promise.reject(standing) : signIn(signal)
    },
    tell(told) {
      if (open) open.told = told
    },
    async signOut(forGood = false) {
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
      // A person is waiting for the window to close; the session ends by itself in time.
      const enough = new AbortController()
      const patience = clock.sleep(longestSignOut, enough.signal).then(
        () => enough.abort(new PanelFailure(reason)),
        () => undefined,
      )
      const options = { purpose: 'sign-in' as const, hash: ended.hash, timeout: Math.min(timeout, longestSignOut) }
      const lasts = await untilAborted(ended.lasts, enough.signal).catch(() => false)
      if (lasts && forGood) forgetting = keeping?.kept.forget(principal) ?? forgetting
      if (!lasts || forGood) {
        await limiter
          .take(enough.signal)
          .then(() => exchange(signOutPath, {}, options))
          .catch((error: unknown) => {
            log.info('signing out was not heard', { host, principal, problem: problemOf(error).code })
          })
      }
      enough.abort(noLongerWanted)
      await patience
    },
    async post(path, body, options) {
      const used = open
      if (!used)
        throw new PanelFailure({ problem: { code: 'session-ended', again: true }, effect: 'none', next: 'sign-in' })
      try {
        const answer = await exchange(path, body, { ...options, hash: used.hash })
        used.proved = true
        return answer
      } catch (error) {
        if (!(error instanceof PanelFailure)) throw error
        if (error.next !== 'sign-in') used.proved ||= error.code !== null
        // Others may have found out before, and signed in again meanwhile: theirs stays.
        else if (open === used) {
          open = null
          if (keeping) forgetting = used.lasts.then(() => keeping.kept.forget(principal))
          if (!used.proved && !used.old) endedAtOnce?.(error)
        }
        throw error
      }
    },
  }
}

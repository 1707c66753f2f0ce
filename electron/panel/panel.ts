import type { Permissions } from '../../shared/model/permissions.ts'
import type { Clock, Log, Random, Transport } from '../ports.ts'
import { hostOf } from './address.ts'
import { commentsShownBy, type CommentsShown } from './comments-shown.ts'
import { createExchange } from './exchange.ts'
import type { PanelAnswer } from './exchange.ts'
import { endedAgain, PanelFailure } from './failure.ts'
import type { Limiter } from './limiter.ts'
import { createSession } from './session.ts'
import type { Credentials, SignedIn } from './session.ts'
import { createSizes, type Sizes } from './sizes.ts'

export type { PanelAnswer } from './exchange.ts'
export type { Credentials, SignedIn } from './session.ts'

/** Milliseconds until a request is given up. What a change did is not settled before `change` has passed. */
interface Timeouts {
  readonly signIn: number
  readonly read: number
  readonly change: number
}

const usualTimeouts: Timeouts = { signIn: 30_000, read: 60_000, change: 120_000 }

/** How something is read. */
export interface Reading {
  readonly signal?: AbortSignal | undefined
  /** Told when the request leaves, each time that it is tried. */
  readonly onLeaving?: (() => void) | undefined
}

/** One account at one panel. */
export interface Panel {
  /** The host, as a person knows it. */
  readonly host: string
  readonly timeouts: Timeouts
  readonly signedIn: SignedIn | null
  /** How much it takes at once. */
  readonly sizes: Sizes
  readonly commentsShown: CommentsShown
  /** Signs in unless it is signed in already; asks the panel even where that was refused before. */
  signIn(signal?: AbortSignal): Promise<SignedIn>
  /** Asks anew what the account may do, which changes while a session lasts. Throws like {@link read}. */
  hearPermissions(signal?: AbortSignal): Promise<Permissions>
  /** Signs out, within seconds; never fails. The next request signs in again. */
  signOut(): Promise<void>
  /**
   * Reads: signs in where needed, waits its turn, and tries again a few times where that may help. Throws
   * {@link PanelFailure}, or the signal's reason.
   */
  read(path: string, body: object, options?: Reading): Promise<Record<string, unknown>>
  /**
   * Waits until it is signed in and the next request may leave. The outbox waits here first, then commits its attempt,
   * then calls {@link change} at once with `slotTaken`. What must not wait behind others is `inHurry`. Throws like
   * {@link read}; nothing has been sent then.
   */
  slot(signal?: AbortSignal, inHurry?: boolean): Promise<void>
  /**
   * Sends a change exactly once. Every failure is a {@link PanelFailure} that says whether there may have been an
   * effect; with `sign-in` there was none, the session is forgotten, and the next {@link slot} signs in.
   */
  change(
    path: string,
    body: object,
    options?: { signal?: AbortSignal | undefined; slotTaken?: boolean },
  ): Promise<PanelAnswer>
}

const mostTries = 4
const mostSignIns = 2
const firstPause = 500
/** Milliseconds after which a read that fails is not tried again. */
const patience = 60_000

/** A panel at a base address (of {@link parseBaseUrl}); `limiter` is shared by all who speak to the same dealer. */
export function createPanel({
  baseUrl,
  credentials,
  transport,
  clock,
  random,
  limiter,
  log,
  timeouts,
  sizes = createSizes({ clock }),
  commentsShown = commentsShownBy(),
}: {
  baseUrl: string
  credentials: () => Promise<Credentials>
  transport: Transport
  clock: Clock
  random: Random
  limiter: Limiter
  log: Log
  timeouts?: Partial<Timeouts>
  /** What is known of how much it takes at once; nothing unless it says otherwise. */
  sizes?: Sizes
  /** What is known from before; without it, nothing. */
  commentsShown?: CommentsShown
}): Panel {
  const host = hostOf(baseUrl)
  const limits = { ...usualTimeouts, ...timeouts }
  const exchange = createExchange({ baseUrl, transport, clock, limiter })
  const session = createSession({ exchange, host, credentials, limiter, clock, timeout: limits.signIn, log })

  async function slot(signal?: AbortSignal, inHurry = false): Promise<void> {
    // The session can end while we wait for our turn; then the turn has gone to waste.
    do {
      await session.ensure(signal)
      await limiter.take(signal, inHurry)
    } while (!session.signedIn)
  }

  async function readOnce(path: string, body: object, { signal, onLeaving }: Reading) {
    await slot(signal)
    onLeaving?.()
    return await session.post(path, body, { purpose: 'read', timeout: limits.read, signal })
  }

  const panel: Panel = {
    host,
    timeouts: limits,
    sizes,
    commentsShown,
    get signedIn() {
      return session.signedIn
    },
    signIn: (signal) => session.signIn(signal),
    async hearPermissions(signal) {
      session.permit(await panel.read('account/get_permissions', {}, { signal }))
      return (await session.signIn(signal)).permissions
    },
    signOut: () => session.signOut(),
    slot,

    async read(path, body, reading = {}) {
      const { signal } = reading
      const began = clock.monotonic()
      let tries = 0
      let signIns = 0
      for (;;) {
        try {
          return (await readOnce(path, body, reading)).json
        } catch (error) {
          if (!(error instanceof PanelFailure)) throw error
          log.warn('a read failed', { host, path, problem: error.problem.code, code: error.code })
          if (error.next === 'sign-in') {
            if (signIns++ < mostSignIns) continue
            throw endedAgain(error)
          }
          tries += 1
          const mayRetry = error.next === 'wait' && error.leastWait === 0
          if (!mayRetry || tries >= mostTries || clock.monotonic() - began >= patience) throw error
          await clock.sleep(firstPause * 2 ** tries * (0.5 + random.next() / 2), signal)
        }
      }
    },

    async change(path, body, { signal, slotTaken = false } = {}) {
      if (!slotTaken || !session.signedIn) {
        await slot(signal).catch((error: unknown) => {
          if (error instanceof PanelFailure || !signal?.aborted) throw error
          throw new PanelFailure(
            { problem: { code: 'work-offline', again: true }, effect: 'none', next: 'wait' },
            { cause: error },
          )
        })
      }
      return await session
        .post(path, body, { purpose: 'change', timeout: limits.change, signal })
        .catch((error: unknown) => {
          if (error instanceof PanelFailure) {
            const { problem, code, effect, next } = error
            log.warn('a change failed', { host, path, problem: problem.code, code, effect, next })
          }
          throw error
        })
    },
  }
  return panel
}

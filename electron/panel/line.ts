import type { Clock, Log, Random } from '../ports.ts'
import type { Timeouts } from './api.ts'
import type { PanelAnswer } from './exchange.ts'
import { endedAgain, PanelFailure } from './failure.ts'
import type { PanelFile } from './file-form.ts'
import type { Held } from './hold.ts'
import type { Limiter } from './limiter.ts'
import type { Session } from './session.ts'

/** How something is read. */
export interface Reading {
  readonly signal?: AbortSignal | undefined
  /** Told when the request leaves, each time that it is tried. */
  readonly onLeaving?: (() => void) | undefined
}

/** How something is changed. */
interface Changing {
  readonly signal?: AbortSignal | undefined
  /** The turn has been waited for. */
  readonly slotTaken?: boolean
  /** Milliseconds until it is given up, where that is not the usual. */
  readonly timeout?: number
  /** What must not be repeated from an answer. */
  readonly secrets?: readonly string[]
  /** What is sent in place of the body. */
  readonly file?: PanelFile | undefined
}

/** All that is asked of one endpoint. */
export interface Line {
  readonly timeouts: Timeouts
  /** Whether a session is open. */
  readonly isOpen: boolean
  /** Why nothing is to be sent for now. The dealer's line is never held: the connection as a whole waits with it. */
  readonly held: Held | null
  /** Opens a session unless one is open, or it is held. */
  open(signal?: AbortSignal): Promise<void>
  /**
   * Reads: signs in where needed, waits its turn, and tries again a few times where that may help. Throws
   * {@link PanelFailure}, or the signal's reason.
   */
  read(path: string, body: object, options?: Reading): Promise<Record<string, unknown>>
  /**
   * Waits until it is signed in and the next request may leave, which is to be done at once. Throws like {@link read};
   * nothing has been sent then.
   */
  slot(signal?: AbortSignal): Promise<void>
  /**
   * The same in two steps, for what has to be written down in between: the outbox waits for its turn, commits its
   * attempt, waits to {@link leave}, then calls {@link change} at once with `slotTaken`. What must not wait behind others
   * is `inHurry`.
   */
  turn(signal?: AbortSignal, inHurry?: boolean): Promise<void>
  /** Waits until what has had its turn may leave; see {@link Limiter.leave}. */
  leave(): Promise<void>
  /**
   * Sends a change exactly once. Every failure is a {@link PanelFailure} that says whether there may have been an
   * effect; with `sign-in` there was none, the session is forgotten, and the next {@link slot} signs in.
   */
  change(path: string, body: object, options?: Changing): Promise<PanelAnswer>
}

const mostTries = 4
const mostSignIns = 2
const firstPause = 500
/** Milliseconds after which a read that fails is not tried again. */
const patience = 60_000

/** A line over the session of one principal. */
export function createLine({
  session,
  host,
  limiter,
  clock,
  random,
  log,
  timeouts,
  held = () => null,
}: {
  session: Session<unknown>
  host: string
  limiter: Limiter
  clock: Clock
  random: Random
  log: Log
  timeouts: Timeouts
  held?: (() => Held | null) | undefined
}): Line {
  /** The session can end while a turn is waited for; then that has gone to waste. */
  async function signedIn(turn: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    do {
      await session.ensure(signal)
      await turn()
    } while (session.told === undefined)
  }

  const slot = (signal?: AbortSignal) => signedIn(() => limiter.take(signal), signal)

  async function readOnce(path: string, body: object, { signal, onLeaving }: Reading) {
    await slot(signal)
    onLeaving?.()
    return await session.post(path, body, { purpose: 'read', timeout: timeouts.read, signal })
  }

  return {
    timeouts,
    get isOpen() {
      return session.told !== undefined
    },
    get held() {
      return held()
    },
    async open(signal) {
      await session.ensure(signal)
    },
    slot,
    turn: (signal, inHurry) => signedIn(() => limiter.turn(signal, inHurry), signal),
    leave: () => limiter.leave(),

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

    async change(path, body, { signal, slotTaken = false, timeout = timeouts.change, secrets = [], file } = {}) {
      if (!slotTaken || session.told === undefined) {
        await slot(signal).catch((error: unknown) => {
          if (error instanceof PanelFailure || !signal?.aborted) throw error
          throw new PanelFailure(
            { problem: { code: 'work-offline', again: true }, effect: 'none', next: 'wait' },
            { cause: error },
          )
        })
      }
      return await session
        .post(path, body, { purpose: 'change', timeout, signal, secrets, file })
        .catch((error: unknown) => {
          if (error instanceof PanelFailure) {
            const { problem, code, effect, next } = error
            log.warn('a change failed', { host, path, problem: problem.code, code, effect, next })
          }
          throw error
        })
    },
  }
}

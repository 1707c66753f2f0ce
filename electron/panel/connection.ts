import type { ConnectionState } from '../../shared/contract/profiles.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { Clock, Log, Random } from '../ports.ts'
import type { SteadyTime } from '../time.ts'
import { PanelFailure } from './failure.ts'
import type { Panel, SignedIn } from './panel.ts'

/** How a profile stands to its panel: decided by what requests do, not by the operating system's opinion. */
export interface Connection {
  readonly panel: Panel
  readonly state: ConnectionState
  /** Tells of a request that failed; only what concerns the connection as a whole changes the state. */
  failed(failure: PanelFailure): void
  /** Signs in again after the session has ended; resolves when it is known whether that went well. */
  renew(): Promise<void>
  /** The person's own choice; it outweighs everything else. */
  workOffline(on: boolean): void
  /** Tries at once. */
  retry(): void
  /** Called after every change of state. */
  onChange(listener: () => void): void
  close(): Promise<void>
}

const networkCodes: ReadonlySet<ProblemCode> = new Set(['unreachable', 'timed-out', 'cut-short'])
const firstPause = 1_000
const longestPause = 60_000

/**
 * A connection that begins as `chosenOffline` says. `admit` looks at who has signed in and may object, such as when
 * the profile belongs to another dealer.
 */
export function createConnection(options: {
  panel: Panel
  clock: Clock
  time: SteadyTime
  random: Random
  log: Log
  chosenOffline: boolean
  admit: (signedIn: SignedIn) => Problem | null
}): Connection {
  const { panel, clock, time, random, log } = options
  const listeners: (() => void)[] = []
  /** Here alone `retryAt` is in steady time. */
  let state: ConnectionState = { state: options.chosenOffline ? 'chosen-offline' : 'connecting' }
  let trying: Promise<void> | null = null
  let waiting: AbortController | null = null
  let pause = firstPause
  let closed = false

  function become(next: ConnectionState): void {
    if (closed) return
    state = next
    for (const listener of listeners) listener()
  }

  const isChosen = () => state.state === 'chosen-offline'

  async function attempt(): Promise<void> {
    waiting?.abort()
    try {
      const known = panel.signedIn
      const signedIn = await panel.signIn()
      // With a session at hand nothing was asked of the panel: find out whether it answers.
      if (known) await panel.read('account/get_permissions', {})
      if (closed || isChosen()) return
      const objection = options.admit(signedIn)
      pause = firstPause
      become(objection ? { state: 'stopped', problem: objection } : { state: 'online' })
    } catch (error) {
      if (closed || isChosen()) return
      if (error instanceof PanelFailure && error.next === 'stop') become({ state: 'stopped', problem: error.problem })
      else offline(error instanceof PanelFailure ? error.problem : { code: 'unexpected' })
      if (!(error instanceof PanelFailure)) log.error('connecting failed', { error: String(error) })
    }
  }

  function connect(): Promise<void> {
    trying ??= attempt().finally(() => {
      trying = null
    })
    return trying
  }

  function offline(problem: Problem): void {
    const wait = pause * (0.75 + random.next() / 2)
    pause = Math.min(longestPause, pause * 2)
    become({ state: 'offline', problem, retryAt: time.now() + wait })
    waiting?.abort()
    waiting = new AbortController()
    clock.sleep(wait, waiting.signal).then(connect, () => undefined)
  }

  if (!options.chosenOffline) void connect()

  return {
    panel,
    get state() {
      if (state.state !== 'offline' || state.retryAt === null) return state
      return { ...state, retryAt: time.told(state.retryAt) }
    },
    failed(failure) {
      // Where a person has to act first, nothing that was still under way may set off trying again.
      if (closed || isChosen() || state.state === 'stopped') return
      if (failure.next === 'stop') {
        waiting?.abort()
        become({ state: 'stopped', problem: failure.problem })
      } else if (state.state !== 'offline' && networkCodes.has(failure.problem.code)) offline(failure.problem)
    },
    renew: () => (isChosen() || state.state === 'stopped' ? Promise.resolve() : connect()),
    workOffline(on) {
      if (on === isChosen()) return
      waiting?.abort()
      if (on) return become({ state: 'chosen-offline' })
      become({ state: 'connecting' })
      void (trying ? trying.then(connect) : connect())
    },
    retry() {
      if (isChosen()) return
      pause = firstPause
      become({ state: 'connecting' })
      void connect()
    },
    onChange: (listener) => void listeners.push(listener),
    async close() {
      closed = true
      waiting?.abort()
      // An attempt that is under way finds itself closed; nobody waits for a panel that may never answer.
      await panel.signOut()
    },
  }
}

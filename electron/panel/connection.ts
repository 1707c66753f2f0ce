import type { ConnectionState } from '../../shared/contract/profiles.ts'
import type { Problem } from '../../shared/problem.ts'
import { noLongerWanted, type Clock, type Log, type Network, type Random } from '../ports.ts'
import type { SteadyTime } from '../time.ts'
import { PanelFailure } from './failure.ts'
import type { Panel, SignedIn } from './panel.ts'

/**
 * How a profile stands to its panel: decided by what requests do, not by the operating system's opinion. `stopped` is
 * only what a person has to end. Everything else ends by itself: it is tried again at growing intervals of at most five
 * minutes, and at once when the network changes.
 */
export interface Connection {
  readonly panel: Panel
  readonly state: ConnectionState
  /**
   * Tells of a request that failed; only what concerns the connection as a whole changes the state. What one principal
   * beside the dealer has met does not, but where it was met on the way, the connection is looked at.
   */
  failed(failure: PanelFailure): void
  /**
   * Signs in again after the session has ended, for which `problem` stands; resolves when it is known whether that went
   * well. Where sessions end as soon as they have begun, it is tried again later, as of any other panel that fails.
   */
  renew(problem: Problem): Promise<void>
  /** The person's own choice; it outweighs everything else. */
  workOffline(on: boolean): void
  /** Tries at once. */
  retry(): void
  /** Called after every change of state. */
  onChange(listener: () => void): void
  close(): Promise<void>
}

const firstPause = 1_000
const longestPause = 300_000

/**
 * A connection that begins as `chosenOffline` says. `admit` looks at who has signed in and may object, such as when
 * the profile belongs to another dealer.
 */
export function createConnection(options: {
  panel: Panel
  clock: Clock
  time: SteadyTime
  random: Random
  network: Network
  log: Log
  chosenOffline: boolean
  admit: (signedIn: SignedIn) => Problem | null
}): Connection {
  const { panel, clock, time, random, network, log } = options
  const listeners: (() => void)[] = []
  /** Here alone `retryAt` is in steady time. */
  let state: ConnectionState = { state: options.chosenOffline ? 'chosen-offline' : 'connecting' }
  let trying: Promise<void> | null = null
  let waiting: AbortController | null = null
  let pause = firstPause
  /** When it was last known to be well, on the clock that is never set. */
  let onlineAt = -Infinity
  let closed = false

  function become(next: ConnectionState): void {
    if (closed) return
    state = next
    for (const listener of listeners) listener()
  }

  const isChosen = () => state.state === 'chosen-offline'

  async function attempt(): Promise<void> {
    waiting?.abort(noLongerWanted)
    try {
      const known = panel.signedIn
      await panel.signIn()
      // With a session at hand nothing was asked of the panel: find out whether it answers, and what may be done now.
      if (known) await panel.readPermissions()
      if (closed || isChosen()) return
      const objection = options.admit(panel.signedIn ?? (await panel.signIn()))
      onlineAt = clock.monotonic()
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
    // What signs in well and then meets the same again at once has not become any better meanwhile.
    if (state.state === 'online' && clock.monotonic() - onlineAt >= pause) pause = firstPause
    const wait = pause * (0.75 + random.next() / 2)
    pause = Math.min(longestPause, pause * 2)
    become({ state: 'offline', problem, retryAt: time.now() + wait })
    waiting?.abort(noLongerWanted)
    waiting = new AbortController()
    clock.sleep(wait, waiting.signal).then(connect, () => undefined)
  }

  function tryNow(): void {
    pause = firstPause
    become({ state: 'connecting' })
    void connect()
  }

  if (!options.chosenOffline) void connect()
  const deaf = network.onChange(() => {
    if (!closed && state.state === 'offline') tryNow()
  })

  return {
    panel,
    get state() {
      if (state.state !== 'offline' || state.retryAt === null) return state
      return { ...state, retryAt: time.told(state.retryAt) }
    },
    failed(failure) {
      if (failure.principal !== null) {
        // Whether the way is in trouble for all, or for this one alone, a request of the dealer's own says.
        if (failure.onTheWay && !closed && state.state === 'online') void connect()
        return
      }
      // Where a person has to act first, nothing that was still under way may set off trying again.
      if (closed || isChosen() || state.state === 'stopped') return
      if (failure.next === 'stop') {
        waiting?.abort(noLongerWanted)
        become({ state: 'stopped', problem: failure.problem })
      } else if (state.state !== 'offline' && failure.onTheWay) offline(failure.problem)
    },
    async renew(problem) {
      if (isChosen() || state.state === 'stopped') return
      const isEndedAtOnce = !panel.signedIn && state.state === 'online' && clock.monotonic() - onlineAt < pause
      if (isEndedAtOnce) offline(problem)
      else await connect()
    },
    workOffline(on) {
      if (on === isChosen()) return
      waiting?.abort(noLongerWanted)
      if (on) return become({ state: 'chosen-offline' })
      pause = firstPause
      become({ state: 'connecting' })
      void (trying ? trying.then(connect) : connect())
    },
    retry() {
      if (!isChosen()) tryNow()
    },
    onChange: (listener) => void listeners.push(listener),
    async close() {
      closed = true
      deaf()
      waiting?.abort(noLongerWanted)
      // An attempt that is under way finds itself closed; nobody waits for a panel that may never answer.
      await panel.signOut()
    },
  }
}

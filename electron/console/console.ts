import type { CallOutput } from '../../shared/contract.ts'
import type { ConsoleState, ConsoleTracker } from '../../shared/contract/consoles.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { noLongerWanted, type Clock, type Log, type Random, type Socket } from '../ports.ts'
import type { SteadyTime } from '../time.ts'
import { createConsoleLog } from './log.ts'
import { readFrame } from './frames.ts'
import { obstacleOf } from './obstacle.ts'
import { createTries, pauseOf } from './tries.ts'
import { createConsoleValues } from './values.ts'

/** Hears what a connection brings. */
export interface Hearing {
  text(text: string): void
  ended(): void
}

/** What a console needs of the panel. */
export interface ConsoleWay {
  /** What keeps all consoles from being connected, as being offline does; null: nothing. */
  hindrance(): Problem | null
  /** Resolves when the connection to the panel has become another one; or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void>
  /** Asks for a fresh key and connects. Tells the tracker as it is now. */
  connect(signal: AbortSignal, hearing: Hearing): Promise<{ readonly socket: Socket; readonly tracker: ConsoleTracker }>
  /** The host of consoles, as a person knows it. */
  readonly host: string
}

/** The console of one tracker: connects until it is closed, and keeps what came. */
export interface Console {
  readonly tracker: ConsoleTracker
  readonly lines: number
  /** Connects anew; what is connected is ended first. */
  reconnect(): void
  /** Sends a command, once and never again by itself. Throws `console-not-open`. */
  send(command: string): void
  clear(): void
  read(after: number): CallOutput<'consoles.read'>
  close(): void
}

/** A console that begins to connect; `next` counts changes, `told` hears of each. */
export function openConsole(options: {
  tracker: ConsoleTracker
  way: ConsoleWay
  clock: Clock
  time: SteadyTime
  random: Random
  log: Log
  next: () => number
  told: () => void
}): Console {
  const { way, clock, time, next, told } = options
  const lines = createConsoleLog(next)
  const values = createConsoleValues()
  let tracker = options.tracker
  /** Here `retryAt` is in steady time. */
  let state: ConsoleState = { state: 'connecting' }
  let socket: Socket | null = null
  /** Numbers of the commands that went over this connection and that the panel has not repeated yet. */
  let unheard: { readonly number: number; readonly command: string }[] = []
  let trying = new AbortController()

  function become(now: ConsoleState): void {
    state = now
    told()
  }

  /** Whether a command that was not heard of had gone, nobody can say. */
  function loseSocket(): void {
    socket?.close()
    socket = null
    for (const { number } of unheard) lines.mark(number, 'perhaps')
    unheard = []
  }

  function hear(text: string): void {
    const at = clock.now()
    const frame = readFrame(text)
    if (frame.sort === 'status') values.report(frame.values, at, next())
    else {
      const echoed = frame.sort === 'output' ? unheard.find(({ command }) => frame.text.includes(command)) : undefined
      if (echoed) {
        unheard = unheard.filter((one) => one !== echoed)
        lines.mark(echoed.number, 'yes')
      }
      lines.add({ at, sort: echoed ? 'echo' : frame.sort, text: frame.text })
    }
    told()
  }

  /** Connects once and waits until that has ended; answers why, and for how many milliseconds it stood. */
  async function attempt(signal: AbortSignal) {
    let hasEnded: () => void = () => undefined
    const ended = new Promise<void>((resolve) => (hasEnded = resolve))
    const hearing: Hearing = { text: (text) => void (signal.aborted || hear(text)), ended: () => hasEnded() }
    const connected = await way.connect(signal, hearing)
    if (signal.aborted) return connected.socket.close()
    const since = clock.monotonic()
    socket = connected.socket
    tracker = connected.tracker
    lines.add({ at: clock.now(), sort: 'opened', text: '' })
    become({ state: 'open' })
    await ended
    if (signal.aborted) return
    loseSocket()
    const problem: Problem = { code: 'console-dropped', values: { host: way.host }, again: true }
    lines.add({ at: clock.now(), sort: 'dropped', text: '', problem })
    return { problem, passes: true, stood: clock.monotonic() - since }
  }

  async function keepConnected(signal: AbortSignal): Promise<void> {
    const tries = createTries(options.random)
    while (!signal.aborted) {
      const hindrance = way.hindrance()
      if (hindrance) {
        become({ state: 'waiting', problem: hindrance, retryAt: null })
        await way.changed(signal)
        continue
      }
      become({ state: 'connecting' })
      const end = await attempt(signal).catch((error: unknown) => {
        if (signal.aborted) return
        const obstacle = obstacleOf(error, way.host)
        if (!obstacle) options.log.error('a console could not be connected', { error: String(error) })
        return { ...(obstacle ?? { problem: { code: 'unexpected' as const }, passes: false }), stood: 0 }
      })
      if (!end || signal.aborted) return
      if (!end.passes) return become({ state: 'stopped', problem: end.problem })
      const pause = tries.pauseAfter(end.stood)
      become({ state: 'waiting', problem: end.problem, retryAt: time.now() + pause })
      await pauseOf(clock, pause, signal)
    }
  }

  function begin(): void {
    trying.abort(noLongerWanted)
    loseSocket()
    trying = new AbortController()
    void keepConnected(trying.signal)
  }

  begin()
  return {
    get tracker() {
      return tracker
    },
    get lines() {
      return lines.count
    },
    reconnect: begin,
    send(command) {
      if (!socket?.send(command)) fail('console-not-open', undefined, { again: true })
      const number = lines.add({ at: clock.now(), sort: 'command', text: command, heard: 'not-yet' })
      unheard.push({ number, command })
      told()
    },
    clear() {
      lines.clear()
      told()
    },
    read(after) {
      const some = lines.since(after)
      return {
        tracker,
        state:
          state.state === 'waiting' && state.retryAt !== null ? { ...state, retryAt: time.told(state.retryAt) } : state,
        values: values.since(after),
        reportedAt: values.reportedAt,
        lines: some.lines,
        first: lines.first,
        upTo: some.upTo ?? next(),
        more: some.upTo !== null,
      }
    },
    close() {
      trying.abort(noLongerWanted)
      loseSocket()
    },
  }
}

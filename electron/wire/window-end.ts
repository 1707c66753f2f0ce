import type { HostListener } from '../../shared/host-bridge.ts'
import type { Pipe } from './pipe.ts'
import type { ToWindow } from './window-messages.ts'

/** Why a call has no answer: the core had it, and ended. */
export class CoreGone extends Error {
  override name = 'CoreGone'
}

/** The window's end of the way to the core. */
export interface WindowEnd {
  /**
   * Resolves to the answer, as JSON. A call that is made while there is no core waits for the next one, however long.
   * Rejects with {@link CoreGone} where the core ended while it had the call.
   */
  call(text: string): Promise<string>
  /** Has events and the comings and goings of the core told to `listener`; the function returned ends it. */
  listen(listener: HostListener): () => void
  /**
   * A core is there, at the other end of this pipe; `restarted` says that it took the place of one that ended, which may
   * be heard before that end is. Where there is a core already, another way to it is not needed.
   */
  join(pipe: Pipe, restarted: boolean): void
  /** The core is not started again; its log is at this path. */
  giveUp(log: string): void
  /** A person chose something in the native menu. */
  chosen(what: string): void
}

interface Waiting {
  readonly text: string
  readonly answered: (text: string) => void
  readonly failed: (error: Error) => void
}

export function windowEnd(): WindowEnd {
  const listeners = new Set<HostListener>()
  /** Calls that no core has had yet. */
  let waiting: Waiting[] = []
  /** Calls that the core has, by number. */
  let underWay = new Map<number, Waiting>()
  let last = 0
  let pipe: Pipe | null = null
  let joinedBefore = false

  function tell(what: (listener: HostListener) => void): void {
    for (const listener of listeners) what(listener)
  }

  function send(call: Waiting): void {
    if (!pipe) return void waiting.push(call)
    last += 1
    underWay.set(last, call)
    pipe.send({ number: last, call: call.text })
  }

  function received(message: ToWindow): void {
    if ('event' in message) return tell((listener) => listener.event(message.event))
    underWay.get(message.number)?.answered(message.answer)
    underWay.delete(message.number)
  }

  function lost(which: Pipe): void {
    if (pipe !== which) return
    pipe = null
    const calls = underWay.values()
    underWay = new Map()
    for (const { failed } of calls) failed(new CoreGone('The core has ended'))
    tell((listener) => listener.disconnected())
  }

  return {
    call: (text) => new Promise((answered, failed) => send({ text, answered, failed })),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    join(next, restarted) {
      if (pipe && !restarted) return
      if (pipe) lost(pipe)
      pipe = next
      next.take((message) => received(message as ToWindow))
      next.ended(() => lost(next))
      const calls = waiting
      waiting = []
      for (const call of calls) send(call)
      if (joinedBefore) tell((listener) => listener.restarted())
      joinedBefore = true
    },
    giveUp(log) {
      if (pipe) lost(pipe)
      tell((listener) => listener.gaveUp(log))
    },
    chosen: (what) => tell((listener) => listener.chosen(what)),
  }
}

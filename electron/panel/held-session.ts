import { aboutPrincipal, PanelFailure } from './failure.ts'
import type { Hold } from './hold.ts'
import type { Session } from './session.ts'

/**
 * The session of a principal other than the dealer. Whatever keeps it from being opened or used is held against that
 * principal alone, for a time; of the connection it says nothing.
 */
export function heldSession<Told>(session: Session<Told>, principal: string, hold: Hold): Session<Told> {
  /** A failure that says how much longer nothing is to go. */
  function holding(failure: PanelFailure): PanelFailure {
    const { wait, problem } = hold.on(failure.problem)
    return aboutPrincipal(failure, principal, { problem, leastWait: Math.max(failure.leastWait, wait) })
  }

  async function open(work: () => Promise<Told>): Promise<Told> {
    try {
      return await work()
    } catch (error) {
      // What keeps the dealer out names no principal.
      if (error instanceof PanelFailure && error.principal === principal) throw holding(error)
      throw error
    }
  }

  return {
    get told() {
      return session.told
    },
    signIn: (signal) => open(() => session.signIn(signal)),
    ensure(signal) {
      const { held } = hold
      if (!held) return open(() => session.ensure(signal))
      const { problem, wait: leastWait } = held
      return Promise.reject(new PanelFailure({ problem, effect: 'none', next: 'wait', leastWait, principal }))
    },
    tell: (told) => session.tell(told),
    signOut: (forGood) => session.signOut(forGood),
    async post(path, body, options) {
      try {
        const answer = await session.post(path, body, options)
        hold.release()
        return answer
      } catch (error) {
        if (!(error instanceof PanelFailure)) throw error
        const isInTheWay = error.next === 'stop' || error.next === 'reconnect' || error.onTheWay
        // A session that ended goes on with the next, unless that one ended at once and is held for it.
        const isHeld = error.next === 'sign-in' && hold.held !== null
        if (isInTheWay || isHeld || error.problem.code === 'too-many-requests') throw holding(error)
        throw aboutPrincipal(error, principal)
      }
    },
  }
}

import type { Clock, Log } from '../ports.ts'
import type { Unfinished } from '../store/unfinished.ts'
import type { LongSteps } from './long-steps.ts'

/** How long it is waited until what could not be taken back is tried once more: milliseconds. */
const pause = 30_000

/**
 * Has what a step has left that was to be whole or nothing be taken back, as when the program begins: nobody has to wait
 * for that. A disk that has no room for it either is asked again until it has, or until `closing`.
 */
export function createTakingBack(core: {
  unfinished: Unfinished
  steps: Pick<LongSteps, 'inTurn'>
  clock: Pick<Clock, 'sleep'>
  log: Pick<Log, 'warn'>
  closing: AbortSignal
}): () => void {
  const { unfinished, steps, clock, log, closing } = core
  let isTrying = false

  async function takeBack(): Promise<void> {
    let told = false
    while (!closing.aborted) {
      try {
        if (unfinished.ids().length === 0) return
        // Every step takes it back before it does anything of its own.
        await steps.inTurn('takeBack', () => undefined)
      } catch (error) {
        if (!told) log.warn('what was left unfinished could not be taken back', { error: String(error) })
        told = true
        await clock.sleep(pause, closing).catch(() => undefined)
      }
    }
  }

  return () => {
    if (isTrying) return
    isTrying = true
    void takeBack().finally(() => (isTrying = false))
  }
}

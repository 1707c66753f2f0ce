import { serveReader } from '../../electron/imports/reader.ts'
import type { Clock, Reader, Readers } from '../../electron/ports.ts'

/**
 * Readers in this very thread, by the same messages as those in one of their own: each is copied, and comes a moment
 * later. `isAlive` tells whether any comes at all.
 */
export function readersHere(clock: Pick<Clock, 'turn'>, isAlive: () => boolean = () => true): Readers {
  return { start: () => startReader(clock, isAlive) }
}

function startReader(clock: Pick<Clock, 'turn'>, isAlive: () => boolean): Reader {
  let ended = false
  let core: (message: unknown) => void = () => undefined
  const way = (to: (message: unknown) => void) => (message: unknown) => {
    const copy: unknown = structuredClone(message)
    queueMicrotask(() => {
      if (!ended && isAlive()) to(copy)
    })
  }
  const hear = serveReader({ post: way((message) => core(message)), clock })
  return {
    post: way(hear),
    listen: ({ message }) => void (core = message),
    end() {
      ended = true
      return Promise.resolve()
    },
  }
}

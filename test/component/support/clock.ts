import { beforeEach, vi } from 'vitest'

/** The moment at which pictures are taken, in milliseconds since 1970, UTC. */
export const now = Date.UTC(2026, 10, 20, 14, 5)

// To be imported before anything that looks at the clock. It goes on from there, since what draws waits by it; timers are
// the browser's own.
vi.useFakeTimers({ now, toFake: ['Date'], shouldAdvanceTime: true })
beforeEach(() => void vi.setSystemTime(now))

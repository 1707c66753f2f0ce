import type { Clock, Log } from '../ports.ts'
import type { QueryWatch } from '../store/statements.ts'
import type { Weight } from '../weight.ts'

/** From how many milliseconds on something held others up that are told of: a call, a question to SQLite, all at once. */
const slowFrom = { call: 40, query: 20, loop: 50 } as const
type Sort = keyof typeof slowFrom

const messages = {
  call: 'a call was slow',
  query: 'a query was slow',
  loop: 'everything stood still',
} as const satisfies Record<Sort, string>
/** What the log says of what is slow. */
export const slowMessages = Object.values(messages)

/** For how long the same name is not written down again unless it is slower than ever: milliseconds. */
const quietFor = 60_000
/** Names that are remembered at most, and the characters of one. */
const [namesMost, nameMost] = [500, 200]

/**
 * Tells the log what took long, for developers: by the name of a call or the text of a statement,
 * never with a value. A name is written down when it is slower than it ever was, and else once a minute.
 */
export interface SlowLog {
  /** Hears how long statements take. */
  readonly queries: QueryWatch
  /** Carries out the call of a name. */
  call<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer>
  /** The loop of this process stood still for so long. */
  stoodStill(milliseconds: number): void
  weigh(): Weight
}

interface Known {
  readonly longest: number
  readonly toldAt: number
  /** How often it was slow and not told since. */
  readonly untold: number
}

/** A log of what is slow. */
export function createSlowLog(clock: Pick<Clock, 'monotonic'>, log: Pick<Log, 'info'>): SlowLog {
  const known = new Map<string, Known>()
  let lastCall = 'no call'

  function took(sort: Sort, told: string, milliseconds: number): void {
    if (milliseconds <= slowFrom[sort]) return
    const name = told.replace(/\s+/g, ' ').trim().slice(0, nameMost)
    const key = `${sort} ${name}`
    const now = clock.monotonic()
    const { longest, toldAt, untold } = known.get(key) ?? { longest: 0, toldAt: -Infinity, untold: 0 }
    const isTold = milliseconds > longest || now - toldAt > quietFor
    if (isTold) log.info(messages[sort], { name, milliseconds: Math.round(milliseconds), before: untold })
    known.delete(key)
    known.set(key, {
      longest: Math.max(longest, milliseconds),
      toldAt: isTold ? now : toldAt,
      untold: isTold ? 0 : untold + 1,
    })
    for (const oldest of known.keys()) {
      if (known.size <= namesMost) break
      known.delete(oldest)
    }
  }

  return {
    queries: {
      now: () => clock.monotonic(),
      from: slowFrom.query,
      took: (sql, milliseconds) => took('query', sql, milliseconds),
    },
    async call(name, work) {
      lastCall = name
      const began = clock.monotonic()
      try {
        return await work()
      } finally {
        took('call', name, clock.monotonic() - began)
      }
    },
    weigh: () => ({ 'slow names': known.size }),
    stoodStill: (milliseconds) => took('loop', `after ${lastCall}`, milliseconds),
  }
}

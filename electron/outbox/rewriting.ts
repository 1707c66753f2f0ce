import { rowsRead, type Request, type Rewrite, type Whole } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Panel } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { ageOf, momentOf, type SteadyTime } from '../time.ts'
import { idsOf, isRewriting, leadersIn, type Batch } from './batching.ts'
import type { Freshness, Wanted } from './freshness.ts'
import { freshFor } from './reading.ts'

/**
 * Requests that write a whole, such as a route with all of its stops, for several operations on its parts at once. It is
 * read as one, so that whatever is not touched goes along as it is; where that is not safe, each goes by itself.
 */
export interface Rewriting {
  /** Reads the whole, and with it the rows of the request. Throws where that fails. */
  read(batch: Batch, wanted: readonly Wanted[], freshness: Freshness, signal?: AbortSignal): Promise<void>
  /** Where it may not go as a whole, its operations are parted, to go each by itself; answers them, else none. */
  parted(batch: Batch): readonly number[]
  /** The request; null where the whole was not read, is not there, or may not be written. */
  request(batch: Batch): Request | null
  /**
   * Reads the whole back; answers what its parts are called that are there no more although they were written. From then
   * on operations of this kind go each by itself.
   */
  missing(batch: Batch, wanted: readonly Wanted[], freshness: Freshness, signal?: AbortSignal): Promise<string[]>
}

export function createRewriting(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  time: SteadyTime
  panel: Panel
}): Rewriting {
  const { journal, cache, clock, time, panel } = options
  const wholes = new WeakMap<Batch, Whole | null>()
  /** Those that were too old when they came: what was added since would be deleted unseen. */
  const late = new WeakSet<Whole>()

  const rewriteOf = ({ kind }: Batch): Rewrite<unknown, object> | undefined => executorOf(kind).rewrite

  async function read(
    batch: Batch,
    wanted: readonly Wanted[],
    freshness: Freshness,
    signal?: AbortSignal,
  ): Promise<Whole | null> {
    const [first] = leadersIn(batch)
    let whole: Whole | null = null
    await freshness.together(
      panel,
      wanted,
      freshFor.exact,
      async (onLeaving) => {
        const around = { panel, cache, ...(signal && { signal }) }
        let at = momentOf(clock)
        const leaving = () => {
          at = momentOf(clock)
          onLeaving()
        }
        whole = (await rewriteOf(batch)?.read(first?.params, around, leaving)) ?? null
        if (whole && ageOf(clock, at) > freshFor.exact) late.add(whole)
        return whole?.parts ?? new Map<number, object>()
      },
      signal,
    )
    return whole
  }

  function request(batch: Batch): Request | null {
    const whole = wholes.get(batch)
    const executor = executorOf(batch.kind)
    const leaders = leadersIn(batch)
    // What is not there any more, or elsewhere, is told of by itself.
    if (whole && late.has(whole)) return null
    const isThere = leaders.every(({ params }) => rowsRead(executor, params).every((row) => whole?.parts.has(row)))
    return (whole && isThere && executor.rewrite?.request(leaders, whole, clock.now())) || null
  }

  return {
    request,
    async read(batch, wanted, freshness, signal) {
      wholes.set(batch, await read(batch, wanted, freshness, signal))
    },
    parted(batch) {
      if (!isRewriting(batch) || !wholes.has(batch) || request(batch)) return []
      const ids = idsOf(batch)
      return journal.commit(() => {
        const waiting = journal.move(ids, 'waiting', { retryAt: time.now() })
        for (const id of waiting) journal.move([id], 'ready', { part: String(id) })
        return waiting
      })
    },
    async missing(batch, wanted, freshness, signal) {
      const { nameOf } = rewriteOf(batch) ?? {}
      const before = wholes.get(batch)
      const after = await read(batch, wanted, freshness, signal)
      const gone = [...(before?.parts ?? [])].filter(([id]) => !after?.parts.has(id))
      if (gone.length === 0) return []
      panel.sizes.tooMany(batch.kind, 1)
      return gone.map(([, part]) => nameOf?.(part) ?? '')
    },
  }
}

import type { Problem } from '../../shared/problem.ts'
import type { Proof, Surroundings } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import type { Batch } from './batching.ts'
import type { Settled } from './runs.ts'
import { longestWait } from './waiting.ts'

/** Of operations of a request that were refused with these problems, settles those that are so already as done. */
export type ReadWhatIsSo = (batch: Batch, problems: ReadonlyMap<number, Problem>) => Promise<void>

/**
 * Reads back what was refused perhaps because it is so already. Until that is read, it counts as under way: after a
 * crash it would be looked up.
 */
export function createReadWhatIsSo(core: {
  journal: Journal
  time: SteadyTime
  events: OutboxEvents
  around: Surroundings
  settled: (settled: Settled) => void
  /** Reading failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
}): ReadWhatIsSo {
  const { journal, time, events, around } = core

  /** They are known to have had no effect, so they go once more, and will be refused once more. */
  function waitToBeRefused(problems: ReadonlyMap<number, Problem>, error: unknown): void {
    journal.commit(() => {
      for (const [id, problem] of problems) {
        journal.move([id], 'waiting', { problem, retryAt: time.now() + longestWait })
      }
    })
    tell(events, journal.byIds([...problems.keys()]))
    core.lost(error)
  }

  return async (batch, problems) => {
    const operations = batch.operations.filter(({ id }) => problems.has(id))
    let proofs: ReadonlyMap<number, Proof> = new Map()
    try {
      proofs = await executorOf(batch.kind).readBack(operations, around, true)
    } catch (error) {
      // What the panel will not show is not seen to be so.
      const isRefused = error instanceof PanelFailure && error.next === 'refused'
      if (!isRefused) return waitToBeRefused(problems, error)
    }
    const so = new Map<number, Record<string, unknown>>()
    for (const [id, proof] of proofs) if (proof.effect === true) so.set(id, { ...proof.result, already: true })
    journal.commit(() => {
      journal.finish(so)
      for (const [id, problem] of problems) if (!so.has(id)) journal.move([id], 'rejected', { problem })
    })
    core.settled({ done: so.size, already: so.size, refused: problems.size - so.size })
    tell(events, journal.byIds(operations.map(({ id }) => id)))
  }
}

import { editIn, madeOf } from '../../shared/operations/edit.ts'
import type { Outcome } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import { ageOf, momentOf } from '../time.ts'
import type { Batch } from './batching.ts'
import type { Preparation } from './preparation.ts'
import { freshFor } from './reading.ts'

/**
 * Outcomes with what the panel has made of texts that it may keep otherwise than they were sent: read back before the
 * lane is free, so that what is staged behind is held against that, and not taken for somebody else's change.
 */
export async function withMade(
  core: {
    readonly journal: Journal
    readonly clock: Clock
    readonly preparation: Preparation
    readonly signal: AbortSignal | undefined
    /** Reading failed in a way that may concern the connection as a whole. */
    readonly lost: (error: unknown) => void
  },
  batch: Batch,
  outcomes: ReadonlyMap<number, Outcome>,
): Promise<ReadonlyMap<number, Outcome>> {
  const { journal, clock, preparation } = core
  const { holds, mayBeKeptOtherwise, reads } = executorOf(batch.kind)
  const answered = momentOf(clock)
  if (!holds || !mayBeKeptOtherwise) return outcomes
  const all = new Map(outcomes)
  for (const { id, params } of batch.operations) {
    const outcome = all.get(id)
    const row = reads(params)
    const edit = editIn(params)
    if (!outcome || !('done' in outcome) || row === null || !edit) continue
    if (!mayBeKeptOtherwise(params) && !journal.isFollowed(id)) continue
    try {
      const held = await preparation.readBack(batch, row, core.signal)
      // Later than that, somebody else may have written it as well.
      const isSoon = ageOf(clock, answered) <= freshFor.exact
      const made = held && isSoon ? madeOf(edit.set, holds(held)) : null
      if (made) all.set(id, { done: { ...outcome.done, made } })
    } catch (error) {
      // It is done all the same; what became of it is seen by the next pull.
      core.lost(error)
    }
  }
  return all
}

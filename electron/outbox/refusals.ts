import type { Problem } from '../../shared/problem.ts'
import type { Surroundings } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import { narrowed as narrowedDown } from '../operations/narrowing.ts'
import { invalidParametersOf, isTooMuch, type PanelFailure } from '../panel/failure.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import type { EndAttempt } from './attempt-end.ts'
import { meetsAllOfItsSort, type KindPauses, type Refusal } from './kind-pauses.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import { hasParts, idsOf, isRewriting, leadersIn, type Batch } from './batching.ts'
import type { Settled } from './runs.ts'
import type { ReadWhatIsSo } from './so-already.ts'
import { longestWait } from './waiting.ts'

/** Settles a request that was refused for good, by the failure and what was sent. */
export type Refuse = (
  batch: Batch,
  attempt: number,
  failure: PanelFailure,
  body: Readonly<Record<string, unknown>>,
) => Promise<void>

/** How long after its reading back has failed a batch is looked up: milliseconds. */
const untilLookUp = 10_000

/** What becomes of the operations of a refused request. */
interface Verdict {
  readonly rejected: ReadonlyMap<number, Problem>
  /** Those that go again, each with its part. */
  readonly again: ReadonlyMap<number, string>
  /** All of them wait with their kind. */
  readonly wait: Extract<Refusal, { is: 'wait' }> | null
}

/**
 * What meets every operation of the kind pauses the kind; a batch that is too large goes again in smaller ones; any
 * other is narrowed down to the rows at fault, and the rest goes again.
 */
export function createRefuse(core: {
  journal: Journal
  time: SteadyTime
  events: OutboxEvents
  pauses: KindPauses
  around: Surroundings
  end: EndAttempt
  readWhatIsSo: ReadWhatIsSo
  settled: (settled: Settled) => void
  /** Something may go now that was not there when the requests were batched. */
  freed: () => void
  /** A request failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
}): Refuse {
  const { journal, time, events, pauses, around, end, readWhatIsSo } = core

  async function verdict(
    batch: Batch,
    failure: PanelFailure,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Verdict> {
    const { kind, operations } = batch
    // What is made with its parts is one thing that was refused, however many operations that takes.
    const ids = leadersIn(batch).map(({ id }) => id)
    const none = { rejected: new Map(), again: new Map(), wait: null }
    let { problem } = failure
    const { aboutOne, ofBatch } = executorOf(kind)
    const isAboutOne = failure.code !== null && aboutOne?.has(failure.code) === true
    const isAboutBatch = failure.code !== null && operations.length > 1 && ofBatch?.has(failure.code) === true
    if (meetsAllOfItsSort(failure) && !isAboutOne && !isAboutBatch) {
      const refusal = await pauses.refused(kind, ids, failure)
      if (refusal.is === 'wait') return { ...none, wait: refusal }
      problem = refusal.problem
    } else pauses.handled(kind)
    const executor = executorOf(kind)
    const problemOf = (params: unknown) => executor.refusal?.(params, failure, around) ?? problem
    if (operations.length === 1 || hasParts(batch)) {
      const rejected = new Map(leadersIn(batch).map(({ id, params }) => [id, problemOf(params)]))
      // Its parts wait for it, and go along once it is mended.
      const parts = operations.filter(({ id }) => !rejected.has(id))
      return { ...none, rejected, again: new Map(parts.map(({ id, part }) => [id, part])) }
    }
    if (isTooMuch(failure)) return { ...none, again: new Map(operations.map(({ id, part }) => [id, part])) }
    // Said of the list itself or of what stands in it, which only its words could tell apart.
    const isAboutList = !isRewriting(batch) && invalidParametersOf(failure).some((name) => Array.isArray(body[name]))
    const narrowed = isAboutList
      ? narrowedDown(operations, new Map())
      : await executor.narrow(operations, failure, around)
    if (narrowed) return { ...none, rejected: narrowed.rejected, again: narrowed.parts }
    return { ...none, rejected: new Map(ids.map((id) => [id, problem])) }
  }

  /**
   * Of a batch that was refused, perhaps with a part of it carried out, settles what was, and lets the rest go again. Until
   * that is read, it counts as under way: after a crash it would be looked up.
   */
  async function settlePartly(batch: Batch, failure: PanelFailure): Promise<void> {
    const { problem } = failure
    const ids = idsOf(batch)
    pauses.handled(batch.kind)
    try {
      const narrowed = await executorOf(batch.kind).narrow(batch.operations, failure, around)
      const { rejected, parts, done = new Map<number, never>() } = narrowed ?? narrowedDown(batch.operations, new Map())
      journal.commit(() => {
        journal.finish(done)
        for (const [id, why] of rejected) journal.move([id], 'rejected', { problem: why })
        journal.move([...parts.keys()], 'waiting', { problem, retryAt: time.now() })
        for (const [id, part] of parts) journal.move([id], 'ready', { part })
      })
      core.settled({ done: done.size, refused: rejected.size })
      tell(events, journal.byIds(ids))
    } catch (error) {
      journal.commit(() => journal.move(ids, 'unknown', { problem, retryAt: time.now() + untilLookUp }))
      tell(events, journal.byIds(ids))
      core.lost(error)
    }
    core.freed()
  }

  /** They wait with their kind, and so do those that were refused before it was seen that it is the kind. */
  function putOff(ids: readonly number[], { problem, retryAt, giveBack }: Extract<Refusal, { is: 'wait' }>): void {
    const refused = journal.byIds(giveBack).flatMap(({ id, state }) => (state === 'rejected' ? [id] : []))
    for (const state of ['draft', 'ready'] as const) journal.move(refused, state)
    journal.move(ids, 'ready')
    journal.move([...refused, ...ids], 'waiting', { problem, retryAt })
  }

  return async (batch, attempt, failure, body) => {
    const ids = idsOf(batch)
    const { refusal, soAlready, perhapsPartly } = executorOf(batch.kind)
    if (batch.operations.length > 1 && failure.code !== null && perhapsPartly?.has(failure.code)) {
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      return settlePartly(batch, failure)
    }
    if (batch.operations.length === 1 && failure.code !== null && soAlready?.has(failure.code)) {
      pauses.handled(batch.kind)
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      const problemOf = (params: unknown) => refusal?.(params, failure, around) ?? failure.problem
      return readWhatIsSo(batch, new Map(batch.operations.map(({ id, params }) => [id, problemOf(params)])))
    }
    // Known to have had no effect: it is written down before anything else is asked, in case we end here.
    journal.commit(() => {
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      journal.move(ids, 'waiting', { problem: failure.problem, retryAt: time.now() + longestWait })
    })
    try {
      const settled = await verdict(batch, failure, body)
      journal.commit(() => {
        for (const [id, part] of settled.again) journal.move([id], 'ready', { part })
        for (const [id, problem] of settled.rejected) {
          journal.move([id], 'ready')
          journal.move([id], 'rejected', { problem })
        }
        if (settled.wait) putOff(ids, settled.wait)
      })
      const givenBack = settled.wait?.giveBack ?? []
      core.settled({ refused: settled.rejected.size - givenBack.length })
      tell(events, journal.byIds([...ids, ...givenBack]))
    } catch (error) {
      // They are looked at again once they have waited.
      core.lost(error)
    }
    core.freed()
  }
}

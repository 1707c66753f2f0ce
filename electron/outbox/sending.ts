import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Outcome, Surroundings } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import { alone } from '../operations/narrowing.ts'
import type { Connection } from '../panel/connection.ts'
import { isTooMuch, PanelFailure } from '../panel/failure.ts'
import type { PanelAnswer } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { TypedPasswords } from './typed-passwords.ts'
import { createGroupCommit } from '../store/group-commit.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, wasSo, type StoredOperation } from '../store/operation.ts'
import type { SteadyTime } from '../time.ts'
import { createEndAttempt } from './attempt-end.ts'
import { meetsAllOfItsSort, type KindPauses } from './kind-pauses.ts'
import { withMade } from './made-values.ts'
import { createMethodNames } from './method-names.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import { hasParts, idsOf, inBatches, isRewriting, type Batch } from './batching.ts'
import { readingNeedsOf, type Preparation } from './preparation.ts'
import { createRefuse } from './refusals.ts'
import type { Settled } from './runs.ts'
import { createReadWhatIsSo } from './so-already.ts'
import { createSpacing } from './spacing.ts'
import { waitAfter } from './waiting.ts'

/**
 * Sends one request and settles what came of it. `waiting` ends the wait for its turn; once sent it goes its way. It
 * calls `answered` when the panel has no more to do with it, which is before that is written down.
 */
export type Send = (batch: Batch, waiting: AbortSignal, answered: () => void) => Promise<void>

/** The way of one request: its turn, its attempt, the answer, the outcome of each of its operations. */
export function createSending(options: {
  journal: Journal
  clock: Clock
  time: SteadyTime
  events: OutboxEvents
  connection: Connection
  preparation: Preparation
  pauses: KindPauses
  around: Surroundings
  passwords: Pick<TypedPasswords, 'fetch' | 'get'>
  /** The login of the account that sessions are opened with. */
  account: () => string
  /** Whether anything may be sent at this moment. */
  maySend: () => boolean
  /** A request failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
  settled: (settled: Settled) => void
  /** There is something that a person should know. */
  told: (problem: Problem) => void
  /** Something may go now that was not there when the requests were batched. */
  freed: () => void
}): Send {
  const { journal, clock, time, events, connection, preparation, pauses, around, passwords } = options
  const { panel } = connection
  const together = createGroupCommit(journal, clock)
  const end = createEndAttempt(journal, panel)
  const readWhatIsSo = createReadWhatIsSo(options)
  const names = createMethodNames()
  const spacing = createSpacing(time, journal)
  const refuse = createRefuse({ ...options, end, readWhatIsSo })
  const reload = (ids: readonly number[]) => journal.byIds(ids)

  async function send(batch: Batch, waiting: AbortSignal, answered: () => void): Promise<void> {
    const executor = executorOf(batch.kind)
    const line = panel.at(batch.endpoint)
    // What is not sent now, or not as it was batched, is looked at anew: after each wait.
    const mayBeSent = () => options.maySend() && !pauses.isPaused(batch.kind)
    const mayGo = () => mayBeSent() && preparation.isFresh(batch)
    if (!mayBeSent()) return
    const apart = spacing.until(batch)
    if (apart !== null) return waitUntil(batch, apart)
    try {
      await preparation.read(batch, waiting)
      await passwords.fetch(tokensOf(batch))
      if (!mayBeSent() || !isAsBatched(batch)) return
      if (setAsideWithoutPassword(batch) || setApart(batch)) return
      const { clear, setAside, refused, already } = preparation.admit(batch)
      if (refused.length + already.length > 0) {
        options.settled({ done: already.length, already: already.length, refused: refused.length })
      }
      tell(events, reload([...setAside, ...refused, ...already]))
      if (!clear) return
      await line.turn(waiting, preparation.isInHurry(batch))
    } catch (error) {
      if (!meetsAllOfItsSort(error)) return options.lost(error)
      return pauses.pause([batch.kind], error.problem, readingNeedsOf(batch.kind))
    }
    if (!mayGo()) return
    // The password of what was taken off the queue while it waited is forgotten by now.
    if (executor.passwords && !journal.areHeads(idsOf(batch))) return
    const request = isRewriting(batch)
      ? preparation.rewritten(batch)
      : executor.request(batch.operations, { ...around, fresh: (row) => preparation.held(batch, row) })
    // What could go as a whole a moment ago, such as before a window was over.
    if (!request) return
    const { path, body, file } = request
    const named = names.of(path)
    const secrets = tokensOf(batch).flatMap((token) => passwords.get(token) ?? [])
    const [first] = batch.operations
    const attempt = await together(() => {
      // A pause, or a step that takes it off the queue, may have come while this commit was gathered.
      if (!mayBeSent() || !isAsBatched(batch)) return null
      return journal.beginAttempt(
        {
          ...{ at: clock.now(), kind: batch.kind, path: named, request: panel.hide(body) },
          ...{ subject: first?.subject ?? '', account: options.account() },
        },
        idsOf(batch),
        time.now(),
      )
    })
    if (attempt === null) return
    await line.leave()
    if (!line.isOpen || !preparation.isFresh(batch)) return stayBack(batch, attempt)
    tell(
      events,
      batch.operations.map(({ kind, params, changeSet }) => ({ kind, params, changeSet })),
    )
    events.attempted()
    spacing.left(batch)
    try {
      // What was read before is spent before anybody can hear that the lane is free.
      const answer = await line
        .change(named, body, { slotTaken: true, secrets, file })
        .finally(() => preparation.spend(batch))
      spacing.left(batch)
      names.worked(path)
      await succeed(batch, attempt, answer, answered)
    } catch (error) {
      if (!(error instanceof PanelFailure)) throw error
      if (names.isOther(batch.kind, path, named, error)) {
        spacing.failed(batch, error)
        stayBack(batch, attempt, error)
        options.freed()
      } else await fail(batch, attempt, error, body)
    }
    events.attempted()
  }

  /** It would come too early, since another one for the same went just before. */
  function waitUntil(batch: Batch, retryAt: number): void {
    const { spaced } = kindOf(batch.kind)
    journal.move(idsOf(batch), 'waiting', { retryAt, ...(spaced && { problem: { code: spaced.problem } }) })
    tell(events, reload(idsOf(batch)))
  }

  function tokensOf({ kind, operations }: Batch): string[] {
    const { passwords: of } = executorOf(kind)
    return of ? operations.flatMap(({ params }) => of(params)) : []
  }

  /** Refuses those whose password is lost: a person has to type it again. Answers whether there are any. */
  function setAsideWithoutPassword(batch: Batch): boolean {
    const lost = batch.operations.filter(({ params }) =>
      executorOf(batch.kind)
        .passwords?.(params)
        .some((token) => passwords.get(token) === null),
    )
    if (lost.length === 0) return false
    const ids = lost.map(({ id }) => id)
    const refused = journal.commit(() => journal.move(ids, 'rejected', { problem: { code: 'password-lost' } }))
    options.settled({ done: 0, already: 0, refused: refused.length })
    tell(events, reload(refused))
    return true
  }

  /** Takes out of a batch what can go in none, as its password tells. Answers whether there is any. */
  function setApart({ kind, operations }: Batch): boolean {
    const { goesAlone } = executorOf(kind)
    if (operations.length === 1 || !goesAlone) return false
    const apart = operations.filter(({ params }) => goesAlone(params, around)).map(({ id }) => id)
    journal.commit(() => {
      journal.move(apart, 'waiting', { retryAt: time.now() })
      for (const id of apart) journal.move([id], 'ready', { part: alone(id) })
    })
    tell(events, reload(apart))
    if (apart.length > 0) options.freed()
    return apart.length > 0
  }

  /**
   * It has not left, as writing it down took so long that its read has grown old, or its session has ended; or the panel
   * has no such method. It goes once it has been prepared again.
   */
  function stayBack(batch: Batch, attempt: number, failure?: PanelFailure): void {
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', problem: failure?.problem ?? null, ...(failure && { failure }) })
      journal.move(idsOf(batch), 'waiting', { retryAt: time.now() })
    })
    tell(events, reload(idsOf(batch)))
  }

  /** Whether its operations still ask for what they asked for when they were batched: a draft in between may not. */
  function isAsBatched(batch: Batch): boolean {
    const now = inBatches(reload(idsOf(batch)).filter(isReadable), panel.sizes)
    return JSON.stringify(now) === JSON.stringify([batch])
  }

  async function succeed(batch: Batch, attempt: number, answer: PanelAnswer, answered: () => void): Promise<void> {
    pauses.handled(batch.kind)
    await lookForMissing(batch)
    const outcomes = await withMade(
      { journal, clock, preparation, signal: around.signal, lost: options.lost },
      batch,
      executorOf(batch.kind).outcomes(batch.operations, answer, around),
    )
    answered()
    const perhapsSo = new Map(
      [...outcomes].flatMap(([id, outcome]) =>
        'rejected' in outcome && outcome.perhapsSo ? [[id, outcome.rejected] as const] : [],
      ),
    )
    const rejected = await settleOutcomes(outcomes, () =>
      end(attempt, {
        outcome: [...outcomes.values()].every((outcome) => 'done' in outcome) ? 'done' : 'partly',
        answer,
        problem: null,
      }),
    )
    // What is unclear is counted once it has been looked up.
    const done = [...outcomes.values()].flatMap((outcome) => ('done' in outcome ? [outcome.done] : []))
    options.settled({ done: done.length, already: done.filter(wasSo).length, refused: rejected.length })
    const again = [...outcomes].flatMap(([id, outcome]) => ('again' in outcome ? id : []))
    tell(events, reload([...rejected, ...again]))
    if (again.length > 0) options.freed()
    if (perhapsSo.size > 0) await readWhatIsSo(batch, perhapsSo)
  }

  /** Of what was written as a whole, each part is to be there. */
  async function lookForMissing(batch: Batch): Promise<void> {
    try {
      const names = await preparation.missing(batch, around.signal)
      if (names.length > 0) options.told({ code: 'parts-lost', values: { names: names.join(', ') } })
    } catch (error) {
      // It is done all the same; whatever is missing is seen by the next pull.
      options.lost(error)
    }
  }

  /** Commits what has become of operations; answers those that were refused. */
  async function settleOutcomes(outcomes: ReadonlyMap<number, Outcome>, alongside: () => void): Promise<number[]> {
    const done = new Map<number, Record<string, unknown> | null>()
    const rejected: number[] = []
    await together(() => {
      alongside()
      for (const [id, outcome] of outcomes) {
        if ('done' in outcome) done.set(id, outcome.done)
        else if ('again' in outcome) {
          journal.move([id], 'waiting', { retryAt: time.now() })
          journal.move([id], 'ready', { part: outcome.again })
        } else if ('unclear' in outcome) doubt([id], { code: 'effect-unknown' }, outcome.part)
        else if (!outcome.perhapsSo) rejected.push(...journal.move([id], 'rejected', { problem: outcome.rejected }))
      }
      journal.finish(done)
    })
    return rejected
  }

  async function fail(
    batch: Batch,
    attempt: number,
    failure: PanelFailure,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const ids = idsOf(batch)
    const isTooEarly = spacing.failed(batch, failure)
    const { spaced } = kindOf(batch.kind)
    const problem = isTooEarly && spaced ? { ...failure.problem, code: spaced.problem } : failure.problem
    if (isTooMuch(failure) && ids.length > 1 && !hasParts(batch)) panel.sizes.tooMany(batch.kind, ids.length)
    if (failure.effect === 'unknown') {
      journal.commit(() => {
        end(attempt, { outcome: 'unknown', failure, problem })
        doubt(ids, problem)
      })
      tell(events, reload(ids))
      options.lost(failure)
      return
    }
    if (failure.next === 'refused') return refuse(batch, attempt, failure, body)
    const wait = waitFor(failure, reload(ids))
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', failure, problem })
      journal.move(ids, 'waiting', { problem, retryAt: time.now() + wait })
    })
    tell(events, reload(ids))
    if (wait === 0) options.freed()
    // That one alone was too early: nothing is said of anything else.
    if (isTooEarly) return
    options.lost(failure)
    if (failure.next === 'sign-in' && failure.principal === null) await connection.renew(problem)
  }

  /** Their effect cannot be told from the answer: they are looked up before anything else is done with them. */
  function doubt(ids: readonly number[], problem: Problem, part?: string): void {
    journal.move(ids, 'unknown', { problem, retryAt: time.now(), ...(part !== undefined && { part }) })
  }

  function waitFor(failure: PanelFailure, operations: readonly StoredOperation[]): number {
    if (failure.next === 'sign-in') return failure.leastWait
    return waitAfter(Math.max(...operations.map(({ attempts }) => attempts)), failure.leastWait)
  }

  return send
}

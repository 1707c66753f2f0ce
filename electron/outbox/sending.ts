import { editIn, madeOf } from '../../shared/operations/edit.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Outcome, Proof, Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import { narrowed as narrowedDown } from '../operations/narrowing.ts'
import type { Connection } from '../panel/connection.ts'
import { invalidParametersOf, isTooMuch, PanelFailure } from '../panel/failure.ts'
import type { PanelAnswer } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import { createGroupCommit } from '../store/group-commit.ts'
import type { AttemptOutcome, Journal } from '../store/journal.ts'
import { isReadable, wasSo, type StoredOperation } from '../store/operation.ts'
import { ageOf, momentOf, type SteadyTime } from '../time.ts'
import { meetsAllOfItsSort, type KindPauses, type Refusal } from './kind-pauses.ts'
import { tell, type News } from './news.ts'
import { idsOf, pack, type Packet } from './packing.ts'
import { readingNeedsOf, type Preparation } from './preparation.ts'
import { freshFor } from './reading.ts'

/** First wait after a failure without effect: milliseconds. */
const firstWait = 2_000
/** The longest one, after which an operation goes again: milliseconds. */
export const longestWait = 120_000

/**
 * Sends one request and settles what came of it. `waiting` ends the wait for its turn; once sent it goes its way. It
 * calls `answered` when the panel has no more to do with it, which is before that is written down.
 */
export type Send = (packet: Packet, waiting: AbortSignal, answered: () => void) => Promise<void>

/** The way of one request: its turn, its attempt, the answer, the outcome of each of its operations. */
export function createSending(options: {
  journal: Journal
  clock: Clock
  time: SteadyTime
  news: News
  connection: Connection
  preparation: Preparation
  pauses: KindPauses
  around: Surroundings
  /** Whether anything may be sent at this moment. */
  maySend: () => boolean
  /** A request failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
  /**
   * So many operations have been done, so many of those were so already, and so many refused; less than none where
   * refused ones wait after all.
   */
  settled: (settled: { done?: number; already?: number; refused?: number }) => void
  /** Something may go now that was not there when the requests were packed. */
  freed: () => void
}): Send {
  const { journal, clock, time, news, connection, preparation, pauses, around } = options
  const { panel } = connection
  const together = createGroupCommit(journal, clock)
  const reload = (ids: readonly number[]) => journal.byIds(ids)

  async function send(packet: Packet, waiting: AbortSignal, answered: () => void): Promise<void> {
    const carrier = carrierOf(packet.kind)
    const line = panel.at(packet.endpoint)
    // What is not sent now, or not as it was packed, is looked at anew: after each wait.
    const mayBeSent = () => options.maySend() && !pauses.isPaused(packet.kind)
    const mayGo = () => mayBeSent() && preparation.isFresh(packet)
    if (!mayBeSent()) return
    try {
      await preparation.read(packet, waiting)
      if (!mayBeSent() || !isAsPacked(packet)) return
      const { clear, setAside, refused } = preparation.admit(packet)
      if (refused.length > 0) options.settled({ done: 0, refused: refused.length })
      tell(news, reload([...setAside, ...refused]))
      if (!clear) return
      await line.slot(waiting, preparation.isInHurry(packet))
    } catch (error) {
      if (!meetsAllOfItsSort(error)) return options.lost(error)
      return pauses.pause([packet.kind], error.problem, readingNeedsOf(packet.kind))
    }
    if (!mayGo()) return
    const { path, body } = carrier.request(packet.operations, {
      ...around,
      fresh: (row) => preparation.held(packet, row),
    })
    const [first] = packet.operations
    const attempt = await together(() => {
      // A pause, or a step that takes it off the queue, may have come while this commit was gathered.
      if (!mayBeSent() || !isAsPacked(packet)) return null
      return journal.beginAttempt(
        { at: clock.now(), kind: packet.kind, path, request: panel.hide(body), subject: first?.subject ?? '' },
        idsOf(packet),
        time.now(),
      )
    })
    if (attempt === null) return
    if (!preparation.isFresh(packet)) return stayBack(packet, attempt)
    tell(
      news,
      packet.operations.map(({ params, changeSet }) => ({ kind: packet.kind, params, changeSet })),
    )
    news.attempted()
    try {
      // What was read before is spent before anybody can hear that the lane is free.
      const answer = await line.change(path, body, { slotTaken: true }).finally(() => preparation.spend(packet))
      await succeed(packet, attempt, answer, answered)
    } catch (error) {
      if (!(error instanceof PanelFailure)) throw error
      await fail(packet, attempt, error, body)
    }
    news.attempted()
  }

  /** Writing it down took so long that its read has grown old: it has not left, and goes once it has been read again. */
  function stayBack(packet: Packet, attempt: number): void {
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', problem: null })
      journal.move(idsOf(packet), 'waiting', { retryAt: time.now() })
    })
    tell(news, reload(idsOf(packet)))
  }

  /** Whether its operations still ask for what they asked for when they were packed: a draft in between may not. */
  function isAsPacked(packet: Packet): boolean {
    const now = pack(reload(idsOf(packet)).filter(isReadable), panel.sizes)
    return JSON.stringify(now) === JSON.stringify([packet])
  }

  async function succeed(packet: Packet, attempt: number, answer: PanelAnswer, answered: () => void): Promise<void> {
    pauses.dealtWith(packet.kind)
    const outcomes = await withMade(packet, carrierOf(packet.kind).outcomes(packet.operations, answer, around))
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
    tell(news, reload(rejected))
    if (perhapsSo.size > 0) await readWhatIsSo(packet, perhapsSo)
  }

  /**
   * Of operations that were refused, perhaps because they are so already, those that are so are done. Until that is
   * read, they count as under way: after a crash they would be looked up.
   */
  async function readWhatIsSo(packet: Packet, problems: ReadonlyMap<number, Problem>): Promise<void> {
    const operations = packet.operations.filter(({ id }) => problems.has(id))
    const ids = operations.map(({ id }) => id)
    let proofs: ReadonlyMap<number, Proof> = new Map()
    try {
      proofs = await carrierOf(packet.kind).readBack(operations, around, true)
    } catch (error) {
      // What the panel will not show is not seen to be so.
      const isRefused = error instanceof PanelFailure && error.next === 'refused'
      if (!isRefused) return waitToBeRefused(error)
    }
    const so = new Map<number, Record<string, unknown>>()
    for (const [id, proof] of proofs) if (proof.effect === true) so.set(id, { ...proof.result, already: true })
    journal.commit(() => {
      journal.finish(so)
      for (const [id, problem] of problems) if (!so.has(id)) journal.move([id], 'rejected', { problem })
    })
    options.settled({ done: so.size, already: so.size, refused: problems.size - so.size })
    tell(news, reload(ids))

    function waitToBeRefused(error: unknown): void {
      // They are known to have had no effect, so they go once more, and will be refused once more.
      journal.commit(() => {
        for (const [id, problem] of problems) {
          journal.move([id], 'waiting', { problem, retryAt: time.now() + longestWait })
        }
      })
      tell(news, reload(ids))
      options.lost(error)
    }
  }

  /**
   * Outcomes with what the panel has made of texts that it may keep otherwise than they were sent: read back before the
   * lane is free, so that what is staged behind is held against that, and not taken for somebody else's change.
   */
  async function withMade(
    packet: Packet,
    outcomes: ReadonlyMap<number, Outcome>,
  ): Promise<ReadonlyMap<number, Outcome>> {
    const { holds, mayBeKeptOtherwise, reads } = carrierOf(packet.kind)
    const answered = momentOf(clock)
    if (!holds || !mayBeKeptOtherwise) return outcomes
    const all = new Map(outcomes)
    for (const { id, params } of packet.operations) {
      const outcome = all.get(id)
      const row = reads(params)
      const edit = editIn(params)
      if (!outcome || !('done' in outcome) || row === null || !edit) continue
      if (!mayBeKeptOtherwise(params) && !journal.isFollowed(id)) continue
      try {
        const held = await preparation.readBack(packet, row, around.signal)
        // Later than that, somebody else may have written it as well.
        const isSoon = ageOf(clock, answered) <= freshFor.exact
        const made = held && isSoon ? madeOf(edit.set, holds(held)) : null
        if (made) all.set(id, { done: { ...outcome.done, made } })
      } catch (error) {
        // It is done all the same; what became of it is seen by the next pull.
        options.lost(error)
      }
    }
    return all
  }

  /** Commits what has become of operations; answers those that were refused. */
  async function settleOutcomes(outcomes: ReadonlyMap<number, Outcome>, alongside: () => void): Promise<number[]> {
    const done = new Map<number, Record<string, unknown> | null>()
    const rejected: number[] = []
    await together(() => {
      alongside()
      for (const [id, outcome] of outcomes) {
        if ('done' in outcome) done.set(id, outcome.done)
        else if ('unclear' in outcome) doubt([id], { code: 'effect-unknown' })
        else if (!outcome.perhapsSo) rejected.push(...journal.move([id], 'rejected', { problem: outcome.rejected }))
      }
      journal.finish(done)
    })
    return rejected
  }

  function end(
    attempt: number,
    how: { outcome: AttemptOutcome; answer?: PanelAnswer; failure?: PanelFailure; problem: Problem | null },
  ): void {
    journal.endAttempt(attempt, {
      outcome: how.outcome,
      took: how.answer?.took ?? how.failure?.took ?? null,
      httpStatus: how.answer?.httpStatus ?? how.failure?.httpStatus ?? null,
      answer: panel.hide(how.answer?.json ?? how.failure?.answer ?? null),
      problem: how.problem,
    })
  }

  async function fail(
    packet: Packet,
    attempt: number,
    failure: PanelFailure,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const ids = idsOf(packet)
    const { problem } = failure
    if (isTooMuch(failure) && ids.length > 1) panel.sizes.tooMany(packet.kind, ids.length)
    if (failure.effect === 'unknown') {
      journal.commit(() => {
        end(attempt, { outcome: 'unknown', failure, problem })
        doubt(ids, problem)
      })
      tell(news, reload(ids))
      options.lost(failure)
      return
    }
    if (failure.next === 'refused') return refuse(packet, attempt, failure, body)
    const wait = waitFor(failure, reload(ids))
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', failure, problem })
      journal.move(ids, 'waiting', { problem, retryAt: time.now() + wait })
    })
    tell(news, reload(ids))
    if (wait === 0) options.freed()
    options.lost(failure)
    if (failure.next === 'sign-in' && failure.principal === null) await connection.renew(problem)
  }

  /**
   * Refused for good. What meets every operation of the kind pauses the kind; a batch that is too large goes again in
   * smaller ones; any other is narrowed down to the rows at fault, and the rest goes again.
   */
  async function refuse(
    packet: Packet,
    attempt: number,
    failure: PanelFailure,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const ids = idsOf(packet)
    const { refusal, soAlready } = carrierOf(packet.kind)
    if (packet.operations.length === 1 && failure.code !== null && soAlready?.has(failure.code)) {
      pauses.dealtWith(packet.kind)
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      const problemOf = (params: unknown) => refusal?.(params, failure) ?? failure.problem
      return readWhatIsSo(packet, new Map(packet.operations.map(({ id, params }) => [id, problemOf(params)])))
    }
    // Known to have had no effect: it is written down before anything else is asked, in case we end here.
    journal.commit(() => {
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      journal.move(ids, 'waiting', { problem: failure.problem, retryAt: time.now() + longestWait })
    })
    try {
      const settled = await verdict(packet, failure, body)
      journal.commit(() => {
        for (const [id, part] of settled.again) journal.move([id], 'ready', { part })
        for (const [id, problem] of settled.rejected) {
          journal.move([id], 'ready')
          journal.move([id], 'rejected', { problem })
        }
        if (settled.wait) putOff(ids, settled.wait)
      })
      const givenBack = settled.wait?.giveBack ?? []
      options.settled({ refused: settled.rejected.size - givenBack.length })
      tell(news, reload([...ids, ...givenBack]))
    } catch (error) {
      // They are looked at again once they have waited.
      options.lost(error)
    }
    options.freed()
  }

  /** What becomes of the operations of a refused request. */
  interface Verdict {
    readonly rejected: ReadonlyMap<number, Problem>
    /** Those that go again, each with its part. */
    readonly again: ReadonlyMap<number, string>
    /** All of them wait with their kind. */
    readonly wait: Extract<Refusal, { is: 'wait' }> | null
  }

  async function verdict(
    { kind, operations }: Packet,
    failure: PanelFailure,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Verdict> {
    const ids = operations.map(({ id }) => id)
    const none = { rejected: new Map(), again: new Map(), wait: null }
    let { problem } = failure
    if (meetsAllOfItsSort(failure)) {
      const refusal = await pauses.refused(kind, ids, failure)
      if (refusal.is === 'wait') return { ...none, wait: refusal }
      problem = refusal.problem
    } else pauses.dealtWith(kind)
    const carrier = carrierOf(kind)
    if (operations.length === 1) {
      const problemOf = (params: unknown) => carrier.refusal?.(params, failure) ?? problem
      return { ...none, rejected: new Map(operations.map(({ id, params }) => [id, problemOf(params)])) }
    }
    if (isTooMuch(failure)) return { ...none, again: new Map(operations.map(({ id, part }) => [id, part])) }
    // Said of the list itself or of what stands in it, which only its words could tell apart.
    const isAboutList = invalidParametersOf(failure).some((name) => Array.isArray(body[name]))
    const narrowed = isAboutList
      ? narrowedDown(operations, new Map())
      : await carrier.narrow(operations, failure, around)
    if (narrowed) return { ...none, rejected: narrowed.rejected, again: narrowed.parts }
    return { ...none, rejected: new Map(ids.map((id) => [id, problem])) }
  }

  /** They wait with their kind, and so do those that were refused before it was seen that it is the kind. */
  function putOff(ids: readonly number[], { problem, retryAt, giveBack }: Extract<Refusal, { is: 'wait' }>): void {
    const refused = journal.byIds(giveBack).flatMap(({ id, state }) => (state === 'rejected' ? [id] : []))
    for (const state of ['draft', 'ready'] as const) journal.move(refused, state)
    journal.move(ids, 'ready')
    journal.move([...refused, ...ids], 'waiting', { problem, retryAt })
  }

  /** Their effect cannot be told from the answer: they are looked up before anything else is done with them. */
  function doubt(ids: readonly number[], problem: Problem): void {
    journal.move(ids, 'unknown', { problem, retryAt: time.now() })
  }

  function waitFor(failure: PanelFailure, operations: readonly StoredOperation[]): number {
    if (failure.next === 'sign-in') return failure.leastWait
    const attempts = Math.max(1, ...operations.map((operation) => operation.attempts))
    return Math.max(failure.leastWait, Math.min(longestWait, firstWait * 2 ** (attempts - 1)))
  }

  return send
}

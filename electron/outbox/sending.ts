import type { Problem } from '../../shared/problem.ts'
import type { Outcome, Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { PanelAnswer } from '../panel/panel.ts'
import { redact } from '../panel/redact.ts'
import type { Clock } from '../ports.ts'
import { createGroupCommit } from '../store/group-commit.ts'
import type { AttemptOutcome, Journal } from '../store/journal.ts'
import type { Operation } from '../store/operation.ts'
import type { SteadyTime } from '../time.ts'
import { tell, type News } from './news.ts'
import { idsOf, pack, type Packet } from './packing.ts'
import type { Preparation } from './preparation.ts'

/** First wait after a failure without effect: milliseconds. */
const firstWait = 2_000
/** The longest one, after which an operation goes again: milliseconds. */
export const longestWait = 120_000

/** Sends one request and settles what came of it. `waiting` ends the wait for its turn; once sent it goes its way. */
export type Send = (packet: Packet, waiting: AbortSignal) => Promise<void>

/** The way of one request: its turn, its attempt, the answer, the outcome of each of its operations. */
export function createSending(options: {
  journal: Journal
  clock: Clock
  time: SteadyTime
  news: News
  connection: Connection
  preparation: Preparation
  around: Surroundings
  /** Whether anything may be sent at this moment. */
  maySend: () => boolean
  /** A request failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
  /** So many operations have been done, and so many refused. */
  settled: (done: number, refused: number) => void
  /** Something may go now that was not there when the requests were packed. */
  freed: () => void
}): Send {
  const { journal, clock, time, news, connection, preparation, around } = options
  const { panel } = connection
  const together = createGroupCommit(journal, clock)
  const reload = (ids: readonly number[]) => journal.byIds(ids)

  async function send(packet: Packet, waiting: AbortSignal): Promise<void> {
    const carrier = carrierOf(packet.kind)
    // What is not sent now, or not as it was packed, is looked at anew: before it takes a turn, and after the wait for it.
    const mayGo = () => options.maySend() && preparation.isFresh(packet)
    if (!mayGo()) return
    try {
      await panel.slot(waiting)
    } catch (error) {
      return options.lost(error)
    }
    if (!mayGo()) return
    const { path, body } = carrier.request(packet.operations, around)
    const [first] = packet.operations
    const attempt = await together(() => {
      if (!isAsPacked(packet)) return null
      return journal.beginAttempt(
        { at: clock.now(), kind: packet.kind, path, request: redact(body), subject: first?.subject ?? '' },
        idsOf(packet),
        time.now(),
      )
    })
    if (attempt === null) return
    tell(news, reload(idsOf(packet)))
    news.attempted()
    try {
      // What was read before is spent before anybody can hear that the lane is free.
      const answer = await panel.change(path, body, { slotTaken: true }).finally(() => preparation.spend(packet))
      await succeed(packet, attempt, answer)
    } catch (error) {
      if (!(error instanceof PanelFailure)) throw error
      await fail(packet, attempt, error)
    }
    news.attempted()
  }

  /** Whether its operations still ask for what they asked for when they were packed: a draft in between may not. */
  function isAsPacked(packet: Packet): boolean {
    return JSON.stringify(pack(reload(idsOf(packet)))) === JSON.stringify([packet])
  }

  async function succeed(packet: Packet, attempt: number, answer: PanelAnswer): Promise<void> {
    const outcomes = carrierOf(packet.kind).outcomes(packet.operations, answer, around)
    const rejected = await settleOutcomes(outcomes, () =>
      end(attempt, {
        outcome: [...outcomes.values()].every((outcome) => 'done' in outcome) ? 'done' : 'partly',
        answer,
        problem: null,
      }),
    )
    options.settled(outcomes.size - rejected.length, rejected.length)
    tell(news, reload(rejected))
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
        else rejected.push(...journal.move([id], 'rejected', { problem: outcome.rejected }))
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
      took: how.answer?.took ?? null,
      httpStatus: how.answer?.httpStatus ?? how.failure?.httpStatus ?? null,
      answer: redact(how.answer?.json ?? how.failure?.answer ?? null),
      problem: how.problem,
    })
  }

  async function fail(packet: Packet, attempt: number, failure: PanelFailure): Promise<void> {
    const ids = idsOf(packet)
    const { problem } = failure
    if (failure.effect === 'unknown') {
      journal.commit(() => {
        end(attempt, { outcome: 'unknown', failure, problem })
        doubt(ids, problem)
      })
      tell(news, reload(ids))
      options.lost(failure)
      return
    }
    if (failure.next === 'refused') return refuse(packet, attempt, failure)
    const wait = waitFor(failure, reload(ids))
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', failure, problem })
      journal.move(ids, 'waiting', { problem, retryAt: time.now() + wait })
    })
    tell(news, reload(ids))
    if (wait === 0) options.freed()
    options.lost(failure)
    if (failure.next === 'sign-in') await connection.renew()
  }

  /** Refused for good: a batch is narrowed down to the rows at fault, the rest goes again. */
  async function refuse(packet: Packet, attempt: number, failure: PanelFailure): Promise<void> {
    const ids = idsOf(packet)
    const carrier = carrierOf(packet.kind)
    if (packet.operations.length > 1) {
      // Known to have had no effect: it is written down before anything else is asked, in case we end here.
      journal.commit(() => {
        end(attempt, { outcome: 'refused', failure, problem: failure.problem })
        journal.move(ids, 'waiting', { problem: failure.problem, retryAt: time.now() + longestWait })
      })
      let narrowed = null
      try {
        narrowed = await carrier.narrow(packet.operations, failure, around)
      } catch (error) {
        options.lost(error)
        return
      }
      journal.commit(() => {
        if (narrowed) {
          for (const [id, part] of narrowed.parts) journal.move([id], 'ready', { part })
        }
        const rejected = narrowed ? [...narrowed.rejected] : ids.map((id) => [id, failure.problem] as const)
        for (const [id, problem] of rejected) {
          journal.move([id], 'ready')
          journal.move([id], 'rejected', { problem })
        }
        options.settled(0, rejected.length)
      })
      options.freed()
      tell(news, reload(ids))
      return
    }
    journal.commit(() => {
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      for (const { id, params } of packet.operations) {
        journal.move([id], 'rejected', { problem: carrier.refusal?.(params, failure) ?? failure.problem })
      }
    })
    options.settled(0, ids.length)
    tell(news, reload(ids))
  }

  /** Their effect cannot be told from the answer: they are looked up before anything else is done with them. */
  function doubt(ids: readonly number[], problem: Problem): void {
    journal.move(ids, 'unknown', { problem, retryAt: time.now() })
  }

  function waitFor(failure: PanelFailure, operations: readonly Operation[]): number {
    if (failure.next === 'sign-in') return 0
    const attempts = Math.max(1, ...operations.map((operation) => operation.attempts))
    return Math.max(failure.leastWait, Math.min(longestWait, firstWait * 2 ** (attempts - 1)))
  }

  return send
}

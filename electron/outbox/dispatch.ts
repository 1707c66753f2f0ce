import type { Problem } from '../../shared/problem.ts'
import { anyEdit, thirdValues } from '../../shared/operations/edit.ts'
import type { Surroundings, Outcome } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { PanelAnswer } from '../panel/panel.ts'
import { redact } from '../panel/redact.ts'
import type { Clock, Log } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import { createGroupCommit } from '../store/group-commit.ts'
import type { AttemptOutcome, Journal, Operation } from '../store/journal.ts'
import { baseInForce } from './base.ts'
import { createFreshness } from './freshness.ts'
import { lookUp } from './look-up.ts'
import { tell, type News } from './news.ts'
import { pack, type Packet } from './packing.ts'
import { catchUp } from './settling.ts'

/** How many requests may be under way at once. */
const sideBySide = 6
/** Heads of lanes looked at in one go: enough to fill batches, and all that can be sent while a read is fresh. */
const heads = { least: 2000, most: 20_000 }
/** Reads are made for what can be sent within this time, so that they are still fresh when its turn comes. */
const readAhead = 40_000
/** First wait after a failure without effect, and the longest one: milliseconds. */
const backOff = { first: 2_000, most: 120_000 }

/** How long closing waits for answers: milliseconds. */
const longestGoodbye = 5_000

/** A run of sending, from the first request until nothing is left that could be sent now. */
export interface Run {
  readonly startedAt: number
  done: number
  refused: number
}

/** Sends released operations, one attempt each, and settles what comes of them. */
export interface Dispatch {
  /** Looks for something to do; called after every release, and when the connection comes back. */
  nudge(): void
  pause(paused: boolean): void
  readonly paused: boolean
  /** The present run, or the last one. */
  readonly run: Run | null
  readonly running: boolean
  /** Looks up operations whose effect is unknown now, whatever their time; answers how many were settled. */
  settle(operations: readonly number[]): Promise<number>
  /**
   * Ends once the requests under way have been settled, or have had some seconds for it: the journal knows of them,
   * and the next start looks them up.
   */
  stop(): Promise<void>
}

/** Why waiting or reading ended before its time: a pause, or the connection. */
class Interruption extends Error {
  override name = 'Interruption'
}

export function createDispatch(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  log: Log
  news: News
  connection: Connection
  /** Requests a second that the panel allows; decides how far ahead is read. */
  rate: number
}): Dispatch {
  const { journal, cache, clock, log, news, connection } = options
  const { panel } = connection
  const freshness = createFreshness({ cache, clock })
  const together = createGroupCommit(journal, clock)
  const claimed = new Set<number>()
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  /** Ends the waiting and reading that goes before a request, once nothing may be sent any more. */
  let leaving = new AbortController()
  let paused = false
  let run: Run | null = null
  let lastRun: Run | null = null
  /** Something that was not there when the requests were packed may go now. */
  let recheck = false
  /** A request failed although the connection is up: take a breath before the next. */
  let breathe = false
  let pumping: Promise<void> | null = null
  let again = false
  let timer: AbortController | null = null
  let applying: Promise<void> | null = null

  const around: Surroundings = {
    panel,
    cache,
    signal: stopping.signal,
    fresh: (tracker) => freshness.of(tracker) ?? undefined,
  }
  const reload = (ids: readonly number[]) => journal.byIds(ids)
  const idsOf = (packet: Packet) => packet.operations.map((operation) => operation.id)
  const maySend = () => !paused && !stopping.signal.aborted && connection.state.state === 'online'

  connection.onChange(() => {
    if (!maySend()) interrupt()
  })

  function interrupt(): void {
    leaving.abort(new Interruption())
    leaving = new AbortController()
  }

  function nudge(): void {
    again = true
    pumping ??= pump()
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return
        // Such as a full disk: nothing can be sent that cannot be written down, but that may pass.
        log.error('sending was interrupted', { error: String(error) })
        again = breathe = true
      })
      .finally(() => {
        pumping = null
        // Whoever nudged while it was ending found it still there.
        if (again && maySend()) nudge()
      })
  }

  async function pump(): Promise<void> {
    while (again && maySend()) {
      again = false
      if (breathe) await clock.sleep(backOff.first, stopping.signal)
      breathe = false
      doubtStranded()
      await lookUpUnknown()
      while (maySend() && !breathe) {
        promoteWaiting()
        const packets = await next()
        if (packets !== null) await startAll(packets)
        else if (underWay.size > 0) await Promise.race(underWay)
        else break
      }
      await Promise.all(underWay)
      await applying
      doubtStranded()
    }
    if (journal.heads(1, claimed).length === 0) endRun()
    news.changed([], [])
    setTimer()
  }

  /** Starts requests in their order; leaves the rest for another look once something came back to be sent. */
  async function startAll(packets: readonly Packet[]): Promise<void> {
    run ??= { startedAt: clock.now(), done: 0, refused: 0 }
    recheck = false
    for (const packet of packets) {
      while (underWay.size >= sideBySide) await Promise.race(underWay)
      if (recheck || !maySend()) return
      start(packet)
    }
  }

  function endRun(): void {
    lastRun = run ?? lastRun
    run = null
  }

  /** Wakes up when the next waiting operation is due. */
  function setTimer(): void {
    timer?.abort()
    const due = nextRetry.get()?.at ?? null
    if (due === null || !maySend()) return
    timer = new AbortController()
    clock.sleep(Math.max(0, due - clock.now()), timer.signal).then(nudge, () => undefined)
  }

  const nextRetry = journal.database.prepare<[], { at: number | null }>(
    `SELECT min(retry_at) AS at FROM operation WHERE state IN ('waiting', 'unknown') AND retry_at IS NOT NULL`,
  )

  function promoteWaiting(): void {
    const now = clock.now()
    const due = journal.inState('waiting').filter((operation) => (operation.retryAt ?? 0) <= now)
    if (due.length === 0) return
    journal.move(
      due.map((operation) => operation.id),
      'ready',
    )
    tell(news, due)
  }

  /** The next requests: heads of lanes, packed, read afresh and checked for conflicts; null where nothing may go. */
  async function next(): Promise<Packet[] | null> {
    // Only as much as can be sent while what is read now is still fresh.
    const most = Math.min(heads.most, Math.ceil((options.rate * readAhead) / 1000))
    const soon = pack(journal.heads(Math.max(heads.least, most), claimed)).slice(0, most)
    if (soon.length === 0) return null
    try {
      await freshness.ensure(panel, soon.flatMap(readsOf), readAhead, leaving.signal)
    } catch (error) {
      lost(error)
      return null
    }
    return soon.filter(isClear)
  }

  function readsOf(packet: Packet): number[] {
    const carrier = carrierOf(packet.kind)
    return packet.operations.map(({ params }) => carrier.reads(params)).filter((id) => id !== null)
  }

  /** Whether a packet may go; an operation whose object is gone, or holds a third value, is set aside instead. */
  function isClear(packet: Packet): boolean {
    const carrier = carrierOf(packet.kind)
    for (const { id, params } of packet.operations) {
      const tracker = carrier.reads(params)
      if (tracker === null) continue
      const held = freshness.of(tracker)
      if (held === undefined) return false
      if (held === null) {
        journal.move([id], 'rejected', { problem: freshness.refusal(tracker) })
        refused([id])
        return false
      }
      const edit = anyEdit.safeParse(params)
      const theirs =
        carrier.holds && edit.success
          ? thirdValues(edit.data, baseInForce(journal, edit.data), carrier.holds(held))
          : null
      if (theirs) {
        journal.move([id], 'conflict', { theirs, problem: { code: 'conflict' } })
        tell(news, reload([id]))
        return false
      }
    }
    return true
  }

  function start(packet: Packet): void {
    for (const id of idsOf(packet)) claimed.add(id)
    const work = send(packet)
      .catch((error: unknown) => {
        // Its answer came after the files were closed: the next start will see.
        if (stopping.signal.aborted) return
        log.error('a request could not be settled', { kind: packet.kind, error: String(error) })
        again = breathe = true
      })
      .finally(() => {
        underWay.delete(work)
        for (const id of idsOf(packet)) claimed.delete(id)
      })
    underWay.add(work)
  }

  async function send(packet: Packet): Promise<void> {
    const carrier = carrierOf(packet.kind)
    try {
      await panel.slot(leaving.signal)
    } catch (error) {
      return lost(error)
    }
    // The wait for a turn may have been long: what is not sent now, or not as it was packed, is looked at anew.
    if (!maySend() || readsOf(packet).some((tracker) => !freshness.of(tracker))) return
    const { path, body } = carrier.request(packet.operations, around)
    const [first] = packet.operations
    const attempt = await together(() => {
      if (!isAsPacked(packet)) return null
      return journal.beginAttempt(
        { kind: packet.kind, path, request: redact(body), subject: first?.subject ?? '' },
        idsOf(packet),
        clock.now(),
      )
    })
    if (attempt === null) return
    tell(news, reload(idsOf(packet)))
    news.attempted()
    try {
      // What was read before is spent before anybody can hear that the lane is free.
      const spend = () => readsOf(packet).forEach((tracker) => freshness.spend(tracker))
      const answer = await panel.change(path, body, { slotTaken: true }).finally(spend)
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

  /**
   * Whatever is still under way by the journal, although no request is, could not be settled, as when the disk was
   * full: its effect is looked up.
   */
  function doubtStranded(): void {
    if (underWay.size === 0) journal.recover(clock.now())
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
    if (run) run.done += outcomes.size - rejected.length
    tell(news, reload(rejected))
    applySoon()
  }

  /** Applies outcomes to the cache; those that come together are applied together. */
  function applySoon(): void {
    applying ??= clock.turn().then(() => {
      applying = null
      tell(news, catchUp(journal, cache, clock))
    })
    applying.catch((error: unknown) => log.error('an outcome could not be applied', { error: String(error) }))
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
    if (run) run.refused += rejected.length
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
      lost(failure)
      return
    }
    if (failure.next === 'refused') return refuse(packet, attempt, failure)
    journal.commit(() => {
      end(attempt, { outcome: 'waiting', failure, problem })
      journal.move(ids, 'waiting', { problem, retryAt: clock.now() + waitFor(failure, reload(ids)) })
    })
    tell(news, reload(ids))
    recheck = true
    lost(failure)
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
        journal.move(ids, 'waiting', { problem: failure.problem, retryAt: clock.now() + backOff.most })
      })
      let narrowed = null
      try {
        narrowed = await carrier.narrow(packet.operations, failure, around)
      } catch (error) {
        lost(error)
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
        if (run) run.refused += rejected.length
      })
      recheck = true
      tell(news, reload(ids))
      return
    }
    journal.commit(() => {
      end(attempt, { outcome: 'refused', failure, problem: failure.problem })
      for (const { id, params } of packet.operations) {
        journal.move([id], 'rejected', { problem: carrier.refusal?.(params, failure) ?? failure.problem })
      }
    })
    refused(ids)
  }

  function refused(ids: readonly number[]): void {
    if (run) run.refused += ids.length
    tell(news, reload(ids))
  }

  /** Their effect cannot be told from the answer: they are looked up before anything else is done with them. */
  function doubt(ids: readonly number[], problem: Problem): void {
    journal.move(ids, 'unknown', { problem, retryAt: clock.now() })
  }

  /** What a failed request says of the connection as a whole. */
  function lost(error: unknown): void {
    if (stopping.signal.aborted) return
    again = true
    if (error instanceof Interruption) return
    if (error instanceof PanelFailure) connection.failed(error)
    else log.warn('reading before sending failed', { error: String(error) })
    breathe = true
  }

  function waitFor(failure: PanelFailure, operations: readonly Operation[]): number {
    if (failure.next === 'sign-in') return 0
    const attempts = Math.max(1, ...operations.map((operation) => operation.attempts))
    return Math.max(failure.leastWait, Math.min(backOff.most, backOff.first * 2 ** (attempts - 1)))
  }

  async function lookUpUnknown(): Promise<void> {
    const now = clock.now()
    const due = journal.inState('unknown').filter(({ retryAt }) => retryAt !== null && retryAt <= now)
    if (due.length > 0) await lookUpAll(due)
  }

  async function lookUpAll(operations: readonly Operation[]): Promise<number> {
    const settled = await lookUp({ journal, clock, around, timeout: panel.timeouts.change }, operations)
    for (const failure of settled.failures) lost(failure)
    if (run) run.done += settled.done
    catchUp(journal, cache, clock)
    tell(news, reload(operations.map((operation) => operation.id)))
    return settled.done + settled.ready
  }

  return {
    nudge,
    pause(value) {
      paused = value
      if (paused) interrupt()
      else nudge()
      news.changed([], [])
    },
    get paused() {
      return paused
    },
    get run() {
      return run ?? lastRun
    },
    get running() {
      return run !== null
    },
    async settle(ids) {
      const settled = await lookUpAll(reload(ids).filter((operation) => operation.state === 'unknown'))
      nudge()
      return settled
    },
    async stop() {
      stopping.abort(new Error('the profile is being closed'))
      interrupt()
      timer?.abort()
      const enough = new AbortController()
      const settled = Promise.allSettled([...underWay, pumping]).then(() => enough.abort())
      await Promise.race([settled, clock.sleep(longestGoodbye, enough.signal).catch(() => undefined)])
      await applying?.catch(() => undefined)
    },
  }
}

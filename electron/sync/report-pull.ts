import type { ReportsState, ReportSpan } from '../../shared/contract/reports.ts'
import { missingPermissions, type Permissions } from '../../shared/model/permissions.ts'
import { reportsNeed } from '../../shared/model/reports.ts'
import { fail, problemOf, type Problem } from '../../shared/problem.ts'
import { endOfMonth, monthOf, monthsFrom, runsOf } from '../../shared/rules/months.ts'
import { countedOf, isSpanTooBig, readCountedMonths } from '../panel/active-history.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { Clock, Log } from '../ports.ts'
import { activePart } from '../store/active-months.ts'
import type { Cache } from '../store/cache.ts'

/** By which it is remembered how many months the panel tells at once. */
const sizeName = 'months'
/** Most months that are asked for at once; a panel that tells fewer says so. */
const mostAtOnce = 24
/** An answer names every tracker of every month: so many rows of it are well below what an answer may have. */
const mostRows = 100_000

/** A month is told for good when it has been over for so long, in milliseconds: bills are made in the night after it. */
const settledAfter = 24 * 3_600_000

/** Brings months of trackers that were counted as active into the cache. */
export interface ReportPull {
  readonly state: ReportsState
  /**
   * Reads those months of a span that are not kept for good. Throws the problem `pull-running` where that is under way,
   * `permission` where the account may not see reports.
   */
  start(span: ReportSpan): void
  stop(): void
  /** Begins anew what broke off with the connection, and ends what was left of the last run. */
  goOn(): void
  close(): Promise<void>
}

export function createReportPull(options: {
  cache: Cache
  connection: Connection
  clock: Clock
  log: Log
  permissions: () => Permissions
  /** Called after each answer, and at the end. */
  onProgress: () => void
}): ReportPull {
  const { cache, connection, clock, log } = options
  const { panel } = connection
  const { active } = cache
  let state: ReportsState = { running: false, done: 0, total: 0, problem: null }
  let running: Promise<void> | null = null
  let stopping = new AbortController()
  /** What broke off with the connection. */
  let brokeOff: ReportSpan | null = null

  function become(change: Partial<ReportsState>): void {
    state = { ...state, ...change }
    options.onProgress()
  }

  /** Months of a span that are not kept for good; those to come are not asked for. */
  function missingIn({ from, to }: ReportSpan): string[] {
    const current = monthOf(clock.now())
    const complete = active.complete({ from, to })
    return monthsFrom({ from, to }).filter((month) => month <= current && !complete.has(month))
  }

  function atOnce(): number {
    const rows = Math.max(1, cache.count('tracker'))
    return panel.sizes.of(sizeName, Math.max(1, Math.min(mostAtOnce, Math.floor(mostRows / rows))))
  }

  /** Does something part by part, with turns for others, until it says that there is no more. */
  async function inParts(part: () => boolean, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && part()) await clock.turn()
  }

  async function keep(month: string, amount: number | null, trackers: readonly unknown[], signal: AbortSignal) {
    const readAt = clock.now()
    const reading = active.begin()
    for (let from = 0; from < trackers.length; from += activePart) {
      active.add(
        reading,
        trackers.slice(from, from + activePart).flatMap((tracker) => countedOf(tracker) ?? []),
      )
      await clock.turn()
      if (signal.aborted) return
    }
    active.take(reading, { month, amount, readAt, complete: readAt >= endOfMonth(month) + settledAfter })
  }

  async function readRun(run: readonly string[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < run.length && !signal.aborted;) {
      const months = run.slice(at, at + atOnce())
      const span = { from: months[0] ?? '', to: months.at(-1) ?? '' }
      const answer = await readCountedMonths(panel, span, { signal }).catch((error: unknown) => {
        if (!isSpanTooBig(error) || months.length === 1) throw error
        panel.sizes.tooMany(sizeName, months.length)
        return null
      })
      if (!answer) continue
      const told = new Map(answer.months.map((month) => [month.month, month]))
      active.noteUsers(answer.users)
      for (const month of months) {
        if (signal.aborted) return
        const { amount = null, trackers = [] } = told.get(month) ?? {}
        await keep(month, amount, trackers, signal)
        become({ done: state.done + 1 })
      }
      at += months.length
    }
  }

  /** What follows from the readings, and what none of them needs any more. */
  async function settle(signal: AbortSignal): Promise<void> {
    await inParts(active.compareOn, signal)
    await inParts(active.sweepOn, signal)
  }

  async function readAll(span: ReportSpan, signal: AbortSignal): Promise<void> {
    for (const run of runsOf(missingIn(span))) await readRun(run, signal)
    await settle(signal)
  }

  function begin(span: ReportSpan | null): void {
    stopping = new AbortController()
    const { signal } = stopping
    brokeOff = null
    become({ running: true, done: 0, total: span ? missingIn(span).length : 0, problem: null })
    running = (span ? readAll(span, signal) : settle(signal))
      .catch(async (error: unknown) => {
        if (signal.aborted) return
        if (error instanceof PanelFailure) {
          connection.failed(error)
          brokeOff = error.problem.again === true ? span : null
        } else log.error('a reading of reports failed', { error: String(error) })
        const problem: Problem = problemOf(error)
        state = { ...state, problem }
        // What was read before stands for itself.
        if (error instanceof PanelFailure) await settle(signal)
      })
      .catch((error: unknown) => log.error('a reading of reports could not be ended', { error: String(error) }))
      .finally(() => {
        running = null
        become({ running: false })
      })
  }

  return {
    get state() {
      return state
    },
    start(span) {
      if (running) fail('pull-running')
      const [missing] = missingPermissions(options.permissions(), reportsNeed)
      if (missing) fail('permission', { permission: `${missing.category}: ${missing.operation}` })
      begin(span)
    },
    stop() {
      brokeOff = null
      stopping.abort(new Error('the reading of reports was stopped'))
    },
    goOn() {
      if (brokeOff && !running) begin(brokeOff)
    },
    async close() {
      brokeOff = null
      stopping.abort(new Error('the profile is being closed'))
      await running
    },
  }
}

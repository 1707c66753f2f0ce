import { mostRouteUsers, routeChoice, type RouteChoice, type RoutesState } from '../../shared/contract/routes.ts'
import { missingPermissions, type Permissions } from '../../shared/model/permissions.ts'
import { fail, problemOf, type Problem } from '../../shared/problem.ts'
import { readOr, type Versioned } from '../../shared/versioned.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import { userSession } from '../../shared/operations/task.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { createUserRoutes } from './user-routes.ts'

/**
 * So many users are pulled at the same time: their limits are their own, that of our address is shared. It is kept up
 * where each answer takes a fifth of a second; by half as many, two thirds of it were.
 */
const atOnce = 12

/** How long after users failed in a way that may pass they are tried again: milliseconds; each time twice as long. */
const pauses = { first: 5_000, longest: 300_000 }

const kept: Versioned<RouteChoice> = { version: 1, shape: routeChoice }

/** Brings the routes of chosen users into the cache, each in the session of its user. */
export interface RoutePull {
  readonly state: RoutesState
  /** Looks at other routes from now on; what is not chosen any more leaves the cache. */
  choose(choice: RouteChoice): void
  /**
   * Pulls the routes of those chosen users whose last pull is older than so many milliseconds, or failed; who fails in a
   * way that may pass is tried again later, by itself. Throws the
   * problem `pull-running` where that is under way, `permission` where the account may not have users' sessions.
   */
  start(olderThan: number): void
  /**
   * Asks for each user whether there are routes on these days, and chooses those who have some; who could not be asked is
   * chosen as well. Throws as {@link start} does.
   */
  find(days: Omit<RouteChoice, 'users'>): void
  stop(): void
  /** Begins anew what broke off with the connection. */
  goOn(): void
  close(): Promise<void>
}

export function createRoutePull(options: {
  cache: Cache
  journal: Journal
  connection: Connection
  clock: Clock
  log: Log
  permissions: () => Permissions
  /** The signed-in dealer's id. */
  dealer: () => number | null
  /** Called after each user, and at the end. */
  onProgress: () => void
  /** Called when routes or checkpoints have changed. */
  onRows: () => void
}): RoutePull {
  const { cache, journal, connection, clock, log } = options
  const userRoutes = createUserRoutes({ cache, panel: connection.panel, clock })
  let choice: RouteChoice | null = readOr(journal.kept('routes', kept), null)
  const problems = new Map<number, Problem>()
  let problem: Problem | null = null
  let progress = { done: 0, total: 0 }
  let running: Promise<void> | null = null
  let isFinding = false
  let stopping = new AbortController()
  let pause = pauses.first
  /** Ends the wait until users that failed are tried again. */
  let waiting = new AbortController()
  /** Whether what was asked for broke off with the connection. */
  let brokeOff = false

  async function findUsers(days: Omit<RouteChoice, 'users'>, signal: AbortSignal): Promise<void> {
    const found: number[] = []
    await eachOf(cache.users.idsOf(options.dealer()), signal, async (user) => {
      try {
        if (await userRoutes.areThere(user, days, signal)) found.push(user)
      } catch (error) {
        if (signal.aborted || !(error instanceof PanelFailure) || isAboutAll(error)) throw error
        connection.failed(error)
        found.push(user)
      }
    })
    if (signal.aborted) return
    const users = found.sort((a, b) => a - b).slice(0, mostRouteUsers)
    choose({ users, ...days })
    if (users.length > 0) begin((mine) => pullAll(users, { users, ...days }, mine), users.length)
    if (found.length > users.length) {
      problem = { code: 'route-users-many', values: { found: found.length, most: mostRouteUsers } }
    }
  }

  /** Does something for each user, some at the same time, and tells of each. */
  async function eachOf(
    users: readonly number[],
    signal: AbortSignal,
    work: (user: number) => Promise<void>,
  ): Promise<void> {
    const left = [...users]
    async function next(): Promise<void> {
      for (let user = left.shift(); user !== undefined && !signal.aborted; user = left.shift()) {
        await work(user)
        if (signal.aborted) return
        progress = { done: progress.done + 1, total: users.length }
        options.onProgress()
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, users.length) }, next))
  }

  function pullAll(users: readonly number[], chosen: RouteChoice, signal: AbortSignal): Promise<void> {
    return eachOf(users, signal, async (user) => {
      try {
        if (!(await userRoutes.pull(user, chosen, signal))) return
        options.onRows()
        problems.delete(user)
      } catch (error) {
        // What one user's session or data do keeps the others from nothing.
        if (!(error instanceof PanelFailure) || isAboutAll(error)) throw error
        connection.failed(error)
        problems.set(user, error.problem)
      }
    })
  }

  /** Tries those that failed again by itself, later: whatever held them up, it passes without anybody. */
  function tryLater(): void {
    if (![...problems.values()].some(({ again }) => again)) {
      pause = pauses.first
      return
    }
    const wait = pause
    pause = Math.min(pauses.longest, pause * 2)
    clock.sleep(wait, waiting.signal).then(
      () => {
        if (!running && connection.state.state === 'online') start(Infinity)
      },
      () => undefined,
    )
  }

  function begin(work: (signal: AbortSignal) => Promise<void>, total: number): void {
    waitNoMore()
    stopping = new AbortController()
    const mine = stopping
    progress = { done: 0, total }
    problem = null
    brokeOff = false
    running = work(mine.signal)
      .catch((error: unknown) => {
        if (mine.signal.aborted) return
        mine.abort(error)
        if (error instanceof PanelFailure) {
          connection.failed(error)
          brokeOff = error.problem.again === true && !isFinding
        } else log.error('a pull of routes failed', { error: String(error) })
        problem = problemOf(error)
      })
      .finally(() => {
        if (stopping === mine) {
          running = null
          isFinding = false
        }
        if (!mine.signal.aborted) tryLater()
        options.onProgress()
      })
    options.onProgress()
  }

  /** Throws where users may not be pulled now. */
  function demandIdle(): void {
    if (running) fail('pull-running')
    const [missing] = missingPermissions(options.permissions(), [userSession])
    if (missing) fail('permission', { permission: `${missing.category}: ${missing.operation}` })
  }

  function choose(chosen: RouteChoice): void {
    journal.keep('routes', kept, chosen)
    waitNoMore()
    stopping.abort(new Error('other routes were chosen'))
    running = null
    isFinding = false
    choice = chosen
    problem = null
    for (const user of problems.keys()) if (!chosen.users.includes(user)) problems.delete(user)
    if (cache.tasks.keepOnly(chosen.users, chosen)) options.onRows()
    options.onProgress()
  }

  function start(olderThan: number): void {
    demandIdle()
    if (!choice) return
    const chosen = choice
    const pulledAt = cache.tasks.pulledAt()
    const now = clock.now()
    // What was pulled later than now was so by a clock that has been set back since.
    const isOld = (user: number) => {
      const age = now - (pulledAt.get(user) ?? -Infinity)
      return problems.has(user) || age >= olderThan || age < 0
    }
    const users = choice.users.filter(isOld)
    if (users.length > 0) begin((signal) => pullAll(users, chosen, signal), users.length)
  }

  function waitNoMore(): void {
    waiting.abort(noLongerWanted)
    waiting = new AbortController()
  }

  function stop(): void {
    brokeOff = false
    waitNoMore()
    stopping.abort(new Error('the pull of routes was stopped'))
  }

  return {
    get state() {
      const pulledAt = cache.tasks.pulledAt()
      const users = choice?.users ?? []
      return {
        choice,
        running: running !== null,
        finding: isFinding,
        ...progress,
        users: users.map((id) => ({ id, pulledAt: pulledAt.get(id) ?? null, problem: problems.get(id) ?? null })),
        problem,
      }
    },
    choose,
    find(days) {
      demandIdle()
      isFinding = true
      begin((signal) => findUsers(days, signal), cache.users.idsOf(options.dealer()).length)
    },
    start,
    stop,
    goOn() {
      if (brokeOff && !running) start(0)
    },
    async close() {
      stop()
      await running
    },
  }
}

/** Whether a failure keeps every user's routes from being pulled: it is none that its principal alone has met. */
function isAboutAll({ principal, next }: PanelFailure): boolean {
  return principal === null && next !== 'refused'
}

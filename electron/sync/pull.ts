import type { PullState, pullParts } from '../../shared/contract/profiles.ts'
import { entities } from '../../shared/entities/entity.ts'
import { missingPermissions, type Permission, type Permissions } from '../../shared/model/permissions.ts'
import { ProblemError, problemOf, type Problem } from '../../shared/problem.ts'
import { readerOf } from '../entities/row-readers.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import {
  listBundles,
  listDealers,
  listEquipment,
  listTariffs,
  listTrackers,
  listUsers,
  readBillingTerms,
  readTracker,
  type Page,
} from '../panel/panel-api.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import { everything } from '../store/cache-notes.ts'
import type { Cache } from '../store/cache.ts'
import type { MirrorName } from '../store/mirror.ts'
import { ageOf, momentOf, type Moment, type SteadyTime } from '../time.ts'

type Part = (typeof pullParts)[number]

/** Up to this many rows that a pull missed are asked for one by one; more wait for a second pull to agree. */
const mostConfirmations = 20

/** How long after a pull broke off the next is tried: milliseconds; each time twice as long, up to five minutes. */
const pauses = { first: 5_000, longest: 300_000 }

/** Brings the panel's picture into the cache, one pull at a time. */
export interface Pull {
  readonly state: PullState
  /** Milliseconds since the last complete pull, at most; `Infinity` where there was none. */
  age(): number
  /** Begins a complete pull; `pull-running` where one is under way. It goes on by itself. */
  start(): void
  stop(): void
  /** Begins anew what broke off and would be tried again later, for now it may go well. */
  goOn(): void
  /** Pulls again what our own outcomes changed in ways that only the panel can tell. */
  refresh(): void
  close(): Promise<void>
}

/** How one sort of thing is pulled. */
interface Way {
  readonly part: Part
  readonly mirror: MirrorName
  readonly needs: Permission
  page(connection: Connection, offset: number, signal: AbortSignal): Promise<Page<never>>
  /** What is read along with it and is no row: where it is refused, the rest goes on. */
  beside?(connection: Connection, cache: Cache, signal: AbortSignal): Promise<void>
  /** Whether the panel has lost a row that a complete pull did not see; absent where that cannot be asked. */
  isGone?(connection: Connection, panelId: number, signal: AbortSignal): Promise<boolean>
}

/** Dealers, users and plans first: the trackers' sheet shows their names. */
const ways: readonly Way[] = [
  {
    part: 'dealers',
    mirror: 'dealer',
    needs: { category: 'base', operation: 'get_dealer_info' },
    page: ({ panel }, offset, signal) => listDealers(panel, { offset, signal }) as Promise<Page<never>>,
  },
  {
    part: 'users',
    mirror: 'user',
    needs: { category: 'users', operation: 'read' },
    page: ({ panel }, offset, signal) => listUsers(panel, { offset, signal }) as Promise<Page<never>>,
  },
  {
    part: 'tariffs',
    mirror: 'tariff',
    needs: { category: 'tariffs', operation: 'read' },
    page: ({ panel }, offset, signal) => listTariffs(panel, { offset, signal }) as Promise<Page<never>>,
    beside: async ({ panel }, cache, signal) => cache.setBillingTerms(await readBillingTerms(panel, signal)),
  },
  {
    part: 'equipment',
    mirror: 'equipment',
    needs: { category: 'tracker_bundles', operation: 'read' },
    page: ({ panel }, _offset, signal) => listEquipment(panel, signal) as Promise<Page<never>>,
  },
  {
    part: 'trackers',
    mirror: 'tracker',
    needs: { category: 'trackers', operation: 'read' },
    page: ({ panel }, offset, signal) => listTrackers(panel, { offset, signal }) as Promise<Page<never>>,
    isGone: async ({ panel }, panelId, signal) => (await readTracker(panel, panelId, { signal })) === null,
  },
  {
    part: 'bundles',
    mirror: 'bundle',
    needs: { category: 'tracker_bundles', operation: 'read' },
    page: ({ panel }, offset, signal) => listBundles(panel, { offset, signal }) as Promise<Page<never>>,
  },
]

/** Codes by which a panel says that it has no bundles at all. (panel-api.md, section 1, point 4) */
const absent: ReadonlySet<number> = new Set([13, 111, 112])

export function createPull(options: {
  cache: Cache
  connection: Connection
  clock: Clock
  time: SteadyTime
  log: Log
  /** Called after each page and at the end. */
  onProgress: () => void
  /** Called when rows have changed, with the sort of thing. */
  onRows: (mirror: MirrorName) => void
  /** Called where the panel has never shown what these outcomes of ours made. */
  onNeverShown: (outcomes: readonly number[]) => void
}): Pull {
  const { cache, connection, clock, time, log } = options
  let state: PullState = {
    running: false,
    part: null,
    done: 0,
    total: null,
    completedAt: cache.pulledAt(),
    changes: null,
    problem: null,
    retryAt: null,
  }
  const pulledAt = cache.pulledAt()
  /** Of a pull before this process nothing is known but what the system's clock said then. */
  let completed: Moment | null = pulledAt === null ? null : { ...momentOf(clock), wall: pulledAt }
  /** Ends the wait of a pull that broke off; null where none does. */
  let waiting: AbortController | null = null
  let pause = pauses.first
  let stopping = new AbortController()
  /** Ends refreshing, which goes on when a person stops a pull. */
  const closing = new AbortController()
  let running: Promise<void> | null = null
  let refreshing: Promise<void> | null = null
  let refreshAgain = false

  function become(change: Partial<PullState>): void {
    state = { ...state, ...change }
    options.onProgress()
  }

  const allowed = (permissions: Permissions) =>
    ways.filter((way) => missingPermissions(permissions, [way.needs]).length === 0)

  /** Writes every page of one sort of thing; the pages already written stay if it breaks off, and removes nothing then. */
  async function pullPart(way: Way, signal: AbortSignal): Promise<{ written: number; removed: number }> {
    cache.beginPull()
    const begun = cache.applied()
    let written = 0
    for (let offset = 0; ;) {
      const asked = cache.applied()
      const page = await way.page(connection, offset, signal)
      const now = cache.writePage(way.mirror, page.list, asked)
      written += now
      offset += page.list.length + page.skipped
      become({ part: way.part, done: offset, total: page.count })
      if (now > 0) options.onRows(way.mirror)
      await clock.turn()
      if (offset >= page.count || page.list.length + page.skipped === 0) break
    }
    await way.beside?.(connection, cache, signal)
    const unseen = cache.unseen(way.mirror)
    const confirmed = new Set<number>()
    if (way.isGone && unseen.length <= mostConfirmations) {
      for (const id of unseen) if (await isGone(way.isGone, id, signal)) confirmed.add(id)
    }
    const { removed, neverShown } = cache.endPull(way.mirror, confirmed, begun)
    if (neverShown.length > 0) options.onNeverShown(neverShown)
    if (removed > 0) options.onRows(way.mirror)
    return { written, removed }
  }

  /** A row that the panel refuses to show is not gone for that. */
  async function isGone(ask: NonNullable<Way['isGone']>, id: number, signal: AbortSignal): Promise<boolean> {
    try {
      return await ask(connection, id, signal)
    } catch (error) {
      if (error instanceof PanelFailure && error.next === 'refused') return false
      throw error
    }
  }

  async function pullAll(signal: AbortSignal): Promise<void> {
    const begun = cache.applied()
    const before = new Map(ways.map((way) => [way.mirror, cache.count(way.mirror)]))
    const changes = { added: 0, changed: 0, removed: 0 }
    const { permissions: heard } = await connection.panel.signIn(signal)
    // What was withdrawn when we signed in may have been given back since.
    const permissions = allowed(heard).length < ways.length ? await connection.panel.readPermissions(signal) : heard
    for (const way of allowed(permissions)) {
      become({ part: way.part, done: 0, total: null })
      try {
        const { written, removed } = await pullPart(way, signal)
        const added = cache.count(way.mirror) - (before.get(way.mirror) ?? 0) + removed
        changes.added += added
        changes.changed += written - added
        changes.removed += removed
      } catch (error) {
        // Bundles may be gone from a panel although the permission is there: the rest of the picture is whole.
        if (!(error instanceof PanelFailure && error.code !== null && absent.has(error.code))) throw error
        log.info('the panel does not have this', { part: way.part, code: error.code })
      }
    }
    completed = momentOf(clock)
    const now = completed.wall
    cache.commit(() => {
      cache.setPulledAt(now)
      cache.changes.pullEnded(now)
    })
    while (cache.changes.sweepOn(now)) await clock.turn()
    for (const scope of cache.stale()) cache.clearStale(scope, begun)
    pause = pauses.first
    become({ completedAt: cache.pulledAt(), changes, problem: null })
  }

  /** Tries again by itself, later: whatever it was that cut the pull off, it passes without anybody. */
  function tryLater(): void {
    const wait = pause
    pause = Math.min(pauses.longest, pause * 2)
    state = { ...state, retryAt: time.now() + wait }
    waiting = new AbortController()
    clock.sleep(wait, waiting.signal).then(goOn, () => undefined)
  }

  function goOn(): void {
    if (waiting === null || running || connection.state.state !== 'online') return
    begin()
    options.onProgress()
  }

  function waitNoMore(): void {
    waiting?.abort(noLongerWanted)
    waiting = null
    state = { ...state, retryAt: null }
  }

  function begin(): void {
    waitNoMore()
    stopping = new AbortController()
    const { signal } = stopping
    state = { ...state, running: true, problem: null, changes: null }
    running = pullAll(signal)
      .catch((error: unknown) => {
        if (error instanceof PanelFailure) connection.failed(error)
        else if (!signal.aborted && !(error instanceof ProblemError))
          log.error('a pull failed', { error: String(error) })
        const problem: Problem | null = signal.aborted ? null : problemOf(error)
        if (problem?.again) tryLater()
        become({ problem })
      })
      .finally(() => {
        running = null
        become({ running: false, part: null, done: 0, total: null })
        if (refreshAgain) refresh()
      })
  }

  async function refreshAll(signal: AbortSignal): Promise<void> {
    for (const scope of cache.stale()) {
      const begun = cache.applied()
      try {
        await refreshScope(scope, signal)
      } catch (error) {
        // What the panel will not list is left to the next complete pull, and keeps nothing else from being refreshed.
        if (!(error instanceof PanelFailure) || error.next !== 'refused') throw error
        log.warn('the panel refuses to list what has changed', { scope, problem: error.problem.code })
      }
      cache.clearStale(scope, begun)
    }
  }

  async function refreshScope(scope: string, signal: AbortSignal): Promise<void> {
    const [sheet, owner] = scope.split('-of:')
    const entity = Object.values(entities).find((one) => one.sheet === sheet)?.name
    const reader = entity && readerOf(entity)
    // What nobody lists is left to the next complete pull.
    if (!entity || !reader?.page) return
    for (let offset = 0; ;) {
      const asked = cache.applied()
      const page = await reader.page(connection.panel, owner === undefined ? null : Number(owner), offset, { signal })
      if (cache.writePage(entity, page.list as never[], asked) > 0) options.onRows(entity)
      offset += page.list.length + page.skipped
      if (offset >= page.count || page.list.length + page.skipped === 0) return
    }
  }

  function refresh(): void {
    if (closing.signal.aborted) return
    // A complete pull sees it all; what became stale after it began stays marked for afterwards.
    refreshAgain = true
    const stale = cache.stale()
    if (running || refreshing || connection.state.state !== 'online' || stale.length === 0) return
    refreshAgain = false
    if (stale.includes(everything)) return begin()
    refreshing = refreshAll(closing.signal)
      .catch((error: unknown) => {
        if (error instanceof PanelFailure) connection.failed(error)
        else if (!closing.signal.aborted) log.warn('a refresh failed', { error: String(error) })
      })
      .finally(() => {
        refreshing = null
        if (refreshAgain) refresh()
      })
  }

  return {
    get state() {
      return { ...state, retryAt: state.retryAt === null ? null : time.told(state.retryAt) }
    },
    age: () => (completed ? ageOf(clock, completed) : Infinity),
    start() {
      if (running) throw new ProblemError({ code: 'pull-running' })
      begin()
      options.onProgress()
    },
    stop() {
      waitNoMore()
      stopping.abort(new Error('the pull was stopped'))
      options.onProgress()
    },
    goOn,
    refresh,
    async close() {
      waitNoMore()
      stopping.abort(new Error('the profile is being closed'))
      closing.abort(new Error('the profile is being closed'))
      await Promise.allSettled([running, refreshing])
    },
  }
}

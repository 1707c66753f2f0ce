import { entities, rowOfLane } from '../../shared/entities/entity.ts'
import { keptMapping } from '../../shared/contract/imports.ts'
import type { Notice } from '../../shared/contract/notices.ts'
import type { ConnectionState, SendingState } from '../../shared/contract/profiles.ts'
import { keptPermissions, type Permissions } from '../../shared/model/permissions.ts'
import { en } from '../../shared/locales/en/index.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { createImports, type Imports } from '../imports/imports.ts'
import { keptFile } from '../imports/needs.ts'
import { createColumnChanges, type ColumnChanges } from '../outbox/column-change.ts'
import { createDesk, type Desk } from '../outbox/desk.ts'
import { createDeskSteps, type DeskSteps } from '../outbox/desk-steps.ts'
import { createLongSteps, heldNews, type LongSteps, type Parts } from '../outbox/long-steps.ts'
import { createDispatch, type Dispatch } from '../outbox/dispatch.ts'
import type { News } from '../outbox/news.ts'
import { batchMostOf } from '../outbox/packing.ts'
import { createRelease, type Release } from '../outbox/release.ts'
import { undoSent, type Reversal } from '../outbox/undo-sent.ts'
import { commentsShownBy } from '../panel/comments-shown.ts'
import { createConnection, type Connection } from '../panel/connection.ts'
import type { Limits } from '../panel/limiter.ts'
import { createPanel } from '../panel/panel.ts'
import { createSizes, keptSizes } from '../panel/sizes.ts'
import type { Ports } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Checkpoints } from '../store/checkpoints.ts'
import type { Journal } from '../store/journal.ts'
import type { Notices } from '../store/notices.ts'
import { createOutboxView, type OutboxView } from '../store/outbox-view.ts'
import { keepProfile } from '../store/journal-glance.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import { createSteadyTime, type SteadyTime } from '../time.ts'
import { whileUnchanged } from '../store/unchanged.ts'
import { createUnfinished } from '../store/unfinished.ts'
import { createSavedViews, type SavedViews } from '../store/saved-views.ts'
import { stuckCountIn } from '../store/waits-for.ts'
import { foretoldIn } from '../store/foretold.ts'
import { createSheetView, type SheetView } from '../store/sheet-view.ts'
import { statementsOf, type QueryWatch } from '../store/statements.ts'
import { tallyOf } from '../store/tally.ts'
import { createPull, type Pull } from '../sync/pull.ts'
import { mostNamed, type Announcer } from './announcer.ts'
import { watchClock } from './clock-watch.ts'
import { createLookThrough } from './look-through.ts'
import { openProfileFiles, type ProfileFiles } from './profile-files.ts'
import type { Weight } from '../weight.ts'

/** A pull older than this is made anew when the panel can be reached again: milliseconds. */
const pullAge = 15 * 60_000

/** How long a run of sending goes on before what it made is looked at: milliseconds. */
const refreshPause = 15_000

/** How long nothing is to be under way until an index is made, which holds everybody up: milliseconds. */
const indexRest = 250

/** The same before the first one: the window is opening, and its first rows are asked for. */
const openingRest = 2_000

/** So many refused rows of a file are read at a time: some milliseconds' work. */
const refusedAtOnce = 500

/** One profile, open: its files, its panel, and all that works on them. */
export interface Workbook {
  readonly profile: ProfileRecord
  readonly journal: Journal
  readonly cache: Cache
  readonly connection: Connection
  readonly pull: Pull
  readonly sheets: SheetView
  readonly savedViews: SavedViews
  readonly desk: Desk
  /** Where whatever changes something waits for its turn. */
  readonly steps: LongSteps
  readonly deskSteps: DeskSteps
  readonly columnChanges: ColumnChanges
  readonly release: Release
  readonly dispatch: Dispatch
  /** Turns a sent change set round. */
  undoSent(changeSet: number, parts: Parts): Promise<Reversal>
  readonly outbox: OutboxView
  readonly imports: Imports
  /** What a person should know about these files, such as a salvaged journal. */
  readonly notices: Notices
  readonly checkpoints: Checkpoints
  /** Requests a second that the panel allows. */
  readonly rate: number
  /** What the account may do, as last heard. */
  permissions(): Permissions
  /** How a run of sending stands, with so many operations in each state. */
  sending(counts: ReturnType<OutboxView['counts']>): SendingState
  /** Resolves once all that was staged has been counted, and looked at for what keeps it from being sent. */
  lookedThrough(): Promise<void>
  workOffline(on: boolean): void
  close(): Promise<void>
  weigh(): Weight
}

interface WorkbookOptions {
  ports: Ports
  /** Hears how long questions to the files take. */
  queries: QueryWatch
  profile: ProfileRecord
  folder: string
  /** Whether it was opened before: then it has a journal. */
  openedBefore: boolean
  /** A notice whose backup is to take the place of the journal first. */
  restore?: Notice | undefined
  baseUrl: string
  limits: Limits
  rate: number
  /** As of {@link createDispatch}. */
  proofAfter?: number | undefined
  /** As of {@link createLongSteps}. */
  rowsAtOnce?: number | undefined
  password: () => Promise<string | null>
  announcer: Announcer
  /** The first sign-in has told whose panel it is. */
  onDealer: (profile: ProfileRecord) => void
}

/** Opens a profile's files and connects it; everything but sending and pulling works before it is connected. */
export async function openWorkbook(options: WorkbookOptions): Promise<Workbook> {
  const { ports } = options
  const time = createSteadyTime(ports.clock)
  const files = await openProfileFiles({ ...options, time })
  try {
    return createWorkbook(files, time, options)
  } catch (error) {
    files.close()
    throw error
  }
}

function createWorkbook(files: ProfileFiles, time: SteadyTime, options: WorkbookOptions): Workbook {
  const { ports, announcer } = options
  const { clock, random, log } = ports
  let { profile } = options
  const { journal, cache, checkpoints, notices } = files

  let isBusy = false
  const closing = new AbortController()
  let nextRest = openingRest
  const sheets = createSheetView({
    cache,
    journal,
    clock,
    isBusy: () => isBusy || closing.signal.aborted,
    // A pull writes all the while, and is followed by another look at what is missing.
    mayIndex: () => !pull.state.running,
    // Where it is cut short, the profile is being closed.
    rest() {
      const rest = clock.sleep(nextRest, closing.signal).catch(() => undefined)
      nextRest = indexRest
      return rest
    },
  })
  const own = () => profile.dealerId
  const foretold = foretoldIn(journal.database, cache, own)
  // Every status and every row that is shown asks for it, and most of them when nothing has been written.
  journal.keepBack(whileUnchanged([journal.database, cache.database], () => foretold.drafts(), own))
  const tally = tallyOf(journal.database)
  const barring = createLookThrough([journal.lookForUnreadable, foretold.lookAt], ports)
  const counting = createLookThrough([tally.lookAt], ports)
  barring.begin()
  counting.begin()
  const prepareSheets = () => {
    sheets.prepare().catch((error: unknown) => log.warn('the sheets could not be prepared', { error: String(error) }))
  }
  const news: News = {
    changed(changeSets, lanes) {
      barring.begin()
      counting.begin()
      prepareSheets()
      announcer.changeSets(changeSets)
      for (const [sheet, ids] of rowsBySheet(lanes)) announcer.rows(sheet, ids)
    },
    attempted: () => announcer.history(),
  }
  const readSizes = journal.kept('sizes', keptSizes)
  const panel = createPanel({
    baseUrl: options.baseUrl,
    credentials: async () => {
      const password = await options.password()
      if (password === null) throw new ProblemError({ code: 'password-needed' })
      return { login: profile.login, password }
    },
    transport: ports.transport,
    clock,
    random,
    limits: options.limits,
    log,
    sizes: createSizes({
      clock,
      known: readSizes && 'value' in readSizes ? readSizes.value : {},
      keep: (known) => journal.keep('sizes', keptSizes, known),
    }),
    commentsShown: commentsShownBy(cache),
  })
  const connection = createConnection({
    panel,
    clock,
    time,
    random,
    network: ports.network,
    log,
    chosenOffline: journal.setting('offline') === 'yes',
    admit({ dealer, permissions }) {
      if (profile.dealerId !== null && dealer.id !== null && dealer.id !== profile.dealerId) {
        return { code: 'other-dealer', values: { expected: profile.dealerId, found: dealer.id } }
      }
      if (profile.dealerId === null && dealer.id !== null) {
        profile = { ...profile, dealerId: dealer.id }
        options.onDealer(profile)
        keepProfile(journal, profile)
        barring.begin()
      }
      journal.keep('permissions', keptPermissions, permissions)
      return null
    },
  })
  const pull = createPull({
    cache,
    connection,
    clock,
    time,
    log,
    onProgress() {
      announcer.status()
      if (!pull.state.running) prepareSheets()
    },
    onRows(mirror) {
      barring.begin()
      if (mirror === 'bundle' || mirror === 'equipment') announcer.rows('bundles', null)
      else {
        if (mirror === 'user') announcer.rows('users', null)
        announcer.rows('trackers', null)
      }
    },
  })
  prepareSheets()
  let refreshedAt = -Infinity
  const dispatch = createDispatch({
    journal,
    cache,
    clock,
    time,
    log,
    connection,
    rate: options.rate,
    proofAfter: options.proofAfter,
    news: {
      ...news,
      changed(changeSets, lanes) {
        news.changed(changeSets, lanes)
        // While a run goes on, what it made is looked at now and then: after each request it would slow the run down.
        const often = dispatch.running && !dispatch.paused && clock.monotonic() - refreshedAt < refreshPause
        if (often) return
        refreshedAt = clock.monotonic()
        pull.refresh()
      },
    },
  })
  const deskNews = heldNews(news)
  const unfinished = createUnfinished(journal)
  const desk = createDesk({ journal, unfinished, cache, clock, news: deskNews })
  const release = createRelease({ journal, unfinished, clock, news: deskNews })
  const steps = createLongSteps({
    news: deskNews,
    clock,
    rowsAtOnce: options.rowsAtOnce,
    told() {
      // What a part has staged is looked at before the next one is: at the end it would be all at once.
      barring.begin()
      isBusy = steps.underWay.length > 0
      if (!isBusy) prepareSheets()
      announcer.steps(steps.underWay)
    },
    rest: (on) => dispatch.rest(on),
    first: (parts) => release.takeBackUnfinished(parts),
  })
  const deskSteps = createDeskSteps(desk)
  if (unfinished.ids().length > 0) {
    // What a step has left that was cut off is not sent; nobody has to wait until it is taken back.
    steps
      .inTurn('takeBack', () => undefined)
      .catch((error: unknown) => {
        log.warn('what was cut off could not be taken back', { error: String(error) })
      })
  }
  const stuckCount = stuckCountIn(journal.database)
  const outbox = createOutboxView(journal, tally, cache, time)

  connection.onChange(() => {
    announcer.status()
    if (connection.state.state !== 'online') return
    dispatch.nudge()
    pullWhatIsOld()
  })

  function pullWhatIsOld(): void {
    if (!pull.state.running && pull.age() > pullAge) pull.start()
    else {
      pull.goOn()
      pull.refresh()
    }
  }

  void watchClock(clock, closing.signal, () => {
    // When something is tried again is told by the clock that has jumped; and whoever wakes is not kept waiting.
    announcer.status()
    announcer.changeSets([])
    if (connection.state.state === 'offline') connection.retry()
    if (connection.state.state === 'online') pullWhatIsOld()
  })

  /** What the account may do, as the last sign-in heard; nothing, where that is not known or cannot be read. */
  const lastPermissions = (): Permissions => {
    const kept = journal.kept('permissions', keptPermissions)
    return kept && 'value' in kept ? kept.value : {}
  }

  /** What the panel refused of a file, a few rows at a time, with turns for others in between. */
  async function* refusedRows(changeSet: number) {
    for (let after = 0; ;) {
      const some = journal.fileRows(changeSet, 'rejected', after, refusedAtOnce)
      yield some
      if (some.length < refusedAtOnce) return
      after = some.at(-1)?.operation ?? after
      await clock.turn()
    }
  }

  const imports = createImports({
    clock,
    random,
    log,
    readers: ports.readers,
    lookups: {
      trackersByPanelIds: (ids) => cache.trackers.knownOf(ids),
      usersByIds: (ids) => cache.byIds('user', ids),
      usersByLogins: (logins) => cache.users.byLogins(logins),
      equipment: () => cache.equipment(),
      ownersOf: (sources) => cache.trackers.ownersOf(sources),
      bundlesByPanelIds: (ids) => cache.bundles.byPanelIds(ids),
      bundlesByImeis: (imeis) => cache.bundles.byImeis(imeis),
      bundlesBySims: (iccids) => cache.bundles.bySims(iccids),
      openLanes: (lanes, wanted) =>
        new Set(
          [...journal.inLanes(lanes)].flatMap(([lane, operations]) =>
            // One that cannot be read makes way for nothing: a person discards it.
            operations.some(
              ({ state, kind, unreadable }) =>
                (wanted === null || kind === wanted) && (unreadable || state !== 'rejected'),
            )
              ? [lane]
              : [],
          ),
        ),
      batchMost: (kind) => batchMostOf(kind, panel.sizes),
    },
    staging: {
      stage: (rows) =>
        steps.inTurn('import', (parts) => desk.operations.importAll({ ...rows, fileVersion: keptFile.version }, parts)),
      refusedOf(changeSet) {
        const kept = journal.fileOf(changeSet, keptFile)
        return kept && { name: kept.title, file: kept.file, rows: refusedRows(changeSet) }
      },
      recallMapping: (headings) => journal.kept(`mapping:${headings}`, keptMapping),
      rememberMapping: (headings, mapping) => journal.keep(`mapping:${headings}`, keptMapping, mapping),
    },
    words: { problems: { problems: en.problems, problemsNamed: en.problemsNamed }, reason: en.imports.reason },
    onProgress: (progress) => announcer.importing(progress),
  })

  return {
    get profile() {
      return profile
    },
    journal,
    cache,
    connection,
    pull,
    sheets,
    savedViews: createSavedViews(journal),
    desk,
    steps,
    deskSteps,
    columnChanges: createColumnChanges({ sheets, steps: deskSteps, clock, reader: desk.reader }),
    release,
    dispatch,
    undoSent: (changeSet, parts) => undoSent({ journal, unfinished, cache, clock, news: deskNews }, changeSet, parts),
    outbox,
    imports,
    notices,
    checkpoints,
    rate: options.rate,
    permissions: () => connection.panel.signedIn?.permissions ?? lastPermissions(),
    sending(counts) {
      const { run } = dispatch
      // Without a connection a run that was begun stands still, and goes on by itself.
      const running = dispatch.running && connection.state.state === 'online'
      const pausedKinds = dispatch.pausedKinds.flatMap(({ kind, ...pause }) => {
        const operations = outbox.countGoing(kind)
        return operations > 0 ? [{ kind, operations, ...pause }] : []
      })
      // What waits with its kind is no part of how long the rest will take.
      const aside = pausedKinds.reduce((sum, { operations }) => sum + operations, 0)
      const left = Math.max(0, counts.ready + counts.sending + counts.waiting - aside)
      const settled = run ? run.done + run.refused : 0
      const elapsed = run ? clock.monotonic() - run.began : 0
      return {
        running,
        paused: dispatch.paused,
        done: settled,
        total: settled + left,
        already: run?.already ?? 0,
        // What waits behind others while they are still being sent is not stuck.
        behind: dispatch.running ? 0 : stuckCount(),
        refused: run?.refused ?? 0,
        remaining: running && settled > 0 ? (elapsed / settled) * left : null,
        startedAt: run?.startedAt ?? null,
        pausedKinds,
      }
    },
    async lookedThrough() {
      await Promise.all([barring.ended(), counting.ended()])
    },
    workOffline(on) {
      journal.setSetting('offline', on ? 'yes' : 'no')
      connection.workOffline(on)
    },
    weigh: () => ({
      ...sheets.weigh(),
      ...dispatch.weigh(),
      'sessions of others': panel.others,
      'statements of the journal': statementsOf(journal.database),
      'statements of the cache': statementsOf(cache.database),
      'long steps': steps.underWay.length,
    }),
    async close() {
      closing.abort()
      await imports.close()
      await steps.ended()
      await pull.close()
      await dispatch.stop()
      await connection.close()
      await sheets.close()
      await Promise.all([barring.close(), counting.close()])
      files.close()
    },
  }
}

/** The state of a connection where no profile is open. */
export const closedConnection: ConnectionState = { state: 'closed' }

/** The rows whose lanes these are, by the sheet that shows them; null where they are too many to be told by name. */
function rowsBySheet(lanes: readonly string[]): Map<SheetName, number[] | null> {
  if (lanes.length > mostNamed) {
    const named = new Set(lanes.map((lane) => lane.slice(0, lane.indexOf(':'))))
    return new Map(Object.values(entities).flatMap(({ name, sheet }) => (named.has(name) ? [[sheet, null]] : [])))
  }
  const bySheet = new Map<SheetName, number[]>()
  for (const lane of lanes) {
    const row = rowOfLane(lane)
    if (!row) continue
    const { sheet } = entities[row.entity]
    const ids = bySheet.get(sheet)
    if (ids) ids.push(row.id)
    else bySheet.set(sheet, [row.id])
  }
  return bySheet
}

import type { FleetGlance } from '../../shared/contract/fleet.ts'
import type { Notice } from '../../shared/contract/notices.ts'
import { pullInterval, type PullInterval, type SendingState } from '../../shared/contract/profiles.ts'
import { entities, entityOf } from '../../shared/entities/entity.ts'
import type { Permissions } from '../../shared/model/permissions.ts'
import type { PasswordPolicy } from '../../shared/rules/password.ts'
import { createConsoles, type Consoles } from '../console/consoles.ts'
import type { Imports } from '../imports/imports.ts'
import { createColumnChanges, type ColumnChanges } from '../outbox/column-change.ts'
import { createStagingArea, type StagingArea } from '../outbox/staging-area.ts'
import { createStagingSteps, type StagingSteps } from '../outbox/staging-steps.ts'
import { createPanelCheck, type PanelCheck } from '../outbox/panel-check.ts'
import { createLongSteps, heldEvents, type LongSteps, type Parts } from '../outbox/long-steps.ts'
import { createDispatch, type Dispatch } from '../outbox/dispatch.ts'
import { createPuttingBack, type PuttingBack } from '../outbox/putting-back.ts'
import type { OutboxEvents } from '../outbox/outbox-events.ts'
import { createRelease, type Release } from '../outbox/release.ts'
import { createTakingBack } from '../outbox/taking-back.ts'
import { undoSent, type Reversal } from '../outbox/undo-sent.ts'
import type { Connection } from '../panel/connection.ts'
import type { KeptSessions } from '../panel/kept-sessions.ts'
import type { Limits } from '../panel/limiter.ts'
import type { Ports } from '../ports.ts'
import type { PasswordPlace } from '../outbox/typed-passwords.ts'
import type { Cache } from '../store/cache.ts'
import type { Checkpoints } from '../store/checkpoints.ts'
import type { Journal } from '../store/journal.ts'
import type { Notices } from '../store/notices.ts'
import { createOutboxView, type OutboxView } from '../store/outbox-view.ts'
import { keepProfile } from '../store/journal-glance.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import { createSteadyTime, type SteadyTime } from '../time.ts'
import { createUnfinished } from '../store/unfinished.ts'
import { createCommandTemplates, type CommandTemplates } from '../store/command-templates.ts'
import { createSavedViews, type SavedViews } from '../store/saved-views.ts'
import { stuckCountIn } from '../store/waits-for.ts'
import { keepForetoldBack } from '../store/foretold.ts'
import { fleetCounts } from '../store/fleet-counts.ts'
import { createSheetView, type SheetView } from '../store/sheet-view.ts'
import { statementsOf, type QueryWatch } from '../store/statements.ts'
import { tallyOf } from '../store/tally.ts'
import { createReportPull, type ReportPull } from '../sync/report-pull.ts'
import { createRoutePull, type RoutePull } from '../sync/route-pull.ts'
import { createPull, type Pull } from '../sync/pull.ts'
import { createPullSchedule } from '../sync/pull-schedule.ts'
import { mostNamed, type Announcer } from './announcer.ts'
import { glanceAt } from './fleet-glance.ts'
import { keepTypedPasswords } from './kept-passwords.ts'
import { watchClock } from './clock-watch.ts'
import { createLookThrough } from './look-through.ts'
import { connectPanel } from './panel-connection.ts'
import { openProfileFiles, type ProfileFiles } from './profile-files.ts'
import { createProfileImports } from './profile-imports.ts'
import { rowsBySheet, sheetsShowing } from './rows-by-sheet.ts'
import { sendingState } from './sending-state.ts'
import type { Weight } from '../weight.ts'

/** A pull older than this is made anew when the panel can be reached again: milliseconds. */
const pullAge = 15 * 60_000

/** How often a pull begins by itself where nobody has chosen: minutes. */
const usualInterval = 15

/** How long a run of sending goes on before what it made is looked at: milliseconds. */
const refreshPause = 15_000

/** How long nothing is to be under way until an index is made, which holds everybody up: milliseconds. */
const indexRest = 250

/** The same before the first one: the window is opening, and its first rows are asked for. */
const openingRest = 2_000

/** One profile, open: its files, its panel, and all that works on them. */
export interface Workbook {
  readonly profile: ProfileRecord
  /** Notes something else of it, in its file and its journal. */
  amend(change: Partial<Omit<ProfileRecord, 'id'>>): void
  readonly journal: Journal
  readonly cache: Cache
  readonly connection: Connection
  readonly pull: Pull
  readonly routes: RoutePull
  readonly consoles: Consoles
  readonly reports: ReportPull
  readonly sheets: SheetView
  readonly savedViews: SavedViews
  readonly commandTemplates: CommandTemplates
  readonly stagingArea: StagingArea
  /** Where whatever changes something waits for its turn. */
  readonly steps: LongSteps
  readonly stagingSteps: StagingSteps
  readonly panelCheck: PanelCheck
  readonly columnChanges: ColumnChanges
  readonly puttingBack: PuttingBack
  /** The fleet at a glance, once the sheets are ready. */
  fleet(): Promise<FleetGlance>
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
  /** The time: milliseconds since 1970, UTC. */
  now(): number
  /** What the account may do, as last heard. */
  permissions(): Permissions
  /** How passwords of users have to be, as last heard. */
  passwordPolicy(): PasswordPolicy
  /** How a run of sending stands, with so many operations in each state. */
  sending(counts: ReturnType<OutboxView['counts']>): SendingState
  /** Resolves once all that was staged has been counted, and looked at for what keeps it from being sent. */
  lookedThrough(): Promise<void>
  workOffline(on: boolean): void
  /** Minutes from one pull that begins by itself to the next; 0 for none. */
  readonly pullEvery: PullInterval
  setPullEvery(minutes: PullInterval): void
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
  /** Minutes from one pull to the next where nobody has chosen. */
  pullEvery?: PullInterval | undefined
  password: () => Promise<string | null>
  sessions: (note: (principal: string) => void) => KeptSessions
  /** Where passwords are kept that are typed for users. */
  typed: PasswordPlace
  announcer: Announcer
  /** What is noted of the profile has changed, such as whose panel it is. */
  onChange: (profile: ProfileRecord) => void
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
  const { clock, log } = ports
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
    lacking(lacks) {
      const told = notices.list().filter(({ problem }) => problem.code === 'rows-not-shown')
      if (lacks) notices.tell({ code: 'rows-not-shown' })
      else for (const { id } of told) notices.seen(id)
      if (!lacks && told.length === 0) return
      announcer.status()
      for (const { sheet } of Object.values(entities)) announcer.rows(sheet, null)
    },
  })
  const own = () => profile.dealerId
  function amend(change: Partial<Omit<ProfileRecord, 'id'>>): void {
    profile = { ...profile, ...change }
    options.onChange(profile)
    keepProfile(journal, profile)
  }
  const foretold = keepForetoldBack(journal, cache, { own, minute: () => Math.floor(ports.clock.now() / 60_000) })
  const tally = tallyOf(journal)
  const checking = createLookThrough([journal.lookForUnreadable, foretold.lookAt], ports)
  const counting = createLookThrough([tally.lookAt], ports)
  checking.begin()
  counting.begin()
  const prepareSheets = () => {
    sheets.prepare().catch((error: unknown) => log.warn('the sheets could not be prepared', { error: String(error) }))
  }
  const events: OutboxEvents = {
    changed(changeSets, lanes) {
      passwords.sweep()
      checking.begin()
      counting.begin()
      prepareSheets()
      announcer.changeSets(changeSets)
      // What is staged for a row may let others have what it has. Of more than are told by name, none is looked for.
      const isMany = lanes.length > mostNamed
      const others = [...foretold.takingFrom(lanes), ...(isMany ? [] : sheets.shownWith(lanes))]
      for (const [sheet, ids] of rowsBySheet([...new Set([...lanes, ...others])])) {
        announcer.rows(sheet, ids)
        for (const beside of isMany ? sheets.sheetsWith(sheet) : []) announcer.rows(beside, null)
      }
    },
    attempted: () => announcer.history(),
  }
  const { panel, connection, permissions, passwordPolicy } = connectPanel({
    ...options,
    ...{ time, journal, cache },
    profile: () => profile,
    onDealer(dealerId) {
      amend({ dealerId })
      checking.begin()
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
    onNeverShown: (outcomes) => events.changed(journal.remark(outcomes, { code: 'made-not-shown' }), []),
    onRows(mirror) {
      checking.begin()
      for (const sheet of sheetsShowing(mirror)) announcer.rows(sheet, null)
    },
  })
  const routes = createRoutePull({
    cache,
    journal,
    connection,
    clock,
    log,
    permissions,
    dealer: own,
    onProgress: () => announcer.routes(),
    onRows() {
      checking.begin()
      for (const sheet of [...sheetsShowing('route'), ...sheetsShowing('checkpoint')]) announcer.rows(sheet, null)
    },
  })
  const consoles = createConsoles({
    ...{ ports, time, cache, journal, connection, permissions, baseUrl: options.baseUrl },
    dealer: own,
    told: (trackers) => announcer.consoles(trackers),
  })
  const reports = createReportPull({
    ...{ cache, connection, clock, log, permissions },
    onProgress: () => announcer.reports(),
  })
  const passwords = keepTypedPasswords({
    ...options,
    ...{ journal, clock, closing: closing.signal, log },
    newName: () => ports.random.id(),
    policy: passwordPolicy,
  })
  passwords.sweep()
  prepareSheets()
  let refreshedAt = -Infinity
  const dispatch = createDispatch({
    told(problem) {
      notices.tell(problem)
      announcer.status()
    },
    journal,
    cache,
    clock,
    time,
    log,
    connection,
    rate: options.rate,
    proofAfter: options.proofAfter,
    passwords,
    account: () => profile.login,
    events: {
      ...events,
      changed(changeSets, lanes) {
        events.changed(changeSets, lanes)
        // The panel is another by what came of it.
        if (lanes.length > 0) panelCheck.outdate()
        schedule.look()
        // While a run goes on, what it made is looked at now and then: after each request it would slow the run down.
        const often = isSending() && clock.monotonic() - refreshedAt < refreshPause
        if (often) return
        refreshedAt = clock.monotonic()
        pull.refresh()
      },
    },
  })
  const isSending = (): boolean => dispatch.running && !dispatch.paused
  const schedule = createPullSchedule({
    pull,
    clock,
    every:
      pullInterval.safeParse(Number(journal.setting('pullEvery') ?? NaN)).data ?? options.pullEvery ?? usualInterval,
    signal: closing.signal,
    isOnline: () => connection.state.state === 'online',
    isBusy: isSending,
  })
  const counts = fleetCounts(cache)
  const stepEvents = heldEvents(events)
  const unfinished = createUnfinished(journal)
  const stagingArea = createStagingArea({ journal, unfinished, cache, clock, events: stepEvents, passwords })
  const release = createRelease({ journal, unfinished, clock, events: stepEvents })
  const steps = createLongSteps({
    events: stepEvents,
    clock,
    rowsAtOnce: options.rowsAtOnce,
    told() {
      // What a part has staged is looked at before the next one is: at the end it would be all at once.
      checking.begin()
      isBusy = steps.underWay.length > 0
      if (!isBusy) prepareSheets()
      announcer.steps(steps.underWay)
    },
    rest: (on) => dispatch.rest(on),
    first: (parts) => release.takeBackUnfinished(parts),
    ended() {
      panelCheck.outdate()
      takeBack()
    },
  })
  const panelCheck = createPanelCheck({
    ...{ journal, cache, clock, panel },
    isBusy: isSending,
    onRows: (entity) => announcer.rows(entityOf(entity).sheet, null),
  })
  const stagingSteps = createStagingSteps(stagingArea)
  const takeBack = createTakingBack({ unfinished, steps, clock, log, closing: closing.signal })
  takeBack()
  const stuckCount = stuckCountIn(journal)
  const outbox = createOutboxView(journal, tally, cache, time)

  connection.onChange(() => {
    announcer.status()
    if (connection.state.state !== 'online') return
    dispatch.nudge()
    pullWhatIsOld()
    routes.goOn()
    reports.goOn()
  })

  function pullWhatIsOld(): void {
    if (!pull.state.running && pull.age() > pullAge) pull.start()
    else {
      pull.goOn()
      pull.refresh()
    }
  }

  void watchClock(clock, closing.signal, () => {
    // When something is tried again is told by the clock that has jumped; and after a wake-up nobody is kept waiting.
    announcer.status()
    announcer.changeSets([])
    if (connection.state.state === 'offline') connection.retry()
    if (connection.state.state === 'online') pullWhatIsOld()
  })

  const imports = createProfileImports({
    ports,
    journal,
    cache,
    panel,
    steps,
    stagingArea,
    announcer,
    sheets,
    passwordPolicy,
  })

  return {
    get profile() {
      return profile
    },
    amend,
    journal,
    cache,
    connection,
    pull,
    routes,
    consoles,
    reports,
    sheets,
    savedViews: createSavedViews(journal),
    commandTemplates: createCommandTemplates(journal),
    stagingArea,
    steps,
    stagingSteps,
    panelCheck,
    columnChanges: createColumnChanges({ sheets, steps: stagingSteps, clock, reader: stagingArea.reader }),
    puttingBack: createPuttingBack({ cache, steps: stagingSteps }),
    fleet: () => glanceAt(counts, clock),
    release,
    dispatch,
    undoSent: (changeSet, parts) =>
      undoSent({ journal, unfinished, cache, clock, events: stepEvents }, changeSet, parts),
    outbox,
    imports,
    notices,
    checkpoints,
    rate: options.rate,
    now: () => clock.now(),
    permissions,
    passwordPolicy,
    sending: (counts) => sendingState({ dispatch, outbox, connection, clock, stuckCount }, counts),
    async lookedThrough() {
      await Promise.all([checking.ended(), counting.ended()])
    },
    workOffline(on) {
      journal.setSetting('offline', on ? 'yes' : 'no')
      connection.workOffline(on)
    },
    get pullEvery() {
      return schedule.every
    },
    setPullEvery(minutes) {
      journal.setSetting('pullEvery', String(minutes))
      schedule.set(minutes)
    },
    weigh: () => ({
      ...sheets.weigh(),
      ...dispatch.weigh(),
      ...consoles.weigh(),
      'sessions of others': panel.others,
      'statements of the journal': statementsOf(journal),
      'statements of the cache': statementsOf(cache),
      'long steps': steps.underWay.length,
    }),
    async close() {
      closing.abort()
      consoles.end()
      await imports.close()
      await steps.ended()
      await pull.close()
      await routes.close()
      await reports.close()
      await dispatch.stop()
      await connection.close()
      await sheets.close()
      await Promise.all([checking.close(), counting.close(), passwords.settled()])
      files.close()
    },
  }
}

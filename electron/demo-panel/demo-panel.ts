import { isDeepStrictEqual } from 'node:util'
import { missingPermissions, type Permissions } from '../../shared/model/permissions.ts'
import type { Clock } from '../ports.ts'
import { demoLogin, demoPassword, everyPermission, type DemoAccount } from './account.ts'
import { createConsoles, type DemoConsole } from './console/consoles.ts'
import { ConsoleKeys } from './console/keys.ts'
import { Refusal, refusalBody, statusOf } from './errors.ts'
import { Faults, type Strike } from './faults.ts'
import { demandSize, permittedWith, type Habits } from './habits.ts'
import { memoryLedger, type Effect, type Ledger, type LedgerEntry } from './ledger.ts'
import type { Method } from './methods/method.ts'
import { methods } from './methods/table.ts'
import { answer, answered, delayed, dropped, paged, spoilt, without, type PanelOutcome } from './outcome.ts'
import { effectsOf, type DemoEdit } from './other-hands.ts'
import { documentedRate, RateBucket, userRate, type RateLimit } from './rate.ts'
import { Repeats } from './repeats.ts'
import { hashOf, methodPath, parametersOf, userMethodPath, type PanelRequest, type RawParameters } from './request.ts'
import { seedData, seedVersion, trackersMost } from './seed.ts'
import { Sessions } from './sessions.ts'
import { PanelState } from './state.ts'
import { makeUpTasks } from './tasks/made-up-tasks.ts'
import { userMethods } from './user-methods.ts'
import type { UserMethod } from './user-side.ts'

/** How a panel is to be. Whatever is left out is as on a real panel with every permission. */
export interface DemoPanelOptions {
  /** The same seed makes the same data. */
  readonly seed: number
  /** How many trackers there are, clones included; at most 100,000. */
  readonly trackers: number
  readonly clock: Pick<Clock, 'now'>
  readonly login?: string
  readonly password?: string
  readonly permissions?: Permissions
  readonly wrongPasswordCode?: DemoAccount['wrongPasswordCode']
  readonly blocked?: boolean
  /** Null for no limit at all. */
  readonly rate?: RateLimit | null
  /** How many of the last users are a sub-dealer's: a session with `trackers: global` lists theirs too, and changes none. */
  readonly subDealerUsers?: number
  /** Whether a deleted clone stays listed, marked as deleted. (panel-tracker.md, "Tracker object": `deleted`) */
  readonly keepsDeletedClones?: boolean
  /** Methods that this panel does not have, as hosted panels may lack bundles. */
  readonly lacks?: readonly string[]
  /** Methods that it has in addition to the documented ones, or in their place. */
  readonly methods?: Readonly<Record<string, Method>>
  /** Methods that its User API has in addition to the documented ones, or in their place. */
  readonly userMethods?: Readonly<Record<string, UserMethod>>
  /** How it differs from the documented panel; can be changed later. */
  readonly habits?: Habits
  /** What the panel did before; it goes on from there. Must be one of the same seed and size. */
  readonly ledger?: Ledger
}

/** A request that has arrived and has not been carried out yet. */
interface PendingRequest {
  /** Milliseconds until the panel acts. */
  readonly delay: number
  /** Carries it out; to be called once. */
  act(): PanelOutcome
}

/** Counts since the panel was started. */
interface PanelStats {
  /** Requests by method of either API, refused ones included. */
  readonly requests: Readonly<Record<string, number>>
  /** Refusals by code. */
  readonly refusals: Readonly<Record<string, number>>
  /** Requests above the rate, which is code 15 where no fault made it. */
  readonly aboveRate: number
  /** Sessions that were opened, of the dealer and of users. */
  readonly sessions: number
  readonly userSessions: number
  /** Requests for what had been done already: refused ones, and those that were done to no effect. */
  readonly repeats: { readonly refused: number; readonly sameAgain: number }
  /** Commands that had gone to the same device before, and activations of the same tracker: on purpose, or done twice. */
  readonly commandsAgain: number
}

/** A small panel: a function of request, state and clock. */
export interface DemoPanel {
  /** Takes a request in. It counts, is limited and struck by faults now; it acts when it is told to. */
  receive(request: PanelRequest): PendingRequest
  /** Takes a request in and carries it out at once, whatever the delay. */
  handle(request: PanelRequest): PanelOutcome
  /** The console that an address opens, by its query; null where it opens none. */
  openConsole(query: string): DemoConsole | null
  readonly faults: Faults
  /** How it differs from the documented panel, from the next request on. */
  habits: Habits
  readonly ledger: Ledger
  /** Somebody else changes something. Throws {@link RangeError} where it is not there or cannot be had so. */
  edit(edit: DemoEdit): void
  /** Ends every session of the dealer. */
  expireSessions(): void
  /** Ends every session of a user, at the User API. */
  expireUserSessions(user: number): void
  stats(): PanelStats
}

/** A ledger that was kept by a panel of another seed, size or version of the data. */
export class OtherPanelError extends Error {
  override name = 'OtherPanelError'

  constructor() {
    super('This ledger was kept by a panel that was made otherwise: of another seed, size or version')
  }
}

/** Makes a panel. Throws {@link OtherPanelError} where the ledger is another panel's. */
export function createDemoPanel(options: DemoPanelOptions): DemoPanel {
  const { seed, trackers, clock } = options
  if (!Number.isInteger(trackers) || trackers < 1 || trackers > trackersMost) {
    throw new RangeError(`A panel has from 1 to ${trackersMost} trackers, not ${trackers}`)
  }
  const account: DemoAccount = {
    login: options.login ?? demoLogin,
    password: options.password ?? demoPassword,
    permissions: options.permissions ?? everyPermission,
    wrongPasswordCode: options.wrongPasswordCode ?? 102,
    blocked: options.blocked ?? false,
  }
  const ledger = options.ledger ?? memoryLedger()
  const { time: made } = begun()
  const data = seedData(seed, trackers, options.subDealerUsers)
  const state = new PanelState(data, makeUpTasks({ ...data, seed, made }), options.keepsDeletedClones ?? false)
  const sessions = new Sessions(seed)
  const userSessions = new Sessions(seed, 'user')
  const repeats = new Repeats()
  const faults = new Faults(clock)
  const consoleKeys = new ConsoleKeys(seed)
  const consoles = createConsoles({
    ...{ state, faults, clock, keys: consoleKeys },
    record: (effect) => record({ session: 0, request: ++received, path: 'console' }, effect),
  })
  const rate = options.rate === undefined ? documentedRate : options.rate
  const bucket = new RateBucket(rate)
  const bucketOfAddress = new RateBucket(rate && userRate)
  const userBuckets = new Map<number, RateBucket>()
  const lacks = new Set(options.lacks)
  const requests = new Map<string, number>()
  const refusals = new Map<number, number>()
  let received = ledger.entries().at(-1)?.request ?? 0
  let aboveRate = 0

  for (const entry of ledger.entries().slice(1)) {
    state.apply(entry, entry.time)
    repeats.remember(entry)
  }

  /** The ledger's first entry, which says what panel it is of; tasks are made up for the weeks around its time. */
  function begun(): LedgerEntry {
    const made = { effect: 'panel.made', version: seedVersion, seed, trackers } as const
    const [first] = ledger.entries()
    if (first) {
      const { number: _n, time: _t, session: _s, request: _r, path: _p, ...effect } = first
      if (!isDeepStrictEqual(effect, made)) throw new OtherPanelError()
      return first
    }
    const entry = { number: 1, time: clock.now(), session: 0, request: 0, path: '', ...made }
    ledger.append(entry)
    return entry
  }

  /** The ledger first: what cannot be written down is not done. */
  function record(by: Pick<LedgerEntry, 'session' | 'request' | 'path'>, ...effects: readonly Effect[]): void {
    if (effects.length === 0) return
    const last = ledger.entries().length
    const time = clock.now()
    const entries = effects.map((effect, index) => ({ number: last + 1 + index, time, ...by, ...effect }))
    ledger.append(...entries)
    for (const entry of entries) {
      state.apply(entry, time)
      repeats.remember(entry)
    }
  }

  /** Whether one more request fits the limits of a user and of the address; that of a hash which is nobody's is refused anyhow. */
  function fitsUser(hash: string | undefined): boolean {
    const user = userSessions.whose(hash)
    if (user === null) return true
    const its = userBuckets.get(user) ?? new RateBucket(rate && userRate)
    userBuckets.set(user, its)
    return its.take(clock.now()) && bucketOfAddress.take(clock.now())
  }

  /** A request to the User API. */
  function receiveOfUser(request: PanelRequest, path: string, number: number): PendingRequest {
    count(requests, path)
    try {
      const method = lacks.has(path) ? undefined : (options.userMethods?.[path] ?? userMethods.get(path))
      if (!method) throw new Refusal(111)
      const parameters = parametersOf(request)
      const hash = hashOf(request.headers, parameters)
      if (!fitsUser(hash)) {
        aboveRate += 1
        throw new Refusal(15)
      }
      const act = () => {
        try {
          const now = clock.now()
          const session = userSessions.find(hash, now)
          const by = { session: session.number, request: number, path }
          const call = { user: session.user ?? 0, session, sessions: userSessions, state, repeats, now }
          return answered(method.answer({ ...call, record: (...effects) => record(by, ...effects) }, parameters))
        } catch (error) {
          return refused(error)
        }
      }
      return struck(faults.take('user', path, parameters), act, userSessions)
    } catch (error) {
      return atOnce(() => refused(error))
    }
  }

  function receive(request: PanelRequest): PendingRequest {
    const number = ++received
    const ofUser = userMethodPath(request.path)
    if (ofUser !== null) return receiveOfUser(request, ofUser, number)
    const path = methodPath(request.path)
    count(requests, path ?? 'other')
    if (!bucket.take(clock.now())) {
      aboveRate += 1
      return atOnce(() => refused(new Refusal(15)))
    }
    try {
      const method = path === null || lacks.has(path) ? undefined : (options.methods?.[path] ?? methods.get(path))
      if (path === null || !method) throw new Refusal(111)
      const parameters = parametersOf(request)
      const strike = faults.take('panel', path, parameters)
      const act = () => carryOut(method, { number, path, headers: request.headers, parameters })
      return struck(strike, act, sessions)
    } catch (error) {
      return atOnce(() => refused(error))
    }
  }

  interface Arrived {
    readonly number: number
    readonly path: string
    readonly headers: PanelRequest['headers']
    readonly parameters: RawParameters
  }

  function carryOut(method: Method, { number, path, headers, parameters }: Arrived): PanelOutcome {
    const now = clock.now()
    try {
      const session = method.needs === 'none' ? null : sessions.find(hashOf(headers, parameters), now)
      const mine = permitted()
      demand(method, mine.permissions)
      demandSize(panel.habits, parameters)
      const by = { session: session?.number ?? 0, request: number, path }
      const call = {
        state,
        account: mine,
        sessions,
        userSessions,
        session,
        repeats,
        habits: panel.habits,
        now,
        consoleKeys,
      }
      return answered(method.answer({ ...call, record: (...effects) => record(by, ...effects) }, parameters))
    } catch (error) {
      return refused(error)
    }
  }

  /** The account as it is now. */
  function permitted(): DemoAccount {
    return { ...account, permissions: permittedWith(panel.habits, account.permissions) }
  }

  function demand({ needs }: Method, permissions: Permissions): void {
    if (typeof needs === 'string') return
    if (missingPermissions(permissions, needs).length > 0) throw new Refusal(13)
  }

  function struck(strike: Strike | null, act: () => PanelOutcome, its: Sessions): PendingRequest {
    switch (strike?.do) {
      case undefined:
        return atOnce(act)
      case 'slow':
        if (strike.when === 'before') return { delay: strike.milliseconds, act }
        return atOnce(() => delayed(act(), strike.milliseconds))
      case 'refuse':
        return atOnce(() => refused(new Refusal(strike.code, strike.extra)))
      case 'drop':
        return atOnce(() => dropped(strike.when === 'before' ? null : act(), strike.when === 'during'))
      case 'expire':
        return atOnce(() => {
          its.closeAll()
          return act()
        })
      case 'garbage':
        return atOnce(() => spoilt(strike.form, strike.when === 'after' ? act() : answered({})))
      case 'page':
        return atOnce(() => paged(strike.form, strike.when === 'after' ? act() : answered({})))
      case 'answer':
        return atOnce(() => answered(strike.fields))
      case 'without':
        return atOnce(() => without(strike.fields, act()))
    }
  }

  function refused(error: unknown): PanelOutcome {
    if (!(error instanceof Refusal)) throw error
    count(refusals, error.code)
    return answer(statusOf(error.code), refusalBody(error))
  }

  const panel: DemoPanel = {
    receive,
    handle: (request) => receive(request).act(),
    openConsole: (query) => consoles.open(query),
    faults,
    habits: options.habits ?? {},
    ledger,
    edit: (input) => record({ session: 0, request: 0, path: '' }, ...effectsOf(state, input)),
    expireSessions: () => sessions.closeAll(),
    expireUserSessions: (user) => userSessions.closeOf(user),
    stats() {
      const entries = ledger.entries()
      const faulty = entries.filter((entry) => entry.effect === 'none')
      const refusedRepeats = faulty.filter(({ refused }) => refused).length
      return {
        requests: Object.fromEntries(requests),
        refusals: Object.fromEntries(refusals),
        aboveRate,
        sessions: sessions.created,
        userSessions: userSessions.created,
        repeats: { refused: refusedRepeats, sameAgain: faulty.length - refusedRepeats },
        commandsAgain: entries.filter((entry) => 'again' in entry && entry.again !== undefined).length,
      }
    },
  }
  return panel
}

function atOnce(act: () => PanelOutcome): PendingRequest {
  return { delay: 0, act }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

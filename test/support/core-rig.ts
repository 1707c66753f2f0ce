import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { createCore, type Core, type CoreOptions } from '../../electron/core.ts'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { createDemoPanel, type DemoPanel, type DemoPanelOptions } from '../../electron/demo-panel/demo-panel.ts'
import { dice } from '../../electron/demo-panel/dice.ts'
import { serveDemoPanel } from '../../electron/demo-panel/serve.ts'
import { machineClock } from '../../electron/machine/clock.ts'
import { createNodeTransport } from '../../electron/panel/transport.ts'
import { createNodeSockets } from '../../electron/panel/sockets.ts'
import {
  SocketError,
  type Clock,
  type Keychain,
  type Log,
  type Ports,
  type Sockets,
  type Transport,
} from '../../electron/ports.ts'
import { sessionKeychain } from '../../electron/secrets/session-keychain.ts'
import {
  type CallAnswer,
  type CallInput,
  type CallName,
  type CallOutput,
  type CoreEvent,
} from '../../shared/contract.ts'
import type { OperationRow, Reading } from '../../shared/contract/outbox.ts'
import type { Status } from '../../shared/contract/profiles.ts'
import type { SheetQuery, SheetRow } from '../../shared/contract/sheets.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { ProblemError } from '../../shared/problem.ts'
import { panelWire, type PanelWire } from './panel-transport.ts'
import { readersHere } from './readers-here.ts'
import { noProgram } from './no-program.ts'
import { createReader } from './reader.ts'
import { createSimClock, type SimClock } from './sim-clock.ts'
import { createSimComputer, type SimComputer } from './sim-computer.ts'
import { watchSqlite } from './sqlite-watch.ts'

/** What a rig can be asked for. */
export interface RigOptions {
  /** How the demo panel is made; 600 trackers of seed 7, without a rate limit, unless it says otherwise. */
  readonly panel?: Partial<DemoPanelOptions>
  readonly core?: Partial<CoreOptions>
  /** Decides every chance of the core. */
  readonly seed?: number
  readonly password?: string
  readonly log?: Log
  /** The computer's keychain, which outlives a restart; one that works unless it says otherwise. */
  readonly keychain?: Keychain
  /** Whether the test ends the rig itself. */
  readonly byHand?: boolean
  /** Whether the test reads the files all the time: they then stay open for it, as long as a core has them. */
  readonly readsOften?: boolean
}

/** A core on a folder of its own, with a demo panel beside it. Everything goes through the calls of the contract. */
export interface Rig {
  readonly panel: DemoPanel
  /** The core at present, for what goes around the contract's own ways. */
  readonly core: Core
  /** The folder of all data; another one after a crash. */
  readonly folder: string
  /** The folder of the profile's files. */
  readonly profileFolder: string
  readonly profile: string
  readonly events: readonly CoreEvent[]
  /** What the core logged as errors: nothing, unless a test provokes it. */
  readonly failures: readonly Parameters<Log['error']>[]
  /** A call of the contract, parsed both ways. Throws the {@link ProblemError} that it answers. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  /** The same, as it comes. */
  answer(name: string, input: unknown): Promise<CallAnswer>
  status(): Promise<Status>
  /** Resolves when the condition holds; looks again whenever the core tells of something. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>
  /** Nothing is released that can still be sent or looked up. */
  settled(): Promise<void>
  online(): Promise<void>
  rows(query?: Partial<SheetQuery>): Promise<SheetRow[]>
  /** Rows with a sound device, which the panel lets anybody edit. */
  sound(): Promise<SheetRow[]>
  label(id: number, value: string): Promise<void>
  /** Releases every change set that is not settled, to be read exactly unless it says otherwise. */
  send(reading?: Reading): Promise<void>
  /** The same, and waits until nothing is under way any more. */
  sendAll(reading?: Reading): Promise<void>
  operations(states?: OperationState[]): Promise<OperationRow[]>
  /** Rows of the journal, read through a connection of its own. */
  journal<Row>(sql: string): readonly Row[]
  /** Writes to the journal behind the core's back. */
  tamper(sql: string): void
  /** Rows of the cache, read through a connection of its own. */
  cached<Row>(sql: string): readonly Row[]
  /** Ends the core as a power cut would, and opens another on the files as they stood. */
  crash(): Promise<void>
  /**
   * Lets the core live through so many moments more, and then cuts its power: a moment is whenever it begins or ends
   * a wait, a request leaves or is answered, or a transaction begins or has been committed. Whatever is called from
   * then on throws {@link PowerCut}.
   */
  cutPowerAfter(moments: number): void
  /** Whether the power is cut. */
  readonly powerless: boolean
  /** Opens another core on the files as they stood when the power was cut; without the cache where that was lost, too. */
  powerOn(options?: { cacheLost: boolean }): Promise<void>
  /** The machine has come to another network, as far as it can tell. */
  roam(): void
  /** Closes the core and opens it again. */
  restart(): Promise<void>
  end(): Promise<void>
}

/** The core has ended in the middle of a call: whether the call was carried out, nobody knows. */
export class PowerCut extends Error {
  override name = 'PowerCut'
}

/** A rig on simulated time. */
export interface SimRig extends Rig {
  /** True time, which the panel and the wire go by. */
  readonly clock: SimClock
  /** The clock of the computer that the core runs on. */
  readonly computer: SimComputer
  readonly wire: PanelWire
}

/** A rig whose core speaks real HTTP to its panel, in real time. */
export async function httpRig(options: RigOptions = {}): Promise<Rig> {
  const panel = demoPanelOf(options, machineClock)
  const served = await serveDemoPanel({ panel, clock: machineClock })
  const transport = createNodeTransport()
  const rig = await openRig(options, {
    panel,
    clock: machineClock,
    transport,
    sockets: createNodeSockets(),
    baseUrl: served.baseUrl,
    sim: null,
    async end() {
      transport.close()
      await served.close()
    },
  })
  return rig
}

/** A rig on simulated time, whose core speaks to the panel in this process. */
export async function simRig(options: RigOptions = {}): Promise<SimRig> {
  const clock = createSimClock()
  const computer = createSimComputer(clock)
  const panel = demoPanelOf(options, clock)
  const wire = panelWire(panel, clock, computer)
  const baseUrl = 'http://127.0.0.1:9/v2'
  const end = async () => {}
  const rig = await openRig(options, {
    panel,
    clock: computer,
    transport: wire,
    sockets: noSockets,
    baseUrl,
    sim: clock,
    end,
  })
  return Object.assign(rig, { clock, computer, wire })
}

/** On simulated time there is no network on which a connection stays. */
const noSockets: Sockets = { open: () => Promise.reject(new SocketError('unreachable')) }

function demoPanelOf(options: RigOptions, clock: Clock): DemoPanel {
  const password = options.password ?? demoPassword
  return createDemoPanel({ seed: 7, trackers: 600, rate: null, clock, password, ...options.panel })
}

/** A folder for a test's files: in memory where that can be had, since every commit is made to last. */
export function newFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fleetbook-test-'))
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
/** Simulated milliseconds within which everything has to be settled. */
const longest = 6 * 3_600_000
/** What comes no more. A new one each time: whoever waits for it can be forgotten with it. */
const never = () => new Promise<never>(() => undefined)

interface World {
  readonly panel: DemoPanel
  readonly clock: Clock
  readonly transport: Transport
  readonly sockets: Sockets
  readonly baseUrl: string
  readonly sim: SimClock | null
  end(): Promise<void>
}

async function openRig(options: RigOptions, world: World): Promise<Rig> {
  const { panel, sim } = world
  const keychain = options.keychain ?? sessionKeychain()
  const random = dice(options.seed ?? 1)
  const events: CoreEvent[] = []
  const failures: Parameters<Log['error']>[] = []
  let folder = newFolder()
  const folders = [folder]
  let lastId = 0
  let core: Core
  let alive = { dead: false }
  let momentsLeft = Infinity
  let hear: () => void = () => undefined
  /** Who is told when the machine comes to another network. */
  const roamings = new Set<() => void>()

  /** One more moment of a life, which may be its last. */
  function moment(life: { dead: boolean }): void {
    if (life.dead || life !== alive || --momentsLeft > 0) return
    cutPower()
  }

  const reader = createReader()

  /** The files as they stand at this very moment are all that is left. */
  function cutPower(): void {
    reader.letGo()
    alive.dead = true
    momentsLeft = Infinity
    const copy = newFolder()
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      const to = join(copy, relative(folder, path))
      if (entry.isDirectory()) mkdirSync(to)
      else if (!entry.name.endsWith('-shm') && entry.name !== 'lock.db') copyFileSync(path, to)
    }
    folder = copy
    folders.push(copy)
  }

  /** Ports of one life of the core: after a crash nothing that it waits for comes any more. */
  function mortalPorts(): Ports {
    const life = { dead: false }
    alive = life
    /** Something that is waited for, and begun only while there is power. */
    const living = async <T>(begin: () => Promise<T>): Promise<T> => {
      moment(life)
      if (life.dead) return await never()
      const begun = begin()
      moment(life)
      try {
        const value = await begun
        moment(life)
        return life.dead ? await never() : value
      } catch (error) {
        moment(life)
        if (life.dead) return await never()
        throw error
      }
    }
    const log = options.log ?? silent
    return {
      clock: {
        now: () => world.clock.now(),
        monotonic: () => world.clock.monotonic(),
        sleep: (milliseconds, signal) => living(() => world.clock.sleep(milliseconds, signal)),
        turn: () => living(() => world.clock.turn()),
      },
      transport: { post: (request) => living(() => world.transport.post(request)) },
      sockets: { open: (address, listener) => living(() => world.sockets.open(address, listener)) },
      network: {
        onChange(listener) {
          const heard = () => void (life.dead || listener())
          roamings.add(heard)
          return () => roamings.delete(heard)
        },
      },
      random: { next: () => random.next(), id: () => `id-${++lastId}` },
      keychain,
      session: sessionKeychain(),
      readers: readersHere({ turn: () => living(() => world.clock.turn()) }, () => !life.dead),
      folders: {
        profiles: join(folder, 'profiles'),
        demoPanel: join(folder, 'demo-panel'),
        settings: join(folder, 'settings.json'),
      },
      program: noProgram(folder),
      log: {
        info: (...entry) => void (life.dead || log.info(...entry)),
        warn: (...entry) => void (life.dead || log.warn(...entry)),
        error: (...entry) => {
          if (life.dead) return
          failures.push(entry)
          log.error(...entry)
        },
      },
    }
  }

  function start(): void {
    const ports = mortalPorts()
    const life = alive
    core = createCore(ports, { version: 'test', dealerRate: sim ? 10 : 100_000, pullEvery: 0, ...options.core })
    core.listen((event) => {
      if (life.dead) return
      events.push(event)
      hear()
    })
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    if (sim) return sim.until(condition)
    for (;;) {
      const heard = new Promise<void>((resolve) => (hear = resolve))
      if (await condition()) return
      await heard
    }
  }

  async function answer(name: string, input: unknown): Promise<CallAnswer> {
    const life = alive
    if (life.dead) throw new PowerCut()
    const given = core.call({ id: `call-${++lastId}`, name, input })
    if (!sim) return given
    let done = false
    void given.finally(() => (done = true))
    await sim.until(() => done || life.dead)
    if (life.dead) throw new PowerCut()
    return given
  }

  async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const given = await answer(name, input)
    if (!given.ok) throw new ProblemError(given.problem, { cause: failures.at(-1) })
    // The core has parsed it against the contract, as it does for the window.
    return given.output as CallOutput<Name>
  }

  /** Every file that a core has opened: those of one that lost its power are closed by nobody else. */
  const opened = new Set<Database.Database>()
  const isOurs = ({ name }: Database.Database) => folders.some((used) => name.startsWith(used))
  const deaf = sim
    ? watchSqlite({
        opened(database) {
          if (!isOurs(database) || opened.has(database)) return
          opened.add(database)
          // For what a test makes a file itself write down.
          database.function('true_time', () => sim.now())
        },
        moment: (database) => void (database.name.startsWith(folder) && moment(alive)),
      })
    : () => undefined

  start()
  mkdirSync(folder, { recursive: true })
  const { id: profile } = await call('profiles.add', {
    name: 'Test',
    panel: { kind: 'address', baseUrl: world.baseUrl },
    login: demoLogin,
    password: options.password ?? demoPassword,
  })
  const profileFolder = () => join(folder, 'profiles', profile)
  const status = () => call('status.read', {})
  const online = () =>
    until(async () => {
      const { connection, pull } = await status()
      return connection.state === 'online' && !pull.running && pull.completedAt !== null
    })

  async function rows(query: Partial<SheetQuery> = {}): Promise<SheetRow[]> {
    const { view, count } = await call('sheet.open', {
      sheet: 'trackers',
      search: '',
      sort: [],
      filter: [],
      only: 'all',
      ...query,
    })
    const all: SheetRow[] = []
    for (let from = 0; from < count; from += 1000) {
      all.push(...(await call('sheet.rows', { view, from, count: 1000 })).rows)
    }
    return all
  }

  function query<Row>(file: string, sql: string): readonly Row[] {
    try {
      return reader.rows(join(profileFolder(), file), sql)
    } finally {
      // Whoever looks now and then may put another file in its place meanwhile.
      if (!options.readsOften) reader.letGo()
    }
  }

  async function powerOn({ cacheLost } = { cacheLost: false }): Promise<void> {
    reader.letGo()
    if (cacheLost)
      for (const suffix of ['', '-wal']) rmSync(join(profileFolder(), `cache.db${suffix}`), { force: true })
    start()
    await call('profiles.open', { id: profile })
  }

  async function end(): Promise<void> {
    deaf()
    reader.letGo()
    if (!alive.dead) {
      const closing = core.close()
      let closed = false
      void closing.finally(() => (closed = true))
      if (sim) await sim.until(() => closed)
      await closing
      alive.dead = true
    }
    await world.end()
    // What has lost its name is not put in order when it is closed. Windows keeps what is open.
    const isKept = process.platform === 'win32'
    if (isKept) for (const database of opened) database.close()
    for (const used of folders) rmSync(used, { recursive: true, force: true })
    if (!isKept) for (const database of opened) database.close()
  }
  if (!options.byHand) onTestFinished(end)

  await online()
  async function settled(): Promise<void> {
    const isSettled = async () => {
      const { queue } = await status()
      return queue.ready + queue.sending + queue.waiting + queue.unknown === 0
    }
    // On simulated time it is not asked at every step: that would be most of the work.
    if (!sim) return until(isSettled)
    const end = sim.now() + longest
    while (!(await isSettled())) {
      if (sim.now() > end) throw new Error(`It is not settled after ${longest} ms`)
      await sim.advance(250)
    }
  }

  async function send(reading?: Reading): Promise<void> {
    const { changeSets } = await call('outbox.changeSets', { settled: false })
    await call('outbox.send', { changeSets: changeSets.map(({ id }) => id), ...(reading ? { reading } : {}) })
  }

  return {
    panel,
    profile,
    events,
    failures,
    get core() {
      return core
    },
    get folder() {
      return folder
    },
    get profileFolder() {
      return profileFolder()
    },
    call,
    answer,
    status,
    until,
    online,
    settled,
    rows,
    sound: async () => (await rows()).filter(({ values }) => !values['corrupted']),
    async label(id, value) {
      await call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'label', value }] })
    },
    send,
    async sendAll(reading) {
      await send(reading)
      await settled()
    },
    async operations(states = []) {
      const all: OperationRow[] = []
      for (;;) {
        const query = { changeSet: null, states, search: '', from: all.length, count: 1000 }
        const page = await call('outbox.operations', query)
        all.push(...page.rows)
        if (page.rows.length === 0 || all.length >= page.count) return all
      }
    },
    journal: (sql) => query('journal.db', sql),
    cached: (sql) => query('cache.db', sql),
    tamper(sql) {
      const database = new Database(join(profileFolder(), 'journal.db'))
      try {
        database.exec(sql)
      } finally {
        database.close()
      }
    },
    async crash() {
      cutPower()
      await powerOn()
    },
    cutPowerAfter: (moments) => void (momentsLeft = moments),
    get powerless() {
      return alive.dead
    },
    powerOn,
    roam() {
      for (const heard of [...roamings]) heard()
    },
    async restart() {
      reader.letGo()
      const closing = core.close()
      let closed = false
      void closing.finally(() => (closed = true))
      if (sim) await sim.until(() => closed)
      await closing
      start()
      await call('profiles.open', { id: profile })
    },
    end,
  }
}

import type { ImportLookups, ImportStaging, RowOperation } from '../../../electron/imports/needs.ts'
import { createImports, type Imports } from '../../../electron/imports/imports.ts'
import type { Readers } from '../../../electron/ports.ts'
import type { ImportMapping, ImportProgress } from '../../../shared/contract/imports.ts'
import type { Bundle, Equipment } from '../../../shared/model/bundle.ts'
import type { Tracker } from '../../../shared/model/tracker.ts'
import type { User } from '../../../shared/model/user.ts'
import { fail } from '../../../shared/problem.ts'
import { usualPolicy } from '../../../shared/rules/password.ts'
import { kindOf } from '../../../shared/operations/catalogue.ts'
import { readersHere } from '../../support/readers-here.ts'
import { trackerWith, userWith } from '../../support/panel-rows.ts'

/** A small fleet in memory that answers as the store does, counting how often it is asked. */
export interface Fleet extends ImportLookups, ImportStaging {
  readonly trackers: Tracker[]
  readonly users: User[]
  readonly devices: Equipment[]
  readonly bundles: Bundle[]
  readonly open: Set<string>
  readonly staged: { title: string; operations: readonly RowOperation[] }[]
  asked: number
}

export function tracker(panelId: number, changes: Partial<Tracker> = {}): Tracker {
  return trackerWith({
    id: panelId,
    panelId,
    label: `Truck ${panelId}`,
    userId: 1,
    modelName: 'FMB120',
    sourceId: panelId + 1_000_000,
    model: 'telfmb120',
    tariffId: 1,
    connection: 'active',
    ...changes,
  })
}

export function bundle(imei: string, changes: Partial<Bundle> = {}): Bundle {
  return {
    id: 1,
    panelId: changes.id ?? 1,
    imei,
    iccid: '',
    modelCode: 'telfmb120',
    equipId: 10,
    equipment: 'FMB120',
    assigned: '',
    orderId: null,
    factoryPreset: false,
    ...changes,
  }
}

/** Two owners, trackers 101 to 105 of the first, a clone, a deleted one, two kinds of device, three bundles. */
export function fleet(): Fleet {
  const mappings = new Map<string, ImportMapping>()
  const made: Fleet = {
    trackers: [
      ...[101, 102, 103, 104, 105].map((id) => tracker(id)),
      tracker(201, { clone: true, userId: 2, sourceId: 1_000_105 }),
      tracker(301, { corrupted: true }),
    ],
    users: [userWith({ id: 1, login: 'first@acme.eu' }), userWith({ id: 2, login: 'Second@acme.eu' })],
    devices: [
      { id: 10, modelName: 'FMB120', modelCode: 'telfmb120', vendor: 'Teltonika', name: 'Teltonika FMB120' },
      { id: 11, modelName: 'GV500', modelCode: 'qlgv500', vendor: 'Queclink', name: 'Queclink GV500' },
    ],
    bundles: [
      bundle('356307042441013'),
      bundle('356307042441039', { id: 2, iccid: '89990000000000000025', orderId: 7 }),
      bundle('356307042441047', { id: 3 }),
    ],
    open: new Set(),
    staged: [],
    asked: 0,
    trackersByPanelIds(ids) {
      made.asked += 1
      const wanted = new Set(ids)
      return new Map(made.trackers.filter(({ panelId }) => wanted.has(panelId)).map((one) => [one.panelId, one]))
    },
    trackersByNames(names) {
      made.asked += 1
      return new Map(names.map((name) => [name, made.trackers.filter((one) => one.label === name)]))
    },
    stopsByPanelIds: () => new Map(),
    stopsByExternalIds: () => new Map(),
    routesByNames: (names) => new Map(names.map((name) => [name, []])),
    tagsByNames: () => new Map(),
    ready: () => Promise.resolve(),
    now: () => Date.UTC(2026, 10, 30),
    passwordPolicy: () => usualPolicy,
    usersByIds(ids) {
      made.asked += 1
      return new Map(made.users.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one]))
    },
    usersByLogins(logins) {
      made.asked += 1
      return new Map(
        made.users.map((one) => [one.login.toLowerCase(), one] as const).filter(([k]) => logins.includes(k)),
      )
    },
    equipment: () => made.devices,
    ownersOf(sources) {
      made.asked += 1
      const wanted = new Set(sources)
      return new Set(
        made.trackers.filter(({ sourceId }) => wanted.has(sourceId)).map((one) => `${one.sourceId}:${one.userId}`),
      )
    },
    bundlesByPanelIds(ids) {
      made.asked += 1
      const asked = made.bundles.filter(({ panelId }) => panelId !== null && ids.includes(panelId))
      return new Map(asked.map((one) => [one.panelId ?? 0, one]))
    },
    bundlesInMaking: () => new Map(),
    bundlesByImeis(imeis) {
      made.asked += 1
      return new Map(made.bundles.filter(({ imei }) => imeis.includes(imei)).map((one) => [one.imei, one]))
    },
    bundlesBySims(iccids) {
      made.asked += 1
      return new Map(made.bundles.filter(({ iccid }) => iccids.includes(iccid)).map((one) => [one.iccid, one]))
    },
    openLanes(lanes, kind) {
      made.asked += 1
      return new Set(lanes.filter((lane) => made.open.has(kind === null ? lane : `${lane} ${kind}`)))
    },
    batchMost: (kind) => kindOf(kind).batchMost,
    async stage({ operations: pieces, ...changeSet }) {
      const operations: RowOperation[] = []
      for await (const some of pieces) operations.push(...some)
      if (operations.length === 0) fail('nothing-to-stage')
      made.staged.push({ ...changeSet, operations })
      return { changeSet: made.staged.length, staged: operations.length }
    },
    refusedOf: () => null,
    recallMapping(headings) {
      const value = mappings.get(headings)
      return value ? { value } : null
    },
    rememberMapping: (headings, mapping) => void mappings.set(headings, mapping),
  }
  return made
}

/** A clock that turns the event loop, and counts its turns. */
export function turningClock() {
  const clock = {
    turns: 0,
    now: () => 0,
    monotonic: () => 0,
    sleep: () => Promise.resolve(),
    turn: () => {
      clock.turns += 1
      return new Promise<void>((done) => setImmediate(done))
    },
  }
  return clock
}

/** Imports over a fleet, and the way of one file through them. */
export interface FleetImports extends Imports {
  /** Hands a file over in small chunks. */
  hand(name: string, contents: string | Uint8Array): Promise<string>
  /** What was told of how far files had come. */
  readonly progress: ImportProgress[]
  /** Lets so many milliseconds go by with every piece that is checked. */
  slow(milliseconds: number): void
  /** Lets all the time pass that anything waits for. */
  pass(): void
}

/** Imports over a fleet. */
export function importsOver(made: Fleet, readers: Readers = readersHere(turningClock())): FleetImports {
  let last = 0
  let now = 0
  let eachPiece = 0
  const sleeping = new Set<() => void>()
  const progress: ImportProgress[] = []
  const imports = createImports({
    clock: {
      ...turningClock(),
      monotonic: () => now,
      sleep: (_milliseconds, signal) =>
        new Promise((resolve, reject) => {
          sleeping.add(resolve)
          signal?.addEventListener('abort', () => {
            sleeping.delete(resolve)
            reject(new Error('woken'))
          })
        }),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    readers,
    onProgress: (told) => void progress.push(told),
    random: { next: () => 0.5, id: () => `file-${++last}` },
    // Whatever a test makes the fleet answer later is answered here, too.
    lookups: Object.assign(Object.create(made) as Fleet, {
      openLanes(...asked: Parameters<Fleet['openLanes']>) {
        now += eachPiece
        return made.openLanes(...asked)
      },
    }),
    staging: made,
    words: {
      reason: 'Reason',
      problems: {
        problems: { 'tracker-unknown': 'Tracker is not known.', 'label-brackets': "A label holds {'<'}." },
        problemsNamed: { 'tracker-unknown': 'Tracker {id} is not known.' },
      },
    },
  })
  return {
    ...imports,
    progress,
    slow: (milliseconds) => void (eachPiece = milliseconds),
    pass() {
      for (const wake of sleeping) wake()
    },
    async hand(name, contents) {
      const bytes = typeof contents === 'string' ? new TextEncoder().encode(contents) : contents
      const { file } = await imports.begin({ name, size: bytes.length })
      const chunk = Math.max(7, Math.ceil(bytes.length / 10))
      for (let from = 0; from < bytes.length; from += chunk) {
        await imports.chunk({ file, data: Buffer.from(bytes.subarray(from, from + chunk)).toString('base64') })
      }
      return file
    },
  }
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { createDemoPanel, type DemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import { equipment } from '../../../electron/demo-panel/hardware.ts'
import { methods } from '../../../electron/demo-panel/methods/table.ts'
import type { TrackerRecord } from '../../../electron/demo-panel/records.ts'
import { dateTime, seedData } from '../../../electron/demo-panel/seed.ts'
import { makeUpTasks } from '../../../electron/demo-panel/tasks/made-up-tasks.ts'
import type { RouteRecord, TaskData, TaskRecord } from '../../../electron/demo-panel/tasks/records.ts'
import { isOpen } from '../../../electron/demo-panel/tasks/status.ts'
import { serveDemoPanel, type ServedPanel } from '../../../electron/demo-panel/serve.ts'
import { machineClock } from '../../../electron/machine/clock.ts'
import { machineRandom } from '../../../electron/machine/random.ts'
import { PanelFailure } from '../../../electron/panel/failure.ts'
import type { PanelFile } from '../../../electron/panel/file-form.ts'
import { createLimiters } from '../../../electron/panel/limiter.ts'
import { createPanel, type Panel } from '../../../electron/panel/panel.ts'
import { createNodeTransport } from '../../../electron/panel/transport.ts'
import { usersFile } from '../../../electron/panel/users-file.ts'
import { vendorFolder, vendorPage } from '../demo-panel/vendor-folder.ts'

/*
 * Each method of the panel, called by the client on its good path, and provoked into each code that its documentation
 * has. Every call takes rows that no other has, so that their order does not matter.
 */

const [seed, size, subDealerUsers] = [1, 2500, 4]
const data = seedData(seed, size, subDealerUsers)
const unknown = 999_999_999

let panel: Panel
let made: DemoPanel
let served: ServedPanel

beforeAll(async () => {
  made = createDemoPanel({ seed, trackers: size, subDealerUsers, clock: machineClock, rate: null })
  served = await serveDemoPanel({ panel: made, clock: machineClock })
  panel = createPanel({
    baseUrl: served.baseUrl,
    credentials: () => Promise.resolve({ login: demoLogin, password: demoPassword }),
    transport: createNodeTransport(),
    clock: machineClock,
    random: machineRandom,
    limits: createLimiters({ clock: machineClock, random: machineRandom, perSecond: Infinity }).of(
      'http://127.0.0.1',
      1,
    ),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
})
afterAll(() => served.close())

/** A request in the session of a user, at the User API. */
interface AsUser {
  readonly user: number
  readonly body: object
}

/** Sends a request once, as a change is sent; the code of a refusal, or null where it went well. */
async function codeOf(path: string, asked: object): Promise<number | null> {
  const { user, body } = 'user' in asked ? (asked as AsUser) : { user: null, body: asked }
  const line = user === null ? panel : panel.at({ api: 'user', user })
  await line.slot()
  try {
    await line.change(path, body, { slotTaken: true, file: 'file' in body ? (body.file as PanelFile) : undefined })
    return null
  } catch (error) {
    if (error instanceof PanelFailure) return error.code
    throw error
  }
}

// ---- rows, each given out once ----

const foreign = new Set(data.users.flatMap(({ id, dealerId }) => (dealerId === undefined ? [] : [id])))
const isOwn = ({ userId }: TrackerRecord) => !foreign.has(userId)
const given = new Set<number>()

function take(fits: (tracker: TrackerRecord) => boolean): TrackerRecord {
  const found = data.trackers.find((tracker) => isOwn(tracker) && !given.has(tracker.source.id) && fits(tracker))
  if (!found) throw new Error('no such tracker is left')
  given.add(found.source.id)
  return found
}
const isAlone = ({ source }: TrackerRecord) => source.trackers.length === 1
const isSound = ({ source, hidden }: TrackerRecord) => !source.corrupted && !source.blocked && !hidden
const original = () => take((tracker) => isSound(tracker) && isAlone(tracker) && !tracker.clone)
const clone = () => take((tracker) => tracker.clone && isSound(tracker) && tracker.associated === null)
/** Nothing changes such a one, so it may be asked for often. */
const find = (fits: (tracker: TrackerRecord) => boolean) => data.trackers.find((one) => isOwn(one) && fits(one))!
const corrupted = () => find(({ source, clone }) => source.corrupted && !clone)
/** An original that somebody has a clone of. */
const cloned = () => take((tracker) => !tracker.clone && isSound(tracker) && !isAlone(tracker))
const cloneOf = ({ source }: TrackerRecord) => source.trackers.find((tracker) => tracker.clone)!

/** A user who has nothing of a tracker's device. */
const otherUser = ({ source }: TrackerRecord) =>
  data.users.find(({ id }) => !foreign.has(id) && !source.trackers.some(({ userId }) => userId === id))!.id

let bundlesGiven = 0
const bundle = () => data.bundles[bundlesGiven++]!
let numbersGiven = 0
/** An ICCID that no bundle has. */
const card = () => `89990000000${String(10_000_000 + numbersGiven++)}`
/** A number that has the shape of an IMEI, and is in no bundle. */
const imei = () => `86000${String(1_000_000_000 + numbersGiven++)}`

interface Documented {
  /** What goes well. */
  readonly good: () => object
  /** By the documented codes, what provokes them; what has to be so before, is made so. */
  readonly codes: Readonly<Record<number, () => object>>
  /** Codes that the page has and that cannot come, with the reason. */
  readonly never?: Readonly<Record<number, string>>
}

const months = { from: '2026-01', to: '2026-03' }

const documented: Readonly<Record<string, Documented>> = {
  'tracker/active/history/list': {
    good: () => months,
    codes: { 211: () => ({ from: '2020-01', to: '2026-03' }), 7: () => ({ from: 'March', to: '2026-03' }) },
  },
  'tracker/bundle/assign': {
    good: () => ({ bundle_id: bundle().id, iccid: card() }),
    codes: {
      201: () => ({ bundle_id: unknown, iccid: card() }),
      208: () => ({ bundle_id: bundle().id, iccid: '8999000000000020208' }),
      223: () => ({ bundle_id: bundle().id, iccid: data.bundles.findLast(({ iccid }) => iccid !== null)!.iccid }),
      226: () => ({ bundle_id: bundle().id, iccid: 'no-such-card' }),
      247: () => {
        const { id, iccid } = data.bundles.findLast((one) => one.iccid !== null)!
        return { bundle_id: id, iccid }
      },
      250: () => ({ bundle_id: bundle().id, iccid: '8999000000000020250' }),
    },
  },
  'tracker/bundle/order/assign': {
    good: () => ({ bundle_id: bundle().id, order_id: 78_000 }),
    codes: { 201: () => ({ bundle_id: unknown, order_id: 78_000 }) },
  },
  'tracker/bundle/import': {
    good: () => ({ imeis: [imei(), imei()], equip_id: equipment[0]!.equipId, factory_preset: false }),
    codes: {
      204: () => ({ imeis: [imei()], equip_id: unknown, factory_preset: false }),
      247: () => ({ imeis: [imei(), bundle().imei], equip_id: equipment[0]!.equipId, factory_preset: false }),
    },
    never: { 201: 'it names no bundle that could be missing' },
  },
  'tracker/bundle/list': {
    good: () => ({ limit: 10 }),
    codes: { 7: () => ({ order_by: 'colour' }) },
    never: { 201: 'it takes neither user_id nor tariff_id' },
  },
  'tracker/bundle/read': { good: () => ({ imei: bundle().imei }), codes: { 201: () => ({ imei: imei() }) } },
  'tracker/bundle/update': {
    good: () => ({ bundle_id: bundle().id, equip_id: equipment[1]!.equipId }),
    codes: {
      201: () => ({ bundle_id: unknown, equip_id: equipment[0]!.equipId }),
      204: () => ({ bundle_id: bundle().id, equip_id: unknown }),
    },
  },
  'tracker/clone': {
    good: () => cloneTo(original()),
    codes: {
      201: () => ({ tracker_id: unknown, user_id: data.users[0]!.id, label: 'Courier' }),
      219: () => cloneTo(clone()),
      246: () => {
        const tracker = original()
        return { tracker_id: tracker.id, user_id: tracker.userId, label: 'Courier' }
      },
      247: () => {
        const tracker = cloned()
        return { tracker_id: tracker.id, user_id: cloneOf(tracker).userId, label: 'Courier' }
      },
      252: () => cloneTo(corrupted()),
    },
  },
  'tracker/console/connect': {
    good: () => ({ tracker_id: original().id }),
    codes: {
      201: () => ({ tracker_id: unknown }),
      230: () => ({ tracker_id: take(({ source, clone }) => source.blocked && !source.corrupted && !clone).id }),
      252: () => ({ tracker_id: corrupted().id }),
    },
  },
  'tracker/corrupt': {
    good: () => ({ tracker_id: original().id }),
    codes: {
      201: () => ({ tracker_id: unknown }),
      219: () => ({ tracker_id: clone().id }),
      252: () => ({ tracker_id: corrupted().id }),
      253: () => ({ tracker_id: cloned().id, corrupt_clones: false }),
    },
  },
  'tracker/batch_clone': {
    good: () => {
      const tracker = original()
      return { tracker_ids: [tracker.id], user_id: otherUser(tracker) }
    },
    codes: {
      7: () => ({ tracker_ids: Array.from({ length: 1001 }, (_, at) => at + 1), user_id: data.users[0]!.id }),
      217: () => ({ tracker_ids: [unknown], user_id: data.users[0]!.id }),
      247: () => {
        const tracker = cloned()
        return { tracker_ids: [tracker.id], user_id: cloneOf(tracker).userId }
      },
    },
  },
  'tracker/batch_delete_clones': {
    good: () => ({ trackers: [clone().id, unknown] }),
    codes: { 7: () => ({ trackers: Array.from({ length: 501 }, (_, at) => at + 1) }) },
  },
  'tracker/delete_clone': {
    good: () => ({ tracker_id: clone().id }),
    codes: {
      201: () => ({ tracker_id: unknown }),
      203: () => ({ tracker_id: take(({ associated, source }) => associated !== null && !source.corrupted).id }),
      249: () => ({ tracker_id: original().id }),
      252: () => ({ tracker_id: find(({ clone, source }) => clone && source.corrupted).id }),
    },
  },
  'tracker/list': {
    good: () => ({ user_id: data.users[0]!.id, limit: 5 }),
    codes: { 201: () => ({ user_id: unknown }) },
  },
  'tracker/move': {
    good: () => moveOf(original()),
    codes: {
      201: () => ({ tracker_id: unknown, user_id: data.users[0]!.id }),
      219: () => moveOf(clone()),
      246: () => {
        const tracker = original()
        return { tracker_id: tracker.id, user_id: tracker.userId }
      },
      247: () => {
        const tracker = cloned()
        return { tracker_id: tracker.id, user_id: cloneOf(tracker).userId }
      },
      252: () => moveOf(corrupted()),
    },
  },
  'tracker/read': {
    good: () => ({ tracker_id: original().id }),
    codes: { 201: () => ({ tracker_id: unknown }), 252: () => ({ tracker_id: corrupted().id }) },
  },
  'tracker/register_retry': {
    good: () => ({ tracker_id: gsm().id, send_register_commands: true }),
    codes: {
      201: () => ({ tracker_id: unknown }),
      208: () => ({ tracker_id: take(({ source, clone }) => source.blocked && !source.corrupted && !clone).id }),
      214: () => ({ tracker_id: take((tracker) => isSound(tracker) && !tracker.clone && !hasGsm(tracker)).id }),
      219: () => ({ tracker_id: clone().id }),
      252: () => ({ tracker_id: corrupted().id }),
      264: () => {
        const tracker_id = gsm().id
        said('tracker/register_retry', { tracker_id })
        return { tracker_id }
      },
    },
  },
  'tracker/settings/update': {
    good: () => ({ tracker_id: original().id, label: 'Courier', deleted: false }),
    codes: {
      201: () => ({ tracker_id: unknown, label: 'Courier', deleted: false }),
      252: () => ({ tracker_id: corrupted().id, label: 'Courier', deleted: false }),
      7: () => ({ tracker_id: original().id, label: '<Courier>', deleted: false }),
    },
  },
  'tracker/source/update': {
    good: () => ({ tracker_id: original().id, blocked: true }),
    codes: {
      201: () => ({ tracker_id: unknown, blocked: true }),
      252: () => ({ tracker_id: corrupted().id, blocked: true }),
    },
  },
  'tracker/tariff/change': {
    good: () => planFor(original()),
    codes: {
      201: () => ({ ...planFor(original()), tracker_id: unknown }),
      219: () => planFor(clone()),
      221: () => {
        const counts = new Map<number, number>()
        for (const { userId } of data.trackers) counts.set(userId, (counts.get(userId) ?? 0) + 1)
        const many = take((one) => isSound(one) && !one.clone && isAlone(one) && counts.get(one.userId)! > 3)
        return planFor(many, plan('Small account'))
      },
      237: () => {
        const tracker = original()
        made.edit({ tracker_id: tracker.id, tariff_id: 4711 })
        return planFor(tracker)
      },
      238: () => {
        const tracker = original()
        return planFor(tracker, tracker.source.tariffId)
      },
      239: () => planFor(original(), unknown),
      250: () => planFor(take((one) => one.hidden && !one.clone && !one.source.corrupted)),
      252: () => planFor(corrupted()),
    },
  },
  'tracker/raw_command/send': {
    good: () => ({ device_id: original().source.deviceId, command: 'setparam 101:4' }),
    codes: {
      7: () => ({ device_id: original().source.deviceId, command: 'xyz', type: 'hex' }),
      201: () => ({ device_id: 'nobody', command: 'setparam 101:4' }),
      252: () => ({ device_id: corrupted().source.deviceId, command: 'setparam 101:4' }),
    },
  },
  'user/upload': {
    good: () => usersIn(['first@example.com', 'second@example.com']),
    codes: {
      7: () => usersIn(['weak@example.com'], { password: 'weak' }),
      206: () => usersIn([data.users[0]!.login]),
      233: () => ({}),
      234: () => ({ file: { ...usersIn(['spreadsheet@example.com']).file, name: 'users.pdf' } }),
      268: () => usersIn(Array.from({ length: 10_001 }, (_, at) => `${at}@example.com`)),
      273: () => usersIn(['twice@example.com', 'Twice@example.com']),
      274: () => usersIn([]),
    },
  },
  'task/checkpoint/create': {
    good: () => newStop(routeToCome()),
    codes: {
      201: () => newStop(routeToCome(), unknown),
      236: () => {
        const route = routeToCome()
        return newStop(route, withoutTasks(route.userId)!.id)
      },
    },
  },
  'task/checkpoint/list': {
    good: () => {
      const { userId: user, checkpoints } = tasks().routes[0]!
      return { user, body: { checkpoint_ids: checkpoints.map(({ id }) => id) } }
    },
    codes: { 7: () => ({ user: tasks().routes[0]!.userId, body: { checkpoint_ids: [] } }) },
  },
  'task/checkpoint/read': { good: () => aStop(), codes: { 201: () => noStop() } },
  'task/checkpoint/update': {
    good: () => {
      const { userId: user, checkpoints } = routeToCome()
      return { user, body: { checkpoint: { ...written(checkpoints[0]!), label: 'Gate 2' } } }
    },
    codes: {
      201: () => {
        const { userId: user, checkpoints } = routeToCome()
        return { user, body: { checkpoint: { ...written(checkpoints[0]!), id: unknown } } }
      },
      255: () => {
        const { user, stop } = begunStop()
        const { from, to } = routeToCome().checkpoints[0]!.details
        return { user, body: { checkpoint: { ...written(stop), from, to } } }
      },
    },
  },
  'task/checkpoint/delete': { good: () => aStop(), codes: { 201: () => noStop() } },
  'task/checkpoint/transmute': {
    good: () => aStop(),
    codes: {
      201: () => noStop(),
      255: () => {
        const { user, stop } = begunStop()
        return { user, body: { checkpoint_id: stop.id } }
      },
    },
  },
}

function newStop({ id, userId: user, checkpoints }: RouteRecord, tracker_id: number | null = null): AsUser {
  const { id: _id, ...said } = written(checkpoints[0]!)
  return { user, body: { checkpoint: { ...said, tracker_id, parent_id: id, order: 0 } } }
}
function aStop(): AsUser {
  const { userId: user, checkpoints } = routeToCome()
  return { user, body: { checkpoint_id: checkpoints[1]!.id } }
}
function noStop(): AsUser {
  return { user: tasks().routes[0]!.userId, body: { checkpoint_id: unknown } }
}

/** Tasks as the panel has made them up, for the weeks around the moment at which it was made. */
let madeUp: TaskData | null = null
const tasks = () => (madeUp ??= makeUpTasks({ ...data, seed, made: made.ledger.entries()[0]!.time }))

const routesGiven = new Set<number>()
const isToCome = ({ status, details }: TaskRecord) =>
  isOpen(status) && details.from > dateTime(machineClock.now() + 2 * 86_400_000)
/** A route with which nobody has begun, of a user who has a tracker without tasks, too. */
function routeToCome() {
  const found = tasks().routes.find(
    ({ id, userId, checkpoints }) =>
      !routesGiven.has(id) && checkpoints.length > 2 && checkpoints.every(isToCome) && withoutTasks(userId),
  )
  if (!found) throw new Error('no such route is left')
  routesGiven.add(found.id)
  return found
}
const withoutTasks = (user: number) =>
  data.trackers.find(
    ({ userId, source }) =>
      userId === user && source.tariffId === plan('Basic') && !source.corrupted && !source.blocked,
  )
/** A stop with which its driver has begun. */
function begunStop() {
  const stop = tasks().tasks.find(({ routeId, status }) => routeId !== null && !isOpen(status))!
  return { user: stop.userId, stop }
}
/** All that an update has to write of a stop. */
function written({ id, details: { label, description, location, from, to } }: TaskRecord) {
  return { id, label, description, location, from, to }
}

function cloneTo(tracker: TrackerRecord) {
  return { tracker_id: tracker.id, user_id: otherUser(tracker), label: 'Courier' }
}
function moveOf(tracker: TrackerRecord) {
  return { tracker_id: tracker.id, user_id: otherUser(tracker) }
}
/** A file of new users, by their logins, with whatever else stands in each. */
function usersIn(logins: readonly string[], said: Readonly<Record<string, string>> = {}): { file: PanelFile } {
  const person = { legal_type: 'individual', first_name: 'Nora', last_name: 'New', password: 'Fine-password-1' }
  return {
    file: usersFile(
      logins.map((login) => ({ ...person, login, ...said })),
      'en_US',
    ),
  }
}
function plan(name: string): number {
  return data.plans.find((one) => one.name === name)!.id
}
function planFor({ id, source }: TrackerRecord, wanted?: number) {
  const other = source.tariffId === plan('Premium') ? plan('Standard') : plan('Premium')
  return { tracker_id: id, tariff_id: wanted ?? other, repay: true, charge: true }
}
function hasGsm({ source: { hardware } }: TrackerRecord): boolean {
  return hardware.imeiPrefix !== null && !hardware.withoutGsm
}
function gsm(): TrackerRecord {
  return take((tracker) => isSound(tracker) && isAlone(tracker) && !tracker.clone && hasGsm(tracker))
}
/** Sends something before the call that is looked at: it has gone well where that one is refused for it. */
function said(path: string, body: object): void {
  before.push(() => codeOf(path, body))
}
const before: (() => Promise<number | null>)[] = []

describe.each(Object.entries(documented))('%s', (path, { good, codes }) => {
  test('goes well where nothing speaks against it', async () => {
    expect(await codeOf(path, good())).toBe(null)
  })

  test.each(Object.entries(codes))('is refused with %s as documented', async (code, provoke) => {
    const body = provoke()
    for (const first of before.splice(0)) expect(await first()).toBe(null)
    expect(await codeOf(path, body)).toBe(Number(code))
  })
})

describe.skipIf(vendorFolder === undefined)('of the vendor’s page', () => {
  /** By method, the codes under its heading. Text of its own stands between the two. */
  const sections = () =>
    vendorPage('panel-tracker.md')
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const name = section.slice(0, section.indexOf('\n')).replaceAll('\\', '').trim()
        const errors = section.split('#### Errors')[1] ?? ''
        const listed = [...errors.matchAll(/^\s*\* (\d{1,3}) [-–]/gm)].map(([, code]) => Number(code))
        return { path: `tracker/${name}`, codes: [...new Set(listed)] }
      })

  test('each method is here, and the demo panel has it', () => {
    const named = sections().map(({ path }) => path)
    expect(named.length).toBeGreaterThan(20)
    expect(Object.keys(documented)).toEqual(expect.arrayContaining(named))
    expect([...methods.keys()]).toEqual(expect.arrayContaining(named))
  })

  test('each code is provoked, or said not to come', () => {
    for (const { path, codes } of sections()) {
      const { codes: provoked = {}, never = {} } = documented[path] ?? {}
      expect(Object.keys({ ...provoked, ...never }).map(Number), path).toEqual(expect.arrayContaining(codes))
    }
  })
})

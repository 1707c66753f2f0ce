import type { Mark, SheetRow } from '../../../shared/contract/sheets.ts'
import { type SheetName, sheetNames } from '../../../shared/sheets/catalogue.ts'
import { answering } from './core.ts'

// A small fleet, the same in every run: what the sheets show where a test is about more than one of their parts.

const owners = ['ann@acme.example', 'bob@acme.example', 'cem@acme.example', 'dora@acme.example']
const names = ['Van', 'Truck', 'Bus', 'Crane', 'Trailer', 'Tug']
const plans = ['Basic', 'Fleet', 'Fleet Plus']
const models = [
  ['box_7', 'Box 7'],
  ['box_9', 'Box 9'],
  ['tag_2', 'Tag 2'],
] as const
const states = ['active', 'idle', 'offline', 'signal_lost']

/** One of several, round again from the first. */
const roundOf = <One>(all: readonly One[], at: number): One => all[at % all.length] as One
const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** What is staged or happening at a cell of a tracker. */
export function mark(value: Mark['value'], base: Mark['base'], more: Partial<Mark> = {}): Mark {
  return { sign: 'staged', state: 'draft', operation: 5, kind: 'tracker.settings', value, base, ...more }
}

const marksOf: Partial<Record<number, SheetRow['marks']>> = {
  2: { label: mark('Bus 12', 'Bus 03') },
  3: { label: mark('', 'Crane 04', { problem: { code: 'label-empty' } }) },
  5: { plan: mark('Fleet Plus', 'Basic', { kind: 'tracker.tariff', state: 'ready', sign: 'waiting' }) },
  6: { comment: mark('mine', '', { state: 'conflict', sign: 'conflict', theirs: 'theirs' }) },
  8: {
    owner: mark('dora@acme.example', 'ann@acme.example', {
      kind: 'tracker.move',
      state: 'unknown',
      sign: 'unknown',
      problem: { code: 'timed-out' },
    }),
  },
  9: { '': mark(undefined, undefined, { kind: 'tracker.deleteClone' }) },
}

/** Trackers, some of them with something staged, sent, or in conflict. */
export const trackers: readonly SheetRow[] = Array.from({ length: 40 }, (_, at) => {
  const [model, modelName] = roundOf(models, at)
  return {
    id: at + 1,
    values: {
      panelId: 10_101 + at,
      label: `${roundOf(names, at)} ${twoDigits(at + 1)}`,
      modelName,
      deviceId: `35693803564${twoDigits(at)}${at % 10}7`,
      owner: roundOf(owners, at),
      plan: roundOf(plans, at + 2),
      connection: roundOf(states, at),
      comment: at % 5 === 0 ? 'Spare key at the depot' : '',
      phone: `4915112345${twoDigits(at)}`,
      lastConnection: `2026-11-20 ${twoDigits(6 + (at % 8))}:${twoDigits((at * 7) % 60)}:00`,
      clone: at % 10 === 9,
      hidden: at % 7 === 6,
      blocked: false,
      corrupted: false,
      created: '2025-03-01',
      tariffEnd: '2026-12-31',
      sourceId: 20_000 + at,
      groupId: 3,
      userId: 11 + (at % owners.length),
      model,
      dealerId: 7,
    },
    marks: marksOf[at] ?? {},
  }
})

/** The users who own them. */
export const users: readonly SheetRow[] = owners.map((login, at) => ({
  id: 11 + at,
  values: {
    id: 11 + at,
    login,
    lastName: roundOf(['Archer', 'Baker', 'Cook', 'Dyer'], at),
    firstName: roundOf(['Ann', 'Bob', 'Cem', 'Dora'], at),
    legalName: at === 1 ? 'Baker and Sons' : '',
    legalType: at === 1 ? 'legal_entity' : 'individual',
    trackersCount: 10,
    phone: `49301234${at}`,
    city: roundOf(['Bremen', 'Leeds'], at),
    activated: true,
    verified: at !== 2,
    balance: at * 1250.5 - 300,
    bonus: 0,
    created: `2025-0${at + 1}-01 08:00:00`,
    comment: '',
    dealerId: 7,
  },
  marks: {},
}))

const simStaged: SheetRow['marks'] = { iccid: mark('8949000000000000099', '', { kind: 'bundle.assignSim' }) }

/** Devices that were announced, one of them with a SIM card staged. */
export const bundles: readonly SheetRow[] = Array.from({ length: 12 }, (_, at) => {
  const [modelCode, equipment] = roundOf(models, at)
  return {
    id: at + 1,
    values: {
      id: 501 + at,
      imei: `35693803564${twoDigits(at)}${at % 10}7`,
      iccid: at % 3 === 0 ? '' : `89490000000000000${twoDigits(at)}`,
      equipment,
      modelCode,
      assigned: '2026-11-01 09:30:00',
      orderId: at % 4 === 0 ? null : 900 + at,
      factoryPreset: at % 2 === 0,
    },
    marks: at === 3 ? simStaged : {},
  }
})

/** What a panel calls where a route stands. */
const routeStates = ['assigned', 'done', 'delayed', 'unassigned', 'failed']
const stopsOf = (route: number): number => 2 + (route % 3)
const onDay = (at: number): string => `2026-11-${twoDigits(16 + at)}`

const routeRows = Array.from({ length: 9 }, (_, at) => ({
  id: at + 1,
  values: {
    id: 7001 + at,
    label: `${roundOf(['Harbour', 'Airport', 'Old town'], at)} round`,
    owner: roundOf(owners.slice(0, 2), at),
    tracker: at % 4 === 3 ? '' : `${roundOf(names, at)} ${twoDigits(at + 1)}`,
    status: roundOf(routeStates, at),
    stops: stopsOf(at),
    windowFrom: `${onDay(at)} 08:00:00`,
    windowTo: `${onDay(at)} 17:30:00`,
    timeZone: 'Europe/Berlin',
    tags: at % 3 === 0 ? 'express' : '',
    externalId: `TMS-${1200 + at}`,
    description: '',
    origin: 'manual',
    created: '2026-11-12 10:00:00',
    statusChanged: `${onDay(at)} 09:10:00`,
    userId: 11 + (at % 2),
    trackerId: at % 4 === 3 ? null : 10_101 + at,
  },
  marks: {},
}))

/** Routes of two of the users. */
export const routes: readonly SheetRow[] = routeRows

/** The stops of these routes. */
export const checkpoints: readonly SheetRow[] = routeRows
  .flatMap(({ values }, at) => Array.from({ length: stopsOf(at) }, (_, stop) => ({ route: values, stop })))
  .map(({ route, stop }, at) => ({
    id: at + 1,
    values: {
      id: 8001 + at,
      route: route.label,
      position: stop + 1,
      label: roundOf(['Depot', 'Customer', 'Warehouse', 'Fuel stop'], at),
      address: `${at + 1} ${roundOf(['Quay Street', 'Station Road', 'Mill Lane'], at)}, Bremen`,
      windowFrom: `${route.windowFrom.slice(0, 10)} ${twoDigits(8 + stop * 2)}:00:00`,
      windowTo: `${route.windowFrom.slice(0, 10)} ${twoDigits(9 + stop * 2)}:30:00`,
      status: roundOf(routeStates, at),
      owner: route.owner,
      tracker: route.tracker,
      arrived: '',
      coordinates: `${53.07 + at / 100}, ${8.8 + at / 100}`,
      radius: 150,
      maxDelay: 15,
      minStay: 5,
      minArrival: 0,
      timeZone: route.timeZone,
      tags: '',
      externalId: '',
      description: '',
      created: route.created,
      routeId: route.id,
      userId: route.userId,
    },
    marks: {},
  }))

/** Answers what sheets ask, each with all of its rows in their order, whatever is searched or filtered for. */
export function sheetsHold(rows: Partial<Record<SheetName, readonly SheetRow[]>>): void {
  const held = (sheet: SheetName | undefined): readonly SheetRow[] => (sheet && rows[sheet]) ?? []
  const viewed = (view: number): readonly SheetRow[] => held(sheetNames[view - 1])
  answering({
    'sheet.recallLook': () => null,
    'sheet.keepLook': () => ({}),
    'views.list': () => ({ views: [], unreadable: [] }),
    'sheet.open': ({ sheet }) => {
      const { length } = held(sheet)
      const view = sheetNames.indexOf(sheet) + 1
      return { view, count: length, matching: length, total: length, headings: [], rows: [...held(sheet)] }
    },
    'sheet.rows': ({ view, from, count }) => ({ rows: viewed(view).slice(from, from + count) }),
    'sheet.rowsById': ({ sheet, ids }) => ({ rows: held(sheet).filter(({ id }) => ids.includes(id)) }),
    'sheet.ids': ({ view, from, count }) => ({
      ids: viewed(view)
        .slice(from, from + count)
        .map(({ id }) => id),
    }),
    'sheet.cells': ({ view, from, count, fields }) => ({
      cells: viewed(view)
        .slice(from, from + count)
        .map(({ values }) => fields.map((field) => values[field] ?? null)),
    }),
    'sheet.summary': ({ count }) => ({ rows: count, filled: count, distinct: count, sum: null }),
    'sheet.next': () => ({ row: null, field: null }),
  })
}

import { firstSettings } from '../../../shared/settings.ts'
import { now } from './clock.ts'
import { expect } from 'vitest'
import { type Locator, page, userEvent } from 'vitest/browser'
import type { CallOutput } from '../../../shared/contract.ts'
import type { ProfileSummary } from '../../../shared/contract/profiles.ts'
import type { RemedyOffer } from '../../../shared/contract/remedies.ts'
import type { RoutesState } from '../../../shared/contract/routes.ts'
import { changesHold } from './changed.ts'
import { consoleOf, consolesAre, said } from './consoles.ts'
import { answering, refusing } from './core.ts'
import { bundles, checkpoints, routes, sheetsHold, trackers, users } from './fleet.ts'
import { acme, knownPanels, quiet, routesPulled, routesState, usersFound } from './known.ts'
import { reportMonth, reportsHold } from './reported.ts'
import { fleetHolds } from './glance.ts'
import { attempt, changeSet, operation, planOf, statusWith } from './staged.ts'
import { openWindow } from './window.ts'

// Each page in the states that are looked at: what the core says, and what is done before.

/** A page as its picture shows it. */
export interface Scene {
  /** The picture's name. */
  readonly name: string
  /** The address at which the window opens. */
  readonly at: string
  /** Whether the tour is shown over it. */
  readonly tour?: 'on'
  /** What the core says, and what is done before the picture is taken. */
  prepare(): void
  do?(): Promise<void>
  /** What has to be in sight. */
  seen(): Locator
}

const minute = 60_000
/** So long ago, with room for the seconds that a picture takes. */
const ago = (minutes: number): number => now - minutes * minute - 1000
const open = { ...acme, openedAt: ago(60) }
const profiles: CallOutput<'profiles.list'> = { ...knownPanels, profiles: [open], open: open.id }
const pull = { ...quiet.pull, completedAt: ago(5) }
const permissions = {
  tracker_bundles: ['create', 'read', 'update'],
  trackers: ['read', 'update', 'create', 'delete', 'corrupt', 'report'],
  users: ['read', 'update', 'create'],
  user_sessions: ['create'],
}
const working = { profile: open, pull, permissions }

/** An open panel on which something is staged. */
function atWork(more: Parameters<typeof statusWith>[0] = {}): void {
  const queue = { draft: 8, broken: 1, ready: 1, conflict: 1, unknown: 1 }
  const undo = { canUndo: true, canRedo: false }
  answering({
    'status.read': () => statusWith({ ...working, queue, undo, ...more }),
    'profiles.list': () => profiles,
  })
}

/** An open panel on which nothing is staged. */
function atRest(more: Parameters<typeof statusWith>[0] = {}): void {
  answering({ 'status.read': () => statusWith({ ...working, ...more }), 'profiles.list': () => profiles })
}

function sheet(name: 'trackers' | 'users' | 'bundles', shows: string): Scene {
  return {
    name,
    at: `/${name}`,
    prepare() {
      atWork()
      sheetsHold({ trackers, users, bundles })
    },
    seen: () => page.getByText(shows).first(),
  }
}

/** What cannot be taken back, as it is asked about. */
const removal: Scene = {
  ...sheet('trackers', ''),
  name: 'removal',
  async do() {
    await page.getByText('Van 01').first().click()
    await page.getByRole('button', { name: /^Actions/ }).click()
    await page.getByRole('menuitem', { name: /^Cancel activation/ }).click()
  },
  seen: () => page.getByRole('textbox', { name: 'Confirmation' }),
}

/** A command that is kept by name, filled in for the rows that are selected. */
const command: Scene = {
  ...removal,
  name: 'command',
  prepare() {
    removal.prepare()
    answering({
      'commands.templates': () => ({
        templates: [{ name: 'Report now', command: 'report {imei} {phone}', form: 'text', reliable: true }],
      }),
      'commands.fill': () => ({
        filled: [
          { label: 'Van 01', command: 'report 356938035640007 4915112345678' },
          { label: 'Truck 02', command: null },
        ],
      }),
    })
  },
  async do() {
    await page.getByText('Van 01').first().click()
    await page.getByRole('button', { name: /^Actions/ }).click()
    await page.getByRole('menuitem', { name: /^Send command/ }).click()
    await page.getByRole('combobox', { name: 'Template' }).selectOptions('Report now')
  },
  seen: () => page.getByText('report 356938035640007 4915112345678'),
}

/** What is found by what is typed: commands, and rows of all sheets. */
const palette: Scene = {
  ...sheet('trackers', ''),
  name: 'palette',
  prepare() {
    sheet('trackers', '').prepare()
    localStorage.removeItem('fleetbook.recent-commands')
    answering({
      'sheet.find': () => ({
        found: [
          { sheet: 'trackers', id: 2, panelId: 10_102, name: 'Truck 02', matched: null },
          { sheet: 'trackers', id: 8, panelId: 10_108, name: 'משאית 08 truck', matched: null },
          {
            ...{ sheet: 'users', id: 11, panelId: 11, name: 'ann@acme.example' },
            matched: { field: 'comment', value: 'trucks of the north' },
          },
        ],
      }),
    })
  },
  async do() {
    await page.getByText('Van 01').first().click()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.keyboard('tr')
  },
  seen: () => page.getByRole('option', { name: /^ann@acme/ }),
}

/** A sheet that has no rows, and why. */
function emptySheet(name: 'trackers' | 'users' | 'bundles', why: string, prepare: () => void, words: RegExp): Scene {
  return { name: `${name}-${why}`, at: `/${name}`, prepare, seen: () => page.getByText(words) }
}

// ---- connection ----

const demo: ProfileSummary = { ...acme, id: 'demo', name: 'Demo panel', panel: { kind: 'demo' }, dealerId: 1 }
const asked: ProfileSummary = { ...acme, id: 'asked', name: 'Northern fleet', dealerId: 12 }
const withoutPanel = { profile: null, connection: { state: 'closed' } } as const

const connection: readonly Scene[] = [
  {
    name: 'connection',
    at: '/connect',
    prepare() {
      answering({
        'status.read': () => statusWith(withoutPanel),
        'profiles.list': () => ({
          ...knownPanels,
          profiles: [{ ...open, colour: 'red', environment: 'production' }, demo, { ...asked, environment: 'test' }],
        }),
        'profiles.secrets': () => ({ places: { [open.id]: 'keychain', [asked.id]: 'missing' } }),
      })
    },
    seen: () => page.getByText('No password: works offline until you sign in'),
  },
  {
    name: 'connection-empty',
    at: '/connect',
    prepare() {
      answering({
        'status.read': () => statusWith(withoutPanel),
        'profiles.list': () => ({ ...knownPanels, profiles: [] }),
      })
    },
    seen: () => page.getByRole('button', { name: 'Open the demo panel' }),
  },
  {
    name: 'connection-error',
    at: '/connect',
    prepare() {
      const lost = { id: 'b5c1', problem: { code: 'profile-unreadable' }, kept: null, unsettled: 3 } as const
      answering({
        'status.read': () => statusWith({ ...withoutPanel, notReopened: { code: 'profile-busy' } }),
        'profiles.list': () => ({ ...knownPanels, profiles: [open], unreadable: [lost] }),
      })
    },
    seen: () => page.getByText('3 unsent changes, kept'),
  },
]

// ---- outbox and history ----

const clash = [{ field: 'comment', from: '', to: 'mine', theirs: 'theirs' }]
const subject = (name: string, id: number) => ({ name, panelId: 10_100 + id, row: id })
const operations = [
  operation({ id: 1, subject: subject('Bus 03', 3), changes: [{ field: 'label', from: 'Bus 03', to: 'Bus 12' }] }),
  operation({
    id: 2,
    subject: subject('Crane 04', 4),
    changes: [{ field: 'label', from: 'Crane 04', to: '' }],
    problem: { code: 'label-empty' },
  }),
  operation({ id: 3, state: 'conflict', subject: subject('Van 07', 7), changes: clash, problem: { code: 'conflict' } }),
  operation({
    id: 4,
    state: 'rejected',
    subject: subject('Tug 06', 6),
    problem: { code: 'panel-refused', panelCode: 7, panelWords: 'Invalid parameters' },
    attempts: 1,
  }),
  operation({
    id: 5,
    kind: 'tracker.move',
    state: 'unknown',
    subject: subject('Bus 09', 9),
    changes: [{ field: 'owner', from: 'ann@acme.example', to: 'dora@acme.example' }],
    problem: { code: 'timed-out' },
    attempts: 1,
  }),
]
const sets = [
  changeSet({
    id: 2,
    createdAt: ago(10),
    counts: { draft: 2, conflict: 1, rejected: 1, unknown: 1 },
    broken: 1,
    kinds: { 'tracker.settings': 4, 'tracker.move': 1 },
  }),
  changeSet({
    id: 1,
    origin: 'import',
    title: 'clones for dora.csv',
    createdAt: ago(50),
    counts: { draft: 120 },
    kinds: { 'tracker.clone': 120 },
  }),
]

function outboxHolds(rows = operations, changeSets = sets): void {
  answering({
    'outbox.changeSets': () => ({ changeSets: [...changeSets] }),
    'outbox.operations': () => ({ count: rows.length, rows: [...rows] }),
    'outbox.planNumbers': () => ({ operations: 121, staying: 1, kinds: [] }),
    'outbox.plan': () =>
      planOf({
        operations: 121,
        requests: 122,
        reads: 2,
        duration: 13_000,
        kinds: [
          {
            kind: 'tracker.clone',
            operations: 120,
            atRisk: 120,
            rows: 120,
            requests: 120,
            requestsAtRisk: 120,
            risk: 'plain',
          },
          {
            kind: 'tracker.settings',
            operations: 1,
            atRisk: 1,
            rows: 1,
            requests: 1,
            requestsAtRisk: 1,
            risk: 'plain',
          },
        ],
        refused: [{ problem: { code: 'label-empty' }, operations: 1, examples: ['Crane 04'] }],
      }),
    'outbox.next': () => ({ next: null }),
  })
}

// ---- what drivers have begun meanwhile ----

const stopBegun = { code: 'stop-begun', panelCode: 255, panelWords: 'Invalid task state' } as const
const begunMeanwhile = [
  operation({
    ...{ id: 1, kind: 'route.delete', state: 'rejected', subject: subject('Harbour round', 1), changes: [] },
    problem: { code: 'route-begun-stays' },
  }),
  ...['Gate 4', 'Cold store', 'Depot'].map((name, at) =>
    operation({
      ...{ id: 2 + at, kind: 'checkpoint.update', state: 'rejected', subject: subject(name, 2 + at), attempts: 1 },
      changes: [{ field: 'windowTo', from: '2026-12-01 11:00:00', to: '2026-12-01 12:00:00' }],
      problem: stopBegun,
    }),
  ),
  operation({
    ...{ id: 5, kind: 'checkpoint.update', subject: subject('Fuel stop', 5), problem: { code: 'stop-begun' } },
    changes: [{ field: 'label', from: 'Fuel', to: 'Fuel stop' }],
  }),
]
const routeEdits = changeSet({
  id: 1,
  createdAt: ago(10),
  releasedAt: ago(2),
  counts: { draft: 3, rejected: 4 },
  broken: 1,
  kinds: { 'route.delete': 1, 'checkpoint.update': 6 },
})

/** What can still be done with a route of these, with what stays behind, and with all that was refused. */
function offersFor(state: string | undefined, around: number | undefined): RemedyOffer[] {
  const drop = (operations: number): RemedyOffer => ({ remedy: 'drop-begun', operations })
  if (state === 'draft') return [drop(1)]
  const ofRoute = (['delete-later-stops', 'delete-begun-route', 'leave-route'] as const).map((remedy) => ({
    remedy,
    operations: 1,
  }))
  return around === undefined ? [drop(3), ...ofRoute] : ofRoute
}

const attempts = [
  attempt({
    id: 4,
    at: ago(2),
    outcome: 'unknown',
    took: null,
    httpStatus: null,
    problem: { code: 'timed-out' },
  }),
  attempt({
    id: 3,
    at: ago(3),
    outcome: 'refused',
    httpStatus: 400,
    problem: { code: 'panel-refused', panelCode: 7, panelWords: 'Invalid parameters' },
  }),
  attempt({ id: 2, at: ago(4), kind: 'tracker.clone', path: 'tracker/clone', operations: 1, took: 340 }),
  attempt({ id: 1, at: ago(5), subject: 'Van 01', took: 1240 }),
]

const sent: readonly Scene[] = [
  {
    name: 'outbox',
    at: '/outbox',
    prepare() {
      atWork()
      outboxHolds()
    },
    seen: () => page.getByRole('button', { name: /^Send 121 changes/ }),
  },
  {
    name: 'outbox-warned',
    at: '/outbox',
    prepare() {
      atWork()
      outboxHolds()
      const taken = { code: 'label-taken' } as const
      const dearer = { code: 'plan-dearer', values: { times: 2 } } as const
      const owners = { code: 'many-owners', values: { most: 20 } } as const
      answering({
        'outbox.plan': () =>
          planOf({
            warned: [
              { of: 'cells', problem: taken, count: 4, examples: ['Van 1', 'משאית', 'Van 7'] },
              { of: 'operations', problem: dearer, count: 2, examples: ['Truck 014', 'Truck 015'] },
              { of: 'owners', problem: owners, count: 34, examples: ['a@acme.eu', 'b@acme.eu', 'c@acme.eu'] },
            ],
          }),
      })
    },
    seen: () => page.getByText(/^34 owners\./),
  },
  {
    name: 'outbox-begun',
    at: '/outbox',
    prepare() {
      atWork({ queue: { draft: 3, broken: 1, rejected: 4 } })
      outboxHolds(begunMeanwhile, [routeEdits])
      answering({
        'outbox.plan': () =>
          planOf({
            ...{ operations: 2, requests: 2, reads: 2 },
            kinds: [
              {
                ...{ kind: 'checkpoint.update', operations: 2, rows: 2, requests: 2 },
                ...{ risk: 'tells-driver', atRisk: 0, requestsAtRisk: 0 },
              },
            ],
            refused: [{ problem: { code: 'stop-begun' }, operations: 1, examples: ['Fuel stop'] }],
          }),
        'outbox.planNumbers': () => ({ operations: 2, staying: 1, kinds: [] }),
        'outbox.remedies': ({ state, around }) => ({ offers: offersFor(state, around) }),
      })
    },
    async do() {
      const grid = page.getByRole('grid', { name: 'Changes' })
      await expect.element(grid.getByRole('row', { name: /Harbour round/ })).toBeVisible()
      grid.element().focus()
      await userEvent.keyboard('{Enter}')
    },
    seen: () => page.getByRole('complementary').getByRole('button', { name: /^Delete the stops that come later/ }),
  },
  {
    name: 'outbox-empty',
    at: '/outbox',
    prepare() {
      atRest()
      answering({ 'outbox.changeSets': () => ({ changeSets: [] }) })
    },
    seen: () => page.getByText(/^Nothing is staged/),
  },
  {
    name: 'outbox-error',
    at: '/outbox',
    prepare() {
      atRest()
      answering({ 'outbox.changeSets': refusing({ code: 'disk-failed' }) })
    },
    seen: () => page.getByText(/disk/i).first(),
  },
  {
    name: 'history',
    at: '/history',
    prepare() {
      atRest()
      answering({ 'history.attempts': () => ({ count: attempts.length, rows: attempts }) })
    },
    seen: () => page.getByText('4 requests'),
  },
  {
    name: 'history-empty',
    at: '/history',
    prepare() {
      atRest()
      answering({ 'history.attempts': () => ({ count: 0, rows: [] }) })
    },
    seen: () => page.getByText(/^Nothing has been sent yet/),
  },
  {
    name: 'fleet',
    at: '/fleet',
    prepare() {
      atRest()
      fleetHolds()
      changesHold()
    },
    seen: () => page.getByRole('link', { name: 'Van 44' }),
  },
  {
    name: 'fleet-empty',
    at: '/fleet',
    prepare() {
      atRest({ pull: { ...pull, completedAt: null } })
      fleetHolds({ trackers: 0, connections: [], newest: [] })
      changesHold([], [])
    },
    seen: () => page.getByText(/^Nothing has been pulled yet/),
  },
  {
    name: 'changes',
    at: '/changes',
    prepare() {
      atRest()
      changesHold()
    },
    async do() {
      const grid = page.getByRole('grid', { name: 'Changes at the panel' })
      await expect.element(grid.getByRole('row', { name: /Truck 02/ })).toBeVisible()
      grid.element().focus()
      await userEvent.keyboard('{ArrowDown}{Shift>}{ArrowDown}{/Shift}')
    },
    seen: () => page.getByRole('button', { name: 'Put back 2' }),
  },
  {
    name: 'changes-empty',
    at: '/changes',
    prepare() {
      atRest()
      changesHold([])
    },
    seen: () => page.getByText(/^Nothing has changed at the panel/),
  },
  {
    name: 'history-error',
    at: '/history',
    prepare() {
      atRest()
      answering({ 'history.attempts': refusing({ code: 'disk-failed' }) })
    },
    seen: () => page.getByText(/disk/i).first(),
  },
]

// ---- imports and settings ----

const clones = {
  kind: 'clones' as const,
  fields: {
    tracker: { from: 'column' as const, column: 0 },
    user: { from: 'constant' as const, value: '11' },
    label: { from: 'column' as const, column: 1 },
  },
  options: { skipExisting: true },
}
const noMapping = <Kind extends string>(kind: Kind) => ({ kind, fields: {}, options: {} })
const fileRows = Array.from({ length: 12 }, (_, at) => [String(10_101 + at), at % 3 === 0 ? '' : `Copy ${at}`])

function fileIsRead(): void {
  const missing = { tracker: { code: 'tracker-unknown' } } as const
  const exists = { '': { code: 'clone-exists' } } as const
  answering({
    'imports.begin': () => ({ file: 'f' }),
    'imports.chunk': () => ({}),
    'imports.forget': () => ({}),
    'imports.read': () => ({
      reading: { encoding: 'utf-8', delimiter: ',', heading: true },
      rows: fileRows.length,
      columns: [
        { name: 'tracker', samples: ['10101', '10102', '10103'] },
        { name: 'label', samples: ['Copy 1', 'Copy 2'] },
      ],
      preview: fileRows,
      problems: [],
      suggested: clones,
      remembered: false,
      unreadable: false,
      mappings: {
        clones,
        bundles: noMapping('bundles'),
        sims: noMapping('sims'),
        orders: noMapping('orders'),
        equipment: noMapping('equipment'),
        routes: noMapping('routes'),
        routeDetails: noMapping('routeDetails'),
        users: noMapping('users'),
      },
    }),
    'imports.check': () => ({
      ready: 10,
      doubtful: 1,
      refused: 1,
      same: 0,
      groups: [
        { field: 'tracker', problem: { code: 'tracker-unknown' }, verdict: 'refused', rows: 1, examples: [5] },
        { field: '', problem: { code: 'clone-exists' }, verdict: 'doubt', rows: 1, examples: [8] },
      ],
      missing: [],
      requests: 10,
      requestsWithDoubtful: 11,
    }),
    'imports.rows': () => ({
      count: fileRows.length,
      rows: fileRows.map((cells, at) => ({
        row: at + 2,
        cells,
        values: {
          tracker: at === 3 ? (cells[0] ?? '') : `${cells[0] ?? ''} · Van ${at + 1}`,
          user: 'ann@acme.example',
          label: cells[1] ?? '',
        },
        problems: at === 3 ? missing : at === 6 ? exists : {},
        verdict: at === 3 ? 'refused' : at === 6 ? 'doubt' : 'ready',
      })),
    }),
    'lookup.users': usersFound,
  })
}

const chooseFile = () =>
  userEvent.upload(
    page.getByLabelText('Choose a file to import'),
    new File(['tracker,label\n'], 'clones for ann.csv', { type: 'text/csv' }),
  )

const others: readonly Scene[] = [
  {
    name: 'imports',
    at: '/imports',
    prepare() {
      atRest()
      fileIsRead()
    },
    do: chooseFile,
    seen: () => page.getByRole('button', { name: 'Stage 10 clones' }),
  },
  {
    name: 'imports-empty',
    at: '/imports',
    prepare: () => atRest(),
    seen: () => page.getByRole('heading', { name: 'Drop a CSV file here' }),
  },
  {
    name: 'imports-error',
    at: '/imports',
    prepare() {
      atRest()
      answering({ 'imports.begin': refusing({ code: 'file-large' }) })
    },
    do: chooseFile,
    seen: () => page.getByText('clones for ann.csv'),
  },
  {
    name: 'settings',
    at: '/settings',
    prepare: () => atRest(),
    seen: () => page.getByText('12.4 MB', { exact: false }),
  },
  {
    name: 'help',
    at: '/help/guide',
    prepare: () => atRest(),
    seen: () => page.getByRole('heading', { name: 'Review and send' }),
  },
  {
    name: 'help-diagnostics',
    at: '/help/diagnostics',
    prepare: () => atRest(),
    seen: () => page.getByText('12.4 MB', { exact: false }),
  },
  {
    name: 'tour',
    at: '/outbox',
    tour: 'on',
    prepare() {
      atRest({ profile: { ...demo, environment: 'test', colour: 'blue' } })
      answering({
        'outbox.changeSets': () => ({ changeSets: [] }),
        'outbox.operations': () => ({ rows: [], count: 0 }),
      })
    },
    seen: () => page.getByText('Edit cells'),
  },
]

const emptySheets: readonly Scene[] = [
  emptySheet(
    'trackers',
    'empty',
    () => {
      atRest({ pull: { ...pull, completedAt: null } })
      sheetsHold({})
    },
    /^Nothing has been pulled/,
  ),
  emptySheet(
    'trackers',
    'error',
    () => {
      atRest({ connection: { state: 'stopped', problem: { code: 'wrong-password' } } })
      sheetsHold({})
      answering({ 'sheet.open': refusing({ code: 'disk-failed' }) })
    },
    /disk/i,
  ),
  emptySheet(
    'bundles',
    'empty',
    () => {
      atRest()
      sheetsHold({})
    },
    /^This panel has no bundles/,
  ),
]

/** What a new user is made with, and what is wrong in it. */
const newUser: Scene = {
  ...sheet('users', 'Archer'),
  name: 'new-user',
  prepare() {
    atRest({ permissions: { users: ['create', 'read', 'update'] } })
    sheetsHold({ users })
    answering({ 'lookup.tariffs': () => ({ tariffs: [{ id: 2, name: 'Fleet', price: 4.5, active: true }] }) })
  },
  async do() {
    await page.getByRole('button', { name: 'New user' }).click()
    await page.getByRole('textbox', { name: 'Login' }).fill('nora')
    await page.getByLabelText('Password').fill('short')
    await page.getByRole('button', { name: 'Stage user' }).click()
  },
  seen: () => page.getByText(/12 to 20 characters/).first(),
}

// ---- routes ----

/** Both sheets of the page of routes, with one user who could not be pulled. */
function routesAre(state: RoutesState, held: Parameters<typeof sheetsHold>[0] = { routes, checkpoints }): void {
  atRest()
  sheetsHold({ users, ...held })
  answering({ 'routes.state': () => state, 'routes.pull': () => ({}) })
}

const pulled = routesPulled(ago(3))
const oneFailed = routesPulled(ago(3), {
  choice: { users: [11, 12, 13], from: '2026-11-13', to: '2026-12-04' },
  users: [...pulled.users, { id: 13, pulledAt: null, problem: { code: 'panel-refused', panelCode: 201 } }],
})
const beingPulled = routesPulled(ago(3), { running: true, done: 1, total: 2 })

const ofRoutes: readonly Scene[] = [
  {
    name: 'routes',
    at: '/routes',
    prepare: () => routesAre(oneFailed),
    seen: () => page.getByText('Harbour round').first(),
  },
  {
    name: 'checkpoints',
    at: '/routes/checkpoints',
    prepare: () => routesAre(beingPulled),
    seen: () => page.getByText('Fuel stop').first(),
  },
  {
    name: 'routes-empty',
    at: '/routes',
    prepare: () => routesAre(routesState(), {}),
    seen: () => page.getByText(/^Routes and their checkpoints belong to users/),
  },
  {
    name: 'routes-error',
    at: '/routes',
    prepare() {
      atRest({ permissions: { trackers: ['read'] } })
    },
    seen: () => page.getByRole('main').getByText(/^Needs “user_sessions: create”, which/),
  },
]

const reports: readonly Scene[] = [
  {
    name: 'reports',
    at: '/reports',
    prepare() {
      atRest()
      reportsHold()
    },
    async do() {
      const table = page.getByRole('grid', { name: 'Months' })
      await expect.element(table.getByRole('row').nth(2)).toBeVisible()
      table.element().focus()
      await userEvent.keyboard('{ArrowDown}{Enter}')
    },
    seen: () => page.getByText('Old van'),
  },
  {
    name: 'reports-owners',
    at: '/reports',
    prepare() {
      atRest()
      reportsHold()
    },
    do: () => page.getByText('By owner').click(),
    seen: () => page.getByRole('img', { name: /Trackers of ann/ }),
  },
  {
    name: 'reports-empty',
    at: '/reports',
    prepare() {
      atRest()
      reportsHold()
      answering({ 'reports.months': () => ({ months: [reportMonth('2024-01')] }) })
    },
    seen: () => page.getByText(/^Nothing has been read of these months yet/),
  },
]

// ---- consoles ----

const ofConsoles: readonly Scene[] = [
  {
    name: 'console',
    at: '/console',
    prepare() {
      atRest()
      consolesAre([
        said(consoleOf(1, 'Van 01'), now),
        {
          ...consoleOf(2, 'משאית 02'),
          state: {
            state: 'waiting',
            problem: { code: 'console-dropped' },
            retryAt: now + 4000,
          },
          lines: [
            { number: 1, at: now - 9000, sort: 'opened', text: '' },
            { number: 2, at: now - 8000, sort: 'command', text: 'cpureset', heard: 'perhaps' },
            { number: 3, at: now - 7000, sort: 'dropped', text: '' },
          ],
        },
      ])
    },
    seen: () => page.getByText('WARNING: Not recognized command'),
  },
  {
    name: 'console-empty',
    at: '/console',
    prepare() {
      atRest()
      consolesAre([])
    },
    seen: () => page.getByText(/^A console shows/),
  },
  {
    name: 'console-error',
    at: '/console',
    prepare() {
      atRest()
      consolesAre([
        {
          ...consoleOf(1, 'Van 01'),
          state: {
            state: 'stopped',
            problem: { code: 'console-refused', panelCode: 230, panelWords: 'Not supported for this entity type' },
          },
        },
      ])
    },
    seen: () => page.getByText(/^The panel opens no console/),
  },
]

/** All of them. */
export const scenes: readonly Scene[] = [
  ...connection,
  sheet('trackers', 'Van 01'),
  removal,
  command,
  palette,
  sheet('users', 'Archer'),
  newUser,
  sheet('bundles', 'Tag 2'),
  ...ofRoutes,
  ...ofConsoles,
  ...sent,
  ...reports,
  ...others,
  ...emptySheets,
]
/** Whether it is a page as it mostly is: with rows, and without a problem. */
export const isPlain = ({ name }: Scene): boolean => !/-(empty|error)$/.test(name)

/** Opens the window on a scene, and waits until it stands. */
export async function openScene(scene: Scene, theme: 'light' | 'dark'): Promise<void> {
  // Where the pointer was left before, by whichever test, something would be lit.
  await userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } })
  scene.prepare()
  answering({
    'settings.read': () => ({ settings: { ...firstSettings, theme, tour: scene.tour ?? 'off' }, problem: null }),
  })
  openWindow(scene.at)
  await scene.do?.()
  await expect.element(scene.seen()).toBeVisible()
}

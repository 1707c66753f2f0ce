import type { DemoEdit } from '../../electron/demo-panel/other-hands.ts'
import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import { actions, type Action, type Actions } from './actions.ts'
import { routesAtPanel } from './routes-at-panel.ts'
import { unlikeInCache } from './routes-kept.ts'
import { survive, untilTakenBack } from './survive.ts'
import { allowed, type World } from './world.ts'
import { copyOn } from '../support/routes-rig.ts'

// Routes of users and their stops: edited, deleted and taken apart, while others do the same and drivers move on.

/** Soon enough that there is time left, late enough that nobody has set out yet. */
const days = { from: '2026-11-21', to: '2026-11-26' }

interface StopRow {
  readonly id: number
  readonly route: number
  readonly windowFrom: string
  readonly windowTo: string
}

/** The routes that things happen to: so few that whatever happens, happens to the same ones. */
const someRoutes = ({ rig }: World): number[] =>
  rig
    .cached<{ id: number }>('SELECT id FROM route WHERE stops BETWEEN 2 AND 14 ORDER BY id LIMIT 5')
    .map(({ id }) => id)

const stopsOf = (world: World): readonly StopRow[] =>
  world.rig.cached<StopRow>(
    `SELECT id, route_row AS route, window_from AS windowFrom, window_to AS windowTo FROM checkpoint
     WHERE route_row IN (${someRoutes(world).join()}) ORDER BY route_row, position`,
  )

/** Those that are to be made, as the sheet shows them. */
const newStopsOf = ({ rig }: World): readonly StopRow[] =>
  rig.cached<StopRow>(
    `SELECT id, route_row AS route, window_from AS windowFrom, window_to AS windowTo FROM made_checkpoint ORDER BY id`,
  )

/** Some of them, each once. */
function pickSome<Row>({ throws }: World, rows: readonly Row[], most: number): Row[] {
  if (rows.length === 0) return []
  return [...new Set(Array.from({ length: throws.whole(1, most) }, () => throws.pick(rows)))]
}

/** A time in a window's notation, so many minutes later; what is no time, as a person may have typed it, stays. */
function later(time: string, minutes: number): string {
  const at = Date.parse(`${time.replace(' ', 'T')}Z`) + minutes * 60_000
  return Number.isNaN(at) ? time : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** What is typed into a cell of a stop: most often what may stand there. */
function typed({ throws }: World, { windowFrom, windowTo }: StopRow, field: string): string {
  const shifted = throws.whole(-4, 8) * 15
  switch (field) {
    case 'radius':
      return throws.chance(0.1) ? '150 m' : String(throws.whole(1, 6) * 100)
    case 'windowFrom':
      return throws.chance(0.1) ? 'tomorrow' : later(windowFrom, shifted)
    case 'windowTo':
      return throws.chance(0.1) ? later(windowFrom, -60) : later(windowTo, shifted)
    case 'minStay':
      return throws.chance(0.1) ? '512001' : String(throws.whole(0, 9))
    case 'coordinates':
      return throws.chance(0.1) ? '113.4, 52.5' : `52.${throws.whole(1, 9)}, 13.4`
    case 'externalId':
      return throws.pick(['', `E-${throws.whole(1, 9)}`])
    default:
      return throws.chance(0.05)
        ? '  '
        : throws.pick([`Value ${throws.whole(1, 40)}`, `Two  blanks ${throws.whole(1, 3)}`])
  }
}

const fields = [
  ...['label', 'label', 'label', 'description', 'radius', 'radius', 'externalId'],
  ...['windowFrom', 'windowTo', 'minStay', 'coordinates', 'address'],
]

const editStops: Action = async (world) => {
  const { rig, throws } = world
  const stops = pickSome(world, [...stopsOf(world), ...newStopsOf(world)], 4)
  if (stops.length === 0) return
  const cells = stops.flatMap((stop) =>
    pickSome(world, fields, 2).map((field) => ({ id: stop.id, field, value: typed(world, stop, field) })),
  )
  await rig.call('sheet.stage', { sheet: 'checkpoints', source: throws.pick(['type', 'paste']), cells })
}

/** Who is to drive a route: a tracker of its user, which may not be able to, nobody, or what names nothing. */
function someDriver({ rig, throws }: World, route: number): string {
  const trackers = rig.cached<{ id: number }>(
    `SELECT id FROM tracker WHERE user_id IN (SELECT user_id FROM route WHERE id = ${route} UNION SELECT user_id FROM made_route WHERE id = ${route})
     ORDER BY id LIMIT 6`,
  )
  return throws.pick(['', 'No such tracker', ...trackers.map(({ id }) => `#${id}`)])
}

const editRoutes =
  (rows: (world: World) => readonly number[]): Action =>
  async (world) => {
    const { rig, throws } = world
    const cells = pickSome(world, rows(world), 2).map((id) => {
      const field = throws.pick(['label', 'label', 'description', 'externalId', 'tracker'])
      const text = throws.chance(0.05) ? 'x'.repeat(2_000) : `Tour ${throws.whole(1, 40)}`
      return { id, field, value: field === 'tracker' ? someDriver(world, id) : text }
    })
    if (cells.length > 0) await rig.call('sheet.stage', { sheet: 'routes', source: 'type', cells })
  }

const shiftWindows: Action = async (world) => {
  const { rig, throws } = world
  const [route] = pickSome(world, someRoutes(world), 1)
  if (route === undefined) return
  const { view } = await rig.call('sheet.open', {
    ...{ sheet: 'checkpoints', search: '', sort: [], only: 'all' },
    filter: [{ is: 'oneOf', field: 'routeId', values: [route] }],
  })
  const by = throws.pick([-15, 15, 30])
  for (const field of by > 0 ? ['windowTo', 'windowFrom'] : ['windowFrom', 'windowTo']) {
    await rig.call('sheet.change', {
      ...{ sheet: 'checkpoints', field, where: { rows: 'view', view } },
      change: { do: 'shift', by },
    })
  }
}

const actOnStops =
  (
    kind: 'checkpoint.create' | 'checkpoint.delete' | 'checkpoint.transmute',
    most: number,
    rows: (world: World) => readonly StopRow[] = stopsOf,
  ): Action =>
  async (world) => {
    const ids = pickSome(world, rows(world), most).map(({ id }) => id)
    if (ids.length > 0) await world.rig.call('sheet.act', { kind, ids })
  }

/** Copies of routes to days that are pulled, one of which may be over. */
const copyRoutes: Action = async (world) => {
  const { rig, throws } = world
  const ids = pickSome(world, someRoutes(world), 1)
  const copies = rig.cached<{ n: number }>('SELECT count(*) AS n FROM made_route')[0]?.n ?? 0
  if (ids.length === 0 || copies > 3) return
  const on = pickSome(world, ['2026-11-19', '2026-11-23', '2026-11-24', '2026-11-25', '25.11.2026'], 2)
  await rig.call('sheet.act', { ...copyOn(on.join(throws.pick([', ', ' ']))), ids })
}

/** Those that are to be made, as the sheet shows them. */
const newRoutesOf = ({ rig }: World): number[] =>
  rig.cached<{ id: number }>('SELECT id FROM made_route ORDER BY id').map(({ id }) => id)

const revertRoutes: Action = async (world) => {
  const cells = pickSome(world, newRoutesOf(world), 1).map((id) => ({ id, field: null }))
  if (cells.length > 0) await world.rig.call('sheet.revert', { sheet: 'routes', cells })
}

/** Stops of any routes to a number of these, or so many places on. */
const moveStops: Action = async (world) => {
  const { rig, throws } = world
  const ids = pickSome(world, [...stopsOf(world), ...newStopsOf(world)], 3).map(({ id }) => id)
  const to = throws.pick(['+1', '-1', '+1', '-1', '+2', '-3', '1', '2', '3', '99'])
  if (ids.length > 0) await rig.call('sheet.act', { kind: 'checkpoint.move', ids, route: '', to, make: false })
}

/** Stops to another route, by what it is called, which may be a new one, or one of somebody else. */
const moveToRoutes: Action = async (world) => {
  const { rig, throws } = world
  const ids = pickSome(world, [...stopsOf(world), ...newStopsOf(world)], 2).map(({ id }) => id)
  const routes = rig.cached<{ label: string }>(
    `SELECT label FROM route WHERE id IN (${someRoutes(world).join()})
     UNION ALL SELECT label FROM made_route WHERE length(label) <= 200`,
  )
  if (ids.length === 0 || routes.length === 0) return
  const to = throws.pick(['', '1', '2', '99'])
  await rig.call('sheet.act', { kind: 'checkpoint.move', ids, route: throws.pick(routes).label, to, make: false })
}

/** Single tasks into routes of their users or others', by their names, or further up or down once they are to come into one. */
const tasksToRoutes: Action = async (world) => {
  const { rig, throws } = world
  const tasks = rig.cached<{ id: number }>('SELECT id FROM checkpoint WHERE route_row IS NULL ORDER BY id LIMIT 8')
  const routes = rig.cached<{ label: string }>(
    `SELECT label FROM route WHERE id IN (${someRoutes(world).join()})
     UNION ALL SELECT label FROM made_route WHERE length(label) <= 200`,
  )
  const ids = pickSome(world, tasks, 3).map(({ id }) => id)
  if (ids.length === 0 || routes.length === 0) return
  if (throws.chance(0.2)) {
    const cells = ids.map((id) => ({ id, field: 'label', value: 'Not to be edited' }))
    await rig.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells })
  } else if (throws.chance(0.3)) {
    const cells = ids.map((id) => ({ id, field: 'route', value: throws.pick(routes).label }))
    await rig.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })
  } else {
    const route = throws.chance(0.2) ? '' : throws.pick(routes).label
    const to = route === '' ? throws.pick(['+1', '-1', '2']) : throws.pick(['', '1', '2', '99'])
    await rig.call('sheet.act', { kind: 'checkpoint.move', ids, route, to, make: false })
  }
}

const deleteRoute: Action = async (world) => {
  const ids = pickSome(world, someRoutes(world), 1)
  if (ids.length > 0) await world.rig.call('sheet.act', { kind: 'route.delete', ids })
}

const revertStops: Action = async (world) => {
  const cells = pickSome(world, [...stopsOf(world), ...newStopsOf(world)], 3).map(({ id }) => ({ id, field: null }))
  if (cells.length > 0) await world.rig.call('sheet.revert', { sheet: 'checkpoints', cells })
}

/** Somebody else at the panel, who is refused what cannot be done. */
function others({ rig }: World, edit: DemoEdit): Promise<void> {
  try {
    rig.panel.edit(edit)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return Promise.resolve()
}

const othersAtStops: Action = async (world) => {
  const { throws } = world
  const stops = stopsOf(world)
  if (stops.length === 0) return
  const { id } = throws.pick(stops)
  const change = throws.pick([
    { label: `Theirs ${throws.whole(1, 9)}` },
    { label: `Theirs ${throws.whole(1, 9)}` },
    { description: `Theirs ${throws.whole(1, 9)}` },
    { radius: throws.whole(1, 6) * 100 + 1 },
    { order: throws.whole(0, 6) },
    { order: throws.whole(0, 6) },
    { order: throws.whole(0, 6), label: `Moved ${throws.whole(1, 9)}` },
    { before: `New ${throws.whole(1, 9)}` },
    { gone: true },
    ...(throws.chance(0.5) ? [{ single: true }] : []),
  ])
  await others(world, { stop_id: id, ...change })
}

const othersAtRoutes: Action = async (world) => {
  const { throws } = world
  const [id] = pickSome(world, someRoutes(world), 1)
  if (id === undefined) return
  await others(world, {
    route_id: id,
    ...(throws.chance(0.1) ? { gone: true } : { label: `Their tour ${throws.whole(1, 9)}` }),
  })
}

const driverMovesOn: Action = async (world) => {
  const stops = stopsOf(world)
  if (stops.length === 0) return
  const status = world.throws.pick(['arrived', 'done', 'failed'] as const)
  await others(world, { task_id: world.throws.pick(stops).id, status })
}

const methods = [
  ...['task/checkpoint/update', 'task/checkpoint/update', 'task/checkpoint/delete', 'task/checkpoint/transmute'],
  ...['task/checkpoint/create', 'task/checkpoint/create'],
  ...[
    'task/route/update',
    'task/route/assign',
    'task/route/delete',
    'task/checkpoint/read',
    'task/route/read',
    'task/*',
  ],
]
const strikes: readonly FaultInput['strike'][] = [
  { do: 'drop', when: 'before' },
  { do: 'drop', when: 'after' },
  { do: 'drop', when: 'after' },
  { do: 'drop', when: 'during' },
  { do: 'slow', milliseconds: 2_500, when: 'before' },
  { do: 'slow', milliseconds: 100_000, when: 'before' },
  { do: 'slow', milliseconds: 1_500, when: 'after' },
  { do: 'refuse', code: 15 },
  { do: 'refuse', code: 8 },
  { do: 'refuse', code: 1 },
  { do: 'expire' },
  { do: 'garbage', form: 'cut' },
  { do: 'garbage', form: 'html' },
]

const strikeAt =
  (methods: readonly string[]): Action =>
  ({ rig, throws }) => {
    const strike = throws.pick(strikes)
    rig.panel.faults.add({
      ...{ api: 'user', path: throws.pick(methods), strike },
      ...{ times: throws.whole(1, 3), skip: throws.whole(0, 2) },
    })
    return Promise.resolve()
  }

/** One of the users whose routes are pulled. */
function someUser({ rig, throws, users }: World): number {
  const pulled = rig.cached<{ id: number }>('SELECT DISTINCT user_id AS id FROM route ORDER BY id').map(({ id }) => id)
  return throws.pick(pulled.length > 0 ? pulled : users)
}

const sessionEnds: Action = (world) => Promise.resolve(world.rig.panel.expireUserSessions(someUser(world)))

const noSession: Action = (world) => {
  const { rig, throws } = world
  const strike = throws.pick([
    { do: 'refuse', code: 11 },
    { do: 'refuse', code: 8 },
    { do: 'drop', when: 'after' },
    { do: 'slow', milliseconds: 20_000, when: 'before' },
  ] as const)
  const parameters = { user_id: someUser(world) }
  rig.panel.faults.add({ path: 'user/session/create', parameters, times: 1e6, lasts: throws.whole(1, 60_000), strike })
  return Promise.resolve()
}

const pull: Action = ({ rig }) => allowed(rig.call('routes.pull', { olderThan: 0 }))

/** What else can happen, by the names that it has elsewhere, and how often it does here. */
function among(all: Actions, weights: Readonly<Record<string, number>>): Actions {
  return all.flatMap(([name, , action]) =>
    weights[name] === undefined ? [] : [[name, weights[name], action] as const],
  )
}

export const routeActions: Actions = [
  ['edit stops', 16, editStops],
  ['edit routes', 5, editRoutes(someRoutes)],
  ['shift windows', 2, shiftWindows],
  ['duplicate stops', 5, actOnStops('checkpoint.create', 3)],
  ['delete stops', 4, actOnStops('checkpoint.delete', 3)],
  ['make single tasks', 3, actOnStops('checkpoint.transmute', 2)],
  ['delete a route', 1, deleteRoute],
  ['revert stops', 1, revertStops],
  ['others at stops', 9, othersAtStops],
  ['others at routes', 2, othersAtRoutes],
  ['a driver moves on', 2, driverMovesOn],
  ['a fault at the User API', 9, strikeAt(methods)],
  ['a user’s session ends', 3, sessionEnds],
  ['no session for a user', 2, noSession],
  ['pull routes', 5, pull],
  ...among(actions, {
    ...{ edit: 1, undo: 3, redo: 2, send: 16, recall: 1, discard: 1, hold: 2, 'let go': 2, resolve: 3, mend: 1 },
    ...{ 'look again': 1, 'undo what was sent': 2, fault: 2, cut: 2, 'mend the wire': 3, 'work offline': 1 },
    ...{ 'come back': 2, pause: 1, resume: 2, 'power cut': 4, wait: 3 },
  }),
]

/** The same, and routes that are new with their stops. */
export const newRouteActions: Actions = [
  ...routeActions.filter(([name]) => name !== 'edit routes' && name !== 'duplicate stops'),
  ['edit routes', 6, editRoutes((world) => [...someRoutes(world), ...newRoutesOf(world)])],
  ['duplicate stops', 6, actOnStops('checkpoint.create', 3, (world) => [...stopsOf(world), ...newStopsOf(world)])],
  ['copy routes', 6, copyRoutes],
  ['revert a new route', 1, revertRoutes],
  ['a fault where a route is made', 4, strikeAt(['task/route/create', 'task/route/create', 'task/route/list'])],
]

/** The same, and stops that are to stand elsewhere in their routes. */
export const movedStopActions: Actions = [
  ...newRouteActions,
  ['move stops', 14, moveStops],
  ['move stops to other routes', 8, moveToRoutes],
]

/** The same, and single tasks that become stops of them. */
export const singleTaskActions: Actions = [
  ...movedStopActions,
  ['tasks to routes', 14, tasksToRoutes],
  ['make more single tasks', 5, actOnStops('checkpoint.transmute', 2)],
  ['a fault where a task becomes a stop', 4, strikeAt(['task/transmute', 'task/transmute', 'task/read', 'task/list'])],
]

/** Chooses the routes of the users who have any, and pulls them. */
export async function chooseRoutes({ rig }: World): Promise<void> {
  const users = [...new Set(routesAtPanel(rig).routes.map(({ userId }) => userId))].slice(0, 3)
  await rig.call('routes.choose', { users, ...days })
  await rig.until(async () => !(await rig.call('routes.state', {})).running)
}

/** Once nobody is at it any more, the sheets are like the panel: pulled, and after changes that go wrong in between. */
export async function routesInTheEnd(world: World): Promise<string[]> {
  const { rig, throws, note } = world
  await pulled(world)
  const broken = unlikeInCache(rig, days, 'once they are pulled')
  const [route] = pickSome(world, someRoutes(world), 1)
  const [one, other, third] = stopsOf(world).filter((stop) => stop.route === route)
  if (!one || !other || !third || route === undefined) return broken

  note(`the end of route ${route}`)
  const edited = [other, third].map(({ id }) => ({ id, field: 'label', value: `In the end ${throws.whole(1, 9)}` }))
  await rig.call('sheet.act', { kind: throws.pick(['checkpoint.delete', 'checkpoint.transmute']), ids: [one.id] })
  await rig.call('sheet.act', { kind: 'checkpoint.create', ids: [other.id, third.id] })
  await rig.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells: edited })
  await rig.call('sheet.stage', {
    ...{ sheet: 'routes', source: 'type' },
    cells: [{ id: route, field: 'label', value: `In the end ${throws.whole(1, 9)}` }],
  })
  const strike = { do: 'drop', when: throws.pick(['before', 'after'] as const) } as const
  rig.panel.faults.add({ api: 'user', path: 'task/checkpoint/*', skip: throws.whole(0, 6), strike })
  for (const most of [60, 300]) {
    if (throws.chance(0.5)) rig.cutPowerAfter(throws.whole(1, most))
    await survive(world, async () => {
      await rig.online()
      await rig.send(throws.chance(0.3) ? 'quick' : undefined)
      await rig.clock.advance(throws.whole(0, 3_000))
    })
    await untilTakenBack(world)
  }
  rig.cutPowerAfter(Infinity)
  rig.panel.faults.clear()
  await rig.online()
  await rig.send()
  await untilOnlyAPersonCanTell(world)
  await rig.settled()
  const open = (await rig.operations(['draft', 'ready', 'rejected', 'conflict'])).map(({ id }) => id)
  await rig.call('outbox.discard', { operations: open })
  broken.push(...unlikeInCache(rig, days, 'after what was sent in the end', { pulled: false }))
  await pulled(world)
  return [...broken, ...unlikeInCache(rig, days, 'once they are pulled again')]
}

/**
 * Waits until what is unknown has been looked up, and gives up what is left to a person, such as a stop that was made with
 * an external id which others have as well.
 */
async function untilOnlyAPersonCanTell({ rig }: World): Promise<void> {
  const looked = () =>
    rig.journal(
      "SELECT 1 FROM operation WHERE state IN ('sending', 'waiting') OR state = 'unknown' AND retry_at NOT NULL",
    )
  await rig.until(() => looked().length === 0)
  const unknown = await rig.operations(['unknown'])
  await rig.call('outbox.settle', { operations: unknown.map(({ id }) => id), by: 'giving-up' })
  const needing = (await rig.operations(['ready'])).filter(({ problem }) => problem?.code.startsWith('needs-'))
  await rig.call('outbox.discard', { operations: needing.map(({ id }) => id) })
}

async function pulled({ rig }: World): Promise<void> {
  await rig.online()
  const isRunning = async () => (await rig.call('routes.state', {})).running
  await rig.until(async () => !(await isRunning()))
  await rig.call('routes.pull', { olderThan: 0 })
  await rig.until(async () => !(await isRunning()))
}

import { z } from 'zod'
import type { RouteRecord, TaskRecord } from '../../electron/demo-panel/tasks/records.ts'
import { routeStatus } from '../../electron/demo-panel/tasks/status.ts'
import type { Tasks } from '../../electron/demo-panel/tasks/tasks.ts'
import { ownExternalId } from '../../electron/operations/checkpoint-create.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { keptBy } from '../../shared/operations/edit.ts'
import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { routeCreateKind } from '../../shared/operations/route-create.ts'
import { stopFields } from '../../shared/operations/checkpoint-update.ts'
import { orderAfter } from '../../shared/rules/order.ts'
import { coordinatesIn, coordinatesText } from '../../shared/rules/coordinates.ts'
import type { SimRig } from '../support/core-rig.ts'
import type { Row } from '../support/effects.ts'
import { routesAtPanel, routesNow, type TaskEntry } from './routes-at-panel.ts'
import type { SentRequest } from './sent-requests.ts'
import { askedOf, windows } from './written-over.ts'

// What is promised of routes: each effect has its operation, sets what was asked for and nothing else, and moves no stop.

/** Whether it is a kind of routes and their stops, whose effects are looked at here. */
export function isOfRoutes(kind: string): boolean {
  return isKindName(kind) && ['route', 'checkpoint'].includes(kindOf(kind).entity)
}

type Said = Readonly<Record<string, unknown>>

/** Something that was so from a moment on, by our session or by somebody else. */
interface Since<Value> {
  readonly time: number
  readonly ours: boolean
  readonly value: Value
}

/** What is said of a stop, a task or a route, by the fields that edits set, and by others that go along. */
function saidOf(record: TaskRecord | RouteRecord): Said {
  const { label, description, externalId, tags } = record.details
  const always = { label, description, externalId: externalId ?? '', tags: JSON.stringify(tags) }
  if ('checkpoints' in record) return { ...always, tracker: record.trackerId ?? '' }
  const { location, from, to, maxDelay, minStay, minArrival, custom } = record.details
  return {
    ...{ ...always, address: location.address ?? '', coordinates: `${location.lat} ${location.lng}` },
    ...{ radius: location.radius, windowFrom: from, windowTo: to, maxDelay, minStay, minArrival },
    custom: JSON.stringify(custom),
  }
}

/** A value that was staged, in the words of {@link saidOf}. */
function inTheseWords(field: string, value: unknown): unknown {
  if (field !== 'coordinates' || typeof value !== 'string') return value
  const at = coordinatesIn(value)
  return at ? `${at.lat} ${at.lng}` : value
}

/** All that was so at some time from then on, and that we have not changed since ourselves: the last that we made counts. */
function inForce<Value>(all: readonly Since<Value>[], from: number): Value[] {
  const since = all.slice(
    Math.max(
      0,
      all.findLastIndex(({ ours }) => ours),
    ),
  )
  return since.filter((_, at) => (since[at + 1]?.time ?? Infinity) >= from).map(({ value }) => value)
}

/** By which kind of operation each effect comes about, and whose row it is of. */
const causes: Readonly<Record<string, readonly [kind: string, of: 'task' | 'route']>> = {
  'checkpoint.made': ['checkpoint.create', 'task'],
  'route.made': ['route.create', 'route'],
  'task.changed': ['checkpoint.update', 'task'],
  'task.gone': ['checkpoint.delete', 'task'],
  'task.left': ['checkpoint.transmute', 'task'],
  'task.joined': ['task.transmute', 'task'],
  'route.changed': ['route.update', 'route'],
  'route.assigned': ['route.assign', 'route'],
  'route.gone': ['route.delete', 'route'],
}

/** Whether an operation may have an effect that kinds of this name have: a move writes the whole stop. */
const mayCause = (kind: string, known: string | undefined): boolean =>
  kind === known || (kind === 'checkpoint.move' && known === 'checkpoint.update')

/** Effects by which something is there no more, or not as a stop. */
const leavings: ReadonlySet<string> = new Set(['task.gone', 'task.left', 'route.gone'])

const ordering = z.looseObject({ checkpoint: z.looseObject({ id: z.int(), order: z.int().optional() }) })

/** What an entry is about: the task or stop, and the route that it is of before it, where there is one. */
function aboutOf(entry: TaskEntry, tasks: Tasks): { readonly task: number | null; readonly route: number | null } {
  const task = 'task' in entry ? entry.task : null
  const route = 'route' in entry ? entry.route : task === null ? null : (tasks.stop(task)?.routeId ?? null)
  return { task, route }
}

/** Whether a request writes a route with all of its stops, for operations on some of them. */
const isRewriting = ({ path, body }: SentRequest): boolean =>
  path === 'task/route/update' && body['checkpoints'] !== undefined

/** The operation of a request that an entry is of: those of a new route are in the order of the places that they show. */
function operationOf(entry: TaskEntry, { operations }: SentRequest): Row | null {
  const all = operations ?? []
  if (entry.effect !== 'checkpoint.made' || all.every(({ kind }) => kind === 'checkpoint.create')) return all[0] ?? null
  const place = (row: Row) => checkpointCreateKind.params.parse(row.params).shown.position
  const stops = all.filter(({ kind }) => kind === 'checkpoint.create')
  return stops.sort((a, b) => place(a) - place(b) || a.id - b.id)[entry.order] ?? null
}

interface Done {
  readonly entry: TaskEntry
  readonly row: Row | null
  readonly sentRequest: SentRequest | null
  readonly about: ReturnType<typeof aboutOf>
}

/** What was promised of routes and not kept, by the panel's ledger and the journal; `quick` was read ahead. */
export function brokenAtRoutes(
  rig: SimRig,
  rows: readonly Row[],
  sentRequests: readonly SentRequest[],
  quick: ReadonlySet<number>,
): string[] {
  const { tasks, entries, routes } = routesAtPanel(rig)
  if (entries.length === 0 && !rows.some(({ kind }) => isOfRoutes(kind))) return []
  const { edits, knew } = askedOf(rig)
  const requestOf = new Map(sentRequests.flatMap((sent) => sent.effects.map(({ number }) => [number, sent] as const)))
  const said = new Map<number, Since<Said>[]>()
  const places = new Map<number, Since<number>[]>()
  const orders = new Map<number, Since<readonly number[]>[]>()
  const done: Done[] = []
  const broken: string[] = []
  /** In which routes each stop has stood at some time. */
  const stood = new Set<string>()
  /** The panel's ids of stops that we made, by ours. */
  const made = new Map<number, number>()
  const atPanel = (row: number | undefined) => made.get(row ?? 0) ?? row

  function note<Value>(all: Map<number, Since<Value>[]>, id: number, since: Since<Value>): void {
    const before = all.get(id) ?? []
    all.set(id, before)
    if (JSON.stringify(before.at(-1)?.value) !== JSON.stringify(since.value) || since.ours) before.push(since)
  }
  function noteRoute(id: number, time: number, ours: boolean): void {
    const route = tasks.routeBy(id)
    if (route) note(said, id, { time, ours, value: saidOf(route) })
  }
  function noteOrder(id: number, time: number, ours: boolean): void {
    const route = tasks.routeBy(id)
    if (!route) return
    for (const stop of route.checkpoints) stood.add(`${stop.id} in ${id}`)
    note(orders, id, { time, ours, value: route.checkpoints.map((stop) => stop.id) })
    for (const [at, stop] of route.checkpoints.entries()) note(places, stop.id, { time, ours, value: at })
  }
  for (const { id } of routes) {
    noteRoute(id, -Infinity, false)
    noteOrder(id, -Infinity, false)
    for (const stop of tasks.routeBy(id)?.checkpoints ?? []) {
      note(said, stop.id, { time: -Infinity, ours: false, value: saidOf(stop) })
    }
  }

  /** What an effect of ours has set otherwise than it was, and may not have. */
  function wronglySet(id: number, was: Said, now: Said, row: Row | null, from: number): string[] {
    const mine = edits.filter((edit) => edit.id === row?.id)
    return Object.entries(now).flatMap(([field, value]) => {
      if (was[field] === value) return []
      const shown = inForce(said.get(id) ?? [], from).map((each) => each[field])
      const told = `${field} of ${id}: ${String(was[field])} → ${String(value)}`
      const asked = mine.filter((edit) => inTheseWords(field, edit.set[field]) === value)
      if (asked.length === 0) return shown.includes(value) ? [] : [`Nobody asked for ${told}`]
      // What others wrote after it was read cannot be seen any more.
      const versions = said.get(id) ?? []
      const since = versions.findLast((each, at) => versions[at - 1]?.value[field] !== each.value[field])
      if (!since || since.ours || since.time === -Infinity || since.time >= from) return []
      const known = asked.some((edit) => knew(edit, field, field === 'coordinates' ? textOf(was) : was[field]))
      return known ? [] : [`Somebody was overwritten unseen, ${told}`]
    })
  }

  /** What a move has put elsewhere than just behind the stop that was meant, wherever both may have been seen to stand. */
  function wronglyMoved({ id, params }: Row, { body }: SentRequest, from: number): string[] {
    const stop = atPanel(params.row)
    const { data } = ordering.safeParse(body)
    const seen = (row: number | null | undefined) => inForce(places.get(row ?? 0) ?? [], from)
    const before = params.behind === null ? null : seen(atPanel(params.behind))
    const meant = seen(stop).flatMap((at) => before?.map((other) => (at > other ? other + 1 : other)) ?? [0])
    if (data?.checkpoint.id === stop && meant.includes(data?.checkpoint.order ?? -1)) return []
    return [
      `Operation ${id} moved stop ${data?.checkpoint.id} to ${data?.checkpoint.order}, and not to ${meant.join(', ')}`,
    ]
  }

  /** What a request that writes a whole route has done beside what its operations asked for. */
  function wronglyRewritten({ entry, row, sentRequest, about }: Done, was: Said, from: number): string[] {
    const operations = sentRequest?.operations ?? []
    if (entry.effect === 'task.gone') {
      // What others have made since it was read could not be known, and is left out.
      const first = places.get(entry.task)?.[0]
      return first && !first.ours && first.time >= from
        ? []
        : [`Stop ${entry.task} was left out of what was written of route ${about.route}`]
    }
    if (entry.effect === 'route.ordered') {
      const moves = operations.flatMap(({ kind, params }) =>
        kind === 'checkpoint.move'
          ? [{ row: atPanel(params.row) ?? 0, behind: params.behind === null ? null : (atPanel(params.behind) ?? 0) }]
          : [],
      )
      const meant = inForce(orders.get(entry.route) ?? [], from).map((order) => orderAfter(order, moves).join())
      return meant.includes(entry.tasks.join())
        ? []
        : [`Route ${entry.route} was put in the order ${entry.tasks.join()}, and not ${meant.join(' or ')}`]
    }
    if (entry.effect !== 'task.changed' && entry.effect !== 'route.changed') {
      return [`A route was written as a whole, which has done ${JSON.stringify(entry)}`]
    }
    const id = about.task ?? about.route ?? 0
    const record = about.task === null ? tasks.routeBy(id) : tasks.stop(id)
    return record ? wronglySet(id, was, saidOf(record), row, from) : []
  }

  for (const entry of entries) {
    const isOurs = entry.session !== 0
    const about = aboutOf(entry, tasks)
    const sentRequest = requestOf.get(entry.number) ?? null
    const isWhole = isOurs && sentRequest !== null && isRewriting(sentRequest)
    const ofStop = (id: number | null) =>
      sentRequest?.operations?.find(({ params }) => id !== null && atPanel(params.row) === id) ?? null
    const row = !isOurs || !sentRequest ? null : isWhole ? ofStop(about.task) : operationOf(entry, sentRequest)
    const effect = { entry, row, sentRequest, about }
    const isOrdered = isWhole && entry.effect === 'route.ordered'
    if (isOrdered) done.push(...(sentRequest.operations ?? []).map((each) => ({ ...effect, row: each })))
    else done.push(effect)
    const subject = about.task ?? about.route ?? 0
    const was = said.get(subject)?.at(-1)?.value ?? {}
    tasks.apply(entry, entry.time)
    if (isWhole) {
      broken.push(...wronglyRewritten(effect, was, sentRequest.at - windows.exact))
    } else if (isOurs && row && sentRequest) {
      const from = sentRequest.at - (quick.has(row.id) ? windows.quick : windows.exact)
      const [kind, of] = causes[entry.effect] ?? []
      if (entry.effect === 'checkpoint.made') made.set(row.params.row ?? 0, entry.task)
      if (entry.effect === 'route.made') made.set(row.params.row ?? 0, entry.route)
      if (entry.effect === 'route.ordered' && row.kind === 'checkpoint.move') {
        broken.push(...wronglyMoved(row, sentRequest, from))
      } else if (entry.effect === 'route.ordered') {
        const { data } = ordering.safeParse(sentRequest.body)
        const stood = data ? inForce(places.get(data.checkpoint.id) ?? [], from) : []
        const order = data?.checkpoint.order ?? -1
        if (!stood.includes(order)) {
          broken.push(
            `Operation ${row.id} moved stop ${data?.checkpoint.id} to ${order}, where it did not stand: ${stood.join(', ')}`,
          )
        }
      } else if (!mayCause(row.kind, kind) || atPanel(row.params.row) !== (of && about[of])) {
        broken.push(`Operation ${row.id}, ${row.kind} of ${row.params.row}, has done ${JSON.stringify(entry)}`)
      } else if (entry.effect === 'task.gone' && row.params.replacedBy && !made.has(row.params.replacedBy)) {
        broken.push(`Operation ${row.id} has deleted stop ${entry.task} before another one was there in its place`)
      } else if (entry.effect === 'task.joined') {
        const behind = row.params.behind
        const meant = behind == null ? [0] : inForce(places.get(atPanel(behind) ?? 0) ?? [], from).map((at) => at + 1)
        if (!meant.includes(entry.order) || entry.route !== atPanel(row.params.route)) {
          broken.push(
            `Operation ${row.id} has put task ${entry.task} at ${entry.order}, and not at ${meant.join(', ')}`,
          )
        }
      } else if (entry.effect === 'checkpoint.made') {
        const stop = tasks.stop(entry.task)
        // With a new route a stop may go whose predecessor was given up meanwhile. It stands by the place that it shows,
        // which is how its operation was found; behind one that goes along it has to stand.
        const isWithRoute = sentRequest.path === 'task/route/create'
        const isAlong = sentRequest.operations?.some(({ params }) => params.row === row.params.behind)
        const isFree = row.params.behind === null || (isWithRoute && !isAlong)
        const behind = inForce(places.get(atPanel(row.params.behind ?? undefined) ?? 0) ?? [], from)
        if (!isFree && !behind.includes(entry.order - 1)) {
          broken.push(
            `Operation ${row.id} has made a stop at ${entry.order}, and that before it stood at ${behind.join(', ')}`,
          )
        }
        if (stop) broken.push(...wronglyMade(stop, row))
      } else if (entry.effect === 'route.made') {
        const route = tasks.routeBy(entry.route)
        if (route) broken.push(...wronglyMadeRoute(route, row))
      } else if (!leavings.has(entry.effect)) {
        const record = about.task === null ? tasks.routeBy(subject) : tasks.stop(subject)
        if (record) broken.push(...wronglySet(subject, was, saidOf(record), row, from))
      }
    } else if (isOurs) broken.push(`Nobody asked for ${JSON.stringify(entry)}`)
    const stop = about.task === null ? undefined : tasks.stop(about.task)
    if (stop && entry.effect !== 'task.status') {
      note(said, stop.id, { time: entry.time, ours: isOurs, value: saidOf(stop) })
    }
    if (about.route === null) continue
    if (entry.effect !== 'task.changed') noteRoute(about.route, entry.time, isOurs)
    // A request that writes a whole route makes its order by its last effect. Until then the order may be that of others
    // who have moved its stops just before: after they were read, so that it is written over, and nobody could know.
    const isMade = isWhole ? sentRequest.effects.at(-1)?.number === entry.number : entry.effect !== 'task.changed'
    if (isMade || entry.effect !== 'task.changed') noteOrder(about.route, entry.time, isOurs && isMade)
  }
  return [
    ...broken,
    ...doneAgain(done),
    ...sentTogether(done, sentRequests),
    ...wronglySettledRoutes(rig, rows, done, tasks, said, made, stood),
  ]
}

/** What a route that we made holds otherwise than was asked for. */
function wronglyMadeRoute(route: RouteRecord, { id, params }: Row): string[] {
  const said = saidOf(route)
  const { label, description, externalId, tracker, tagIds } = routeCreateKind.params.parse({
    ...params,
    tracker: params.driver,
  })
  return Object.entries({ label, description, externalId, tracker, tags: JSON.stringify(tagIds) }).flatMap(
    ([field, wanted]) =>
      said[field] === wanted || (field === 'externalId' && wanted === '')
        ? []
        : [`Operation ${id} has made a route whose ${field} is ${String(said[field])}, and was to be ${wanted}`],
  )
}

/** What a stop that we made holds otherwise than was asked for. */
function wronglyMade(stop: TaskRecord, { id, params }: Row): string[] {
  const said = saidOf(stop)
  const asked = checkpointCreateKind.params.parse(params)
  return Object.keys(stopFields).flatMap((field) => {
    // Stops that are alike are told from each other by what they bear of ours.
    const own = field === 'externalId' && asked.externalId === '' ? ownExternalId(asked.token) : null
    const wanted = own ?? inTheseWords(field, asked[field as keyof typeof stopFields])
    if (said[field] === wanted) return []
    return [`Operation ${id} has made a stop whose ${field} is ${String(said[field])}, and was to be ${String(wanted)}`]
  })
}

/** The coordinates of what is said, as a cell has them. */
function textOf({ coordinates }: Said): string {
  const [lat = 0, lng = 0] = String(coordinates).split(' ').map(Number)
  return coordinatesText({ lat, lng })
}

/** Whether somebody else has changed or removed what an effect was about, so that whoever looks it up sees nothing of it. */
function isHidden({ entry, about: { task, route } }: Done, done: readonly Done[]): boolean {
  return done.some(({ entry: other, about }) => {
    if (other.session !== 0 || other.number < entry.number) return false
    // Whatever others do to the stops of a route may part two that were put next to each other.
    if (entry.effect === 'route.ordered' && about.route === route) return true
    if (about.task !== null && about.task === task) return true
    if (about.route !== route) return false
    // A route is gone with its last stop.
    const mayTakeTheRoute = leavings.has(other.effect)
    return task === null ? mayTakeTheRoute || other.effect === 'route.changed' : other.effect === 'route.gone'
  })
}

/** Operations that took effect by more than one request, although nobody had undone it in between. */
function doneAgain(done: readonly Done[]): string[] {
  const before = new Map<number, Done>()
  return done.flatMap((each) => {
    const { row, sentRequest, entry } = each
    if (!row || entry.effect === 'route.ordered') return []
    const earlier = before.get(row.id)
    before.set(row.id, each)
    if (!earlier || earlier.sentRequest === sentRequest) return []
    const until = done.slice(0, done.indexOf(each))
    // What others have made a single task again may come into its route once more.
    const mayBeAgain = isKindName(row.kind) && kindOf(row.kind).idempotence !== 'refused'
    if ((mayBeAgain || row.kind === 'task.transmute') && isHidden(earlier, until)) return []
    return [`Operation ${row.id}, ${row.kind}, took effect again by entry ${entry.number}`]
  })
}

/** The route that a request is about, by the operation that it was made for. */
function routeOf({ operations }: SentRequest): number | null {
  const [row] = operations ?? []
  if (!row || !isOfRoutes(row.kind)) return null
  return row.kind.startsWith('route.') ? (row.params.row ?? null) : (row.params.route ?? null)
}

/** Requests that left while another was still to change the same route. */
function sentTogether(done: readonly Done[], sentRequests: readonly SentRequest[]): string[] {
  const last = new Map<SentRequest, number>()
  for (const { entry, sentRequest } of done) if (sentRequest) last.set(sentRequest, entry.time)
  return [...last].flatMap(([one, acted]) => {
    const route = routeOf(one)
    return sentRequests
      .slice(sentRequests.indexOf(one) + 1)
      .filter((other) => routeOf(other) === route && other.left < acted)
      .map((other) => `${other.path} left at ${other.left}, while ${one.path} was still to change route ${route}`)
  })
}

/** What the journal says of operations in the end, against what there is at the panel. */
function wronglySettledRoutes(
  rig: SimRig,
  rows: readonly Row[],
  done: readonly Done[],
  tasks: Tasks,
  said: ReadonlyMap<number, readonly Since<Said>[]>,
  made: ReadonlyMap<number, number>,
  stood: ReadonlySet<string>,
): string[] {
  const givenUp = new Set(
    rig
      .journal<{ operation: number }>(`SELECT operation FROM watched WHERE was = 'unknown' AND now = 'discarded'`)
      .map(({ operation }) => operation),
  )
  return rows.flatMap((row) => {
    if (!isOfRoutes(row.kind)) return []
    const { row: ours = 0, set = {} } = row.params
    const id = made.get(ours) ?? ours
    if (row.state !== 'done') {
      const effect = done.find((each) => each.row?.id === row.id && !isHidden(each, done))
      if (!effect || givenUp.has(row.id)) return []
      return [`Operation ${row.id}, ${row.kind}, took effect, and is said to be ${row.state}`]
    }
    const told = [`Operation ${row.id}, ${row.kind}, is said to be done, and is not`]
    if (row.kind === 'checkpoint.create' || row.kind === 'route.create') return made.has(ours) ? [] : told
    if (row.kind === 'route.delete') return tasks.routeBy(id) ? told : []
    if (row.kind === 'checkpoint.delete') return tasks.stop(id) ? told : []
    const { route = 0 } = row.params
    if (row.kind === 'task.transmute') return stood.has(`${id} in ${made.get(route) ?? route}`) ? [] : told
    if (row.kind === 'checkpoint.transmute') {
      // It may have been put back since.
      const hasLeft = done.some(({ entry }) => entry.effect === 'task.left' && entry.task === id)
      return tasks.stop(id) && !hasLeft ? told : []
    }
    const wasSo = ([field, value]: [string, unknown]) =>
      said.get(id)?.some((each) => each.value[field] === inTheseWords(field, value))
    return Object.entries(keptBy({ set }, row.result)).every(wasSo) ? [] : told
  })
}

const columns = {
  route: [
    'panel_id',
    'user_id',
    'tracker_id',
    'label',
    'description',
    'external_id',
    'window_from',
    'window_to',
    'stops',
  ],
  checkpoint: [
    ...['panel_id', 'user_id', 'tracker_id', 'label', 'description', 'external_id', 'window_from', 'window_to'],
    ...['route_id', 'route', 'position', 'address', 'coordinates', 'radius', 'max_delay', 'min_stay', 'min_arrival'],
  ],
} as const

/** How the rows of routes and stops in the cache are unlike those of the panel, of the chosen users on these days. */
export function unlikeInCache(
  rig: SimRig,
  { from, to }: { readonly from: string; readonly to: string },
  when: string,
  { pulled } = { pulled: true },
): string[] {
  const { tasks } = routesNow(rig)
  const users = rig.cached<{ user: number }>('SELECT user FROM routes_of').map(({ user }) => user)
  const shown = { route: new Map<number, string>(), checkpoint: new Map<number, string>() }
  const row = (values: readonly unknown[]) => JSON.stringify(values)
  const stopRow = (stop: TaskRecord, ofRoute: readonly unknown[], trackerId: number | null) => {
    const own = stop.details
    const { location } = own
    return row([
      ...[stop.id, stop.userId, trackerId, own.label, own.description, own.externalId ?? '', own.from, own.to],
      ...[...ofRoute, location.address ?? '', coordinatesText(location), location.radius],
      ...[own.maxDelay, own.minStay, own.minArrival],
      ...(pulled ? [stop.status] : []),
    ])
  }
  const isOn = (first: string, last: string) => last >= from && first.slice(0, 10) <= to
  for (const route of users.flatMap((user) => tasks.routesOf(user))) {
    const { id, userId, trackerId, details, checkpoints } = route
    const [first, last] = [checkpoints[0]!.details.from, checkpoints.at(-1)!.details.to]
    // Without a pull, one that was moved to other days is not to go yet.
    if (!isOn(first, last)) continue
    const status = pulled ? [routeStatus(route)] : []
    const { label, description, externalId } = details
    const whose = [id, userId, trackerId]
    shown.route.set(
      id,
      row([...whose, label, description, externalId ?? '', first, last, checkpoints.length, ...status]),
    )
    for (const [at, stop] of checkpoints.entries()) {
      shown.checkpoint.set(stop.id, stopRow(stop, [id, label, at + 1], trackerId))
    }
  }
  for (const task of users.flatMap((user) => tasks.tasksOf(user))) {
    if (task.routeId !== null || !isOn(task.details.from, task.details.to)) continue
    shown.checkpoint.set(task.id, stopRow(task, [null, '', null], task.trackerId))
  }
  return (['route', 'checkpoint'] as const).flatMap((entity) => {
    const names = [...columns[entity], ...(pulled ? ['status'] : [])]
    const cached = new Map(
      rig
        .cached<Record<string, unknown>>(`SELECT ${names.join()} FROM ${entity}`)
        // One that became a single task stays in sight until a pull, whatever its days.
        .filter(
          (each) => pulled || each['route_id'] !== null || isOn(String(each['window_from']), String(each['window_to'])),
        )
        .map((values) => [Number(values['panel_id']), row(names.map((name) => values[name]))]),
    )
    const differing = [...new Set([...cached.keys(), ...shown[entity].keys()])].flatMap((id) => {
      const [has, is] = [cached.get(id) ?? 'nothing', shown[entity].get(id) ?? 'nothing']
      return has === is ? [] : [`${entity} ${id} is ${is} at the panel, and in the cache ${when} ${has}`]
    })
    // A stop that is gone has all behind it stand elsewhere.
    return differing.slice(0, 3)
  })
}

import { z } from 'zod'
import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { routeCreateKind } from '../../shared/operations/route-create.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { minutesIn } from '../../shared/actions/route-create.ts'
import { daysBetween, daysIn } from '../../shared/rules/days.ts'
import { namedAmong, trackerReferent } from '../../shared/rules/reference.ts'
import { checkMoment, shiftedMoment } from '../../shared/rules/moment.ts'
import { listCheckpoints, listRoutes, type PanelCheckpoint, type PanelRoute } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import { isSameStop, likeStop, newStopObject, numbersIn, ownExternalId } from './checkpoint-create.ts'
import { tagsKept } from './task-objects.ts'
import type { Executable, Executor, Outcome, Proof, Surroundings } from './executor.ts'
import { soundDriver } from './route-assign.ts'
import { plannedOrder, plannedStops } from './planned-stops.ts'
import { driverName } from './route-effects.ts'
import { aboutOneDriver, taskRefusal } from './task-edit.ts'
import type { ActedOn, ActionOf, Meant, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'route.create'>
type StopParams = ParamsOf<'checkpoint.create'>

const minutesOfDay = 24 * 60

/** The user has no such tracker. (user-tasks-openapi.json, /task/route/create) */
const noSuchTracker = 201

/** What an answer, or a look, has told of a route that was made: the panel's id. */
const madeRoute = z.object({ panelId: z.int() })
const answered = z.looseObject({ result: z.looseObject({ id: z.int(), checkpoint_ids: z.array(z.int()).optional() }) })

/** A request's route, and its stops in their order. */
interface Whole {
  readonly id: number
  readonly params: Params
  readonly stops: readonly { readonly id: number; readonly params: StopParams }[]
}

/** Of operations that go together, the route and its stops: by the places that they show, or as they were staged. */
function wholeOf(operations: readonly Executable<unknown>[]): Whole {
  const whole = operations.find(({ kind }) => kind === routeCreateKind.name) ?? fail('unexpected')
  const stops = operations
    .filter(({ kind }) => kind === checkpointCreateKind.name)
    .map(({ id, params }) => ({ id, params: checkpointCreateKind.params.parse(params) }))
    .sort((a, b) => a.params.shown.position - b.params.shown.position || a.id - b.id)
  return { id: whole.id, params: routeCreateKind.params.parse(whole.params), stops }
}

const externalIdOf = ({ externalId, token }: Params): string => (externalId === '' ? ownExternalId(token) : externalId)

/** `task/route/create`: the route with all of its stops, at once or not at all. */
export const routeCreateExecutor: Executor<Params> = {
  reads: () => null,
  endpoint: ({ user }) => ({ api: 'user', user }),
  request(operations) {
    const { params, stops } = wholeOf(operations)
    const { label, description, tracker, tagIds } = params
    return {
      path: 'task/route/create',
      body: {
        route: {
          ...{ tracker_id: soundDriver.parse(tracker), label, description, external_id: externalIdOf(params) },
          tags: tagIds,
        },
        checkpoints: stops.map((stop) => newStopObject(stop.params)),
        create_form: false,
      },
    }
  },
  outcomes(operations, { json }) {
    const { id, stops } = wholeOf(operations)
    const { data } = answered.safeParse(json)
    const outcomes = new Map<number, Outcome>()
    outcomes.set(id, data ? { done: { panelId: data.result.id } } : { unclear: true })
    // In the order of execution, which is the one in which they were sent. (user-tasks-openapi.json, TaskRoute)
    const ids = data?.result.checkpoint_ids ?? []
    for (const [place, stop] of stops.entries()) {
      const panelId = ids.length === stops.length ? ids[place] : undefined
      outcomes.set(stop.id, panelId === undefined ? { unclear: true } : { done: { panelId, place } })
    }
    return outcomes
  },
  narrow: () => Promise.resolve(null),
  aboutOne: aboutOneDriver,
  refusal: (params, failure) =>
    failure.code === noSuchTracker
      ? { ...failure.problem, code: 'driver-not-theirs' }
      : taskRefusal('route-begun')(params, failure),
  async readBack(operations, around) {
    const whole = wholeOf(operations)
    const found = await lookFor(whole, around)
    const all = (proof: Proof) => new Map(operations.map(({ id }) => [id, proof]))
    if (found === null) return all({ effect: false })
    if (found === 'several') return all({ effect: null })
    const { route, held } = found
    const proofs = new Map<number, Proof>([[whole.id, { effect: true, result: { panelId: route.panelId } }]])
    for (const { id, params } of whole.stops) {
      const place = held.findIndex((stop) => isSameStop(stop, params))
      const stop = held[place]
      // All of them were made: one that is not there has been deleted, or changed, by others since.
      proofs.set(id, { effect: true, result: stop ? { panelId: stop.panelId, place } : null })
    }
    return proofs
  },
  inverse: ({ params: { row, user, label } }) =>
    row === null
      ? { none: { code: 'no-inverse' } }
      : { kind: 'route.delete', params: { row, user, begun: false }, subject: label },
  apply({ params, result }, cache, outcome) {
    const { success, data } = madeRoute.safeParse(result)
    if (success && params.row !== null) addRoute({ ...params, row: params.row }, data.panelId, cache, outcome)
  },
}

/** The route that a request has made, with its stops in their order; null where there is none. */
async function lookFor(
  { params, stops }: Whole,
  { panel, cache, signal }: Surroundings,
): Promise<{ route: PanelRoute; held: PanelCheckpoint[] } | 'several' | null> {
  const line = panel.at({ api: 'user', user: params.user })
  const windows = stops.flatMap((stop) => [stop.params.windowFrom, stop.params.windowTo]).sort()
  const [from = params.shown.windowFrom, to = params.shown.windowTo] = [windows[0], windows.at(-1)]
  const sent = externalIdOf(params)
  const isOurs = params.externalId === ''
  // It cannot be asked for by its external id. (panel-additions.md, C2)
  const found = (await listRoutes(line, { from, to }, { signal })).filter(
    ({ externalId, label, checkpointIds }) =>
      externalId === sent && (isOurs || (label === params.label && checkpointIds.length === stops.length)),
  )
  const [route] = found
  if (!route) return null
  // An external id of the person's may stand at others, too: such a route was there before, or was pulled since.
  if (found.length > 1 || (!isOurs && cache.byIds('route', [route.panelId]).size > 0)) return 'several'
  const held = await listCheckpoints(line, route.checkpointIds, { signal })
  const placeOf = new Map(route.checkpointIds.map((id, place) => [id, place]))
  return { route, held: held.sort((a, b) => (placeOf.get(a.panelId) ?? 0) - (placeOf.get(b.panelId) ?? 0)) }
}

/** Shows the route; its stops come by themselves. */
function addRoute(params: Params & { readonly row: number }, panelId: number, cache: Cache, outcome: number): void {
  const { row } = params
  cache.recognise('route', panelId, row)
  // A pull may have brought it before we knew that it is ours.
  for (const { id } of cache.fieldsBy('route', 'panelId', [panelId], []).get(panelId) ?? []) {
    if (id === row) continue
    for (const stop of cache.fieldsBy('checkpoint', 'routeRow', [id], []).get(id) ?? []) {
      cache.change('checkpoint', stop.id, { routeRow: row }, outcome)
    }
    cache.remove('route', id, outcome)
  }
  const held = routeCreateKind.creates!.row(params) as Partial<Route>
  const tracker = driverName(cache, held.trackerId ?? null)
  cache.add('route', { ...held, id: row, panelId, externalId: externalIdOf(params), tracker }, outcome)
}

/** A route with its stops in their order, as they are planned: with what is staged for them. */
interface Planned {
  readonly label: string
  readonly description: string
  readonly trackerId: number | null
  readonly tags: string
  readonly tagIds: string
  readonly stops: readonly Checkpoint[]
}

function plannedRoute(row: Route, { cache, inLane }: Pick<ActedOn, 'cache' | 'inLane'>): Planned {
  const operations = inLane(laneOfStops(row.id))
  const stops = plannedStops(cache, row.id, operations)
  let { label, description, trackerId, tags, tagIds } = row
  for (const { kind, params } of operations) {
    const edit = editIn(params)
    if (edit && kind === 'route.update') {
      const set = routeTexts.parse(edit.set)
      label = set.label ?? label
      description = set.description ?? description
      ;({ tags = tags, tagIds = tagIds } = tagsKept(edit.set, cache))
    } else if (edit && kind === 'route.assign') {
      trackerId = typeof edit.set['tracker'] === 'number' ? edit.set['tracker'] : null
    }
  }
  return {
    label,
    description,
    trackerId,
    tags,
    tagIds,
    stops: plannedOrder(cache, row.id, operations).flatMap((id) => stops.get(id) ?? []),
  }
}

const routeTexts = z.object({ label: z.string(), description: z.string() }).partial()

/** Whose a copy is to be, and who drives it. */
interface ForWhom {
  readonly user: number
  readonly timeZone: string
  /** What is of the account itself goes to another user's no more: tags and its own fields. */
  readonly isOther: boolean
  /** The panel's id of the tracker, a text that names none, or an empty one for nobody. */
  readonly tracker: number | string
  readonly unresolved: Params['unresolved']
}

/** For whom copies of a route are made: its own user, or those that were chosen; by whose driver, where one is named. */
function forWhom(
  { users, driver, tracker }: ActionOf<'route.create'>,
  row: Route,
  planned: Planned,
  cache: Cache,
): ForWhom[] {
  const zones = cache.tasks.timeZonesOf(users)
  return (users.length === 0 ? [row.userId] : users).map((user): ForWhom => {
    const isOther = user !== row.userId
    const whose = { user, isOther, timeZone: isOther ? (zones.get(user) ?? '') : row.timeZone }
    if (tracker.trim() === '') {
      const same = driver === 'nobody' || isOther ? '' : (planned.trackerId ?? '')
      return { ...whose, tracker: same, unresolved: {} }
    }
    const named = namedAmong('tracker', cache.trackers.of(user).map(trackerReferent))(tracker)
    if ('id' in named) return { ...whose, tracker: named.id, unresolved: {} }
    return { ...whose, tracker, unresolved: { tracker: named.problem } }
  })
}

/**
 * A route like each, as it is planned, on every day that is named, from its first stop on, for every user: as many days and
 * minutes as that takes are added to all of its windows.
 */
export const copyRoutes: WholeAction<ActionOf<'route.create'>, Route> = {
  onNew: 'same',
  several(action, { row, cache, inLane, token, ownId }) {
    const { days } = action
    const planned = plannedRoute(row, { cache, inLane })
    const { label, description, stops } = planned
    const [first, last] = [stops[0], stops.at(-1)]
    const from = first?.windowFrom.slice(0, 10) ?? ''
    if (!first || !last || checkMoment(first.windowFrom) !== null) return null
    const on = days.trim() === '' ? [from] : daysIn(days, from)
    const copies = forWhom(action, row, planned, cache).flatMap((whose) => on.map((day) => ({ ...whose, day })))
    if (copies.length === 0) return null
    return copies.flatMap(({ user, isOther, timeZone, tracker, unresolved, day }): Meant[] => {
      const later = daysBetween(from, day) * minutesOfDay + minutesIn(action.minutes)
      const moved = (moment: string) => shiftedMoment(moment, later)
      const own = token()
      const route = ownId('route', own)
      const trackerId = typeof tracker === 'number' ? tracker : null
      const driver = { trackerId, tracker: driverName(cache, trackerId) }
      const tags = isOther ? '' : planned.tags
      const params = {
        ...{ row: route, token: own, user, label, description, externalId: '', tracker, unresolved },
        tagIds: isOther ? [] : numbersIn(planned.tagIds),
        shown: {
          ...{ timeZone, tags, stops: stops.length },
          ...{ windowFrom: moved(first.windowFrom), windowTo: moved(last.windowTo) },
        },
      }
      return [
        { kind: 'route.create', params, subject: label },
        ...stops.map((stop, at): Meant => {
          const { shown, ...like } = likeStop(isOther ? { ...stop, tags: '', tagIds: '', custom: '' } : stop)
          return {
            kind: 'checkpoint.create',
            params: {
              ...{ ...like, row: null, token: `${own}-${at + 1}`, user, route },
              ...{ behind: null, replaces: null, was: [], ownTags: true },
              ...{ windowFrom: moved(stop.windowFrom), windowTo: moved(stop.windowTo), assigned: trackerId !== null },
              shown: {
                ...shown,
                ...driver,
                ...(isOther && { timeZone }),
                routeId: null,
                route: label,
                position: at + 1,
              },
            },
            subject: stop.label,
          }
        }),
      ]
    })
  },
}

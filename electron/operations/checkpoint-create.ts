import { checkpointCreateKind } from '../../shared/operations/checkpoint-create.ts'
import { stopFields } from '../../shared/operations/checkpoint-update.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { isBegun, laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { z } from 'zod'
import { listCheckpoints, readRoute, type PanelCheckpoint } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import { holds, holdsTags, soundStop, stopObject, tagsOf, type Stop } from './task-objects.ts'
import type { Executor, Outcome, Proof } from './executor.ts'
import { plannedStops } from './planned-stops.ts'
import { ofRoute, placeBehind, putAmong, stopsOf, type PlacedStop } from './route-effects.ts'
import { aboutOneDriver, taskRefusal } from './task-edit.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'checkpoint.create'>

/** What an answer, or a look, has told of a stop that was made: the panel's id, and where it went along, its place from 0. */
const madeStop = z.object({ panelId: z.int(), place: z.int().optional() })
const answered = z.looseObject({ id: z.int() })

/** The external id of a route or a stop that a person has given none. */
export const ownExternalId = (token: string): string => `FB-${token}`

/** The stop as it is sent. A text in place of a number breaks a rule, and such a draft stays behind. */
function stopOf(params: Params): Stop {
  const { externalId, ...stop } = soundStop.required().parse(params)
  return { ...stop, externalId: externalId === '' ? ownExternalId(params.token) : externalId }
}

/** What the User API is told of a stop that no other one tells anything: as a part of a new route, or where that is. */
export function newStopObject(params: Params): Record<string, unknown> {
  return { ...stopObject(stopOf(params)), ...tagsIn(params) }
}

/** The tags of a stop and the account's own fields, as it was staged with them. */
function tagsIn({ tagIds, custom }: Params): Record<string, unknown> {
  return { tags: tagIds, ...(custom !== '' && { fields: JSON.parse(custom) as unknown }) }
}

/** The same of a stop that has them of another one, but for tags of its own. */
function tagsSent({ ownTags, tagIds }: Params, of: PanelCheckpoint): Record<string, unknown> {
  return { ...tagsOf(of), ...(ownTags && { tags: tagIds }) }
}

/** Whether the panel holds what was sent: others may have given several stops the same external id. */
export function isSameStop(held: PanelCheckpoint, params: Params): boolean {
  const { externalId, label, coordinates, windowFrom, windowTo } = stopOf(params)
  return (
    held.externalId === externalId &&
    held.label === label &&
    held.coordinates === coordinates &&
    held.windowFrom === windowFrom &&
    held.windowTo === windowTo
  )
}

/** `task/checkpoint/create`: with the tags, and the account's own fields, of the stop behind which it stands, if it says one. */
export const checkpointCreateExecutor: Executor<Params, PanelCheckpoint> = {
  reads: ({ behind }) => behind,
  readsToo: ({ replaces }) => replaces,
  endpoint: ({ user }) => ({ api: 'user', user }),
  request([operation], { cache, fresh }) {
    const { params } = operation ?? fail('unexpected')
    const { behind, replaces, ownTags } = params
    const source = replaces === null ? undefined : fresh(replaces)
    const placed = (checkpoint: object) => ({
      path: 'task/checkpoint/create',
      body: { checkpoint, create_form: false },
    })
    if (behind === null) {
      return placed({
        parent_id: panelIdOfRoute(params, cache),
        order: placeIn(stopsOf(cache, params.route), params),
        ...newStopObject(params),
        ...(source && tagsSent(params, source)),
      })
    }
    const held = fresh(behind) ?? fail('entity-gone')
    return placed({
      parent_id: held.routeId,
      ...(held.order !== undefined && { order: held.order + 1 }),
      ...stopObject(stopOf(params)),
      ...(source || !ownTags ? tagsSent(params, source ?? held) : tagsIn(params)),
    })
  },
  hindered({ behind, replaces, was, ownTags }, fresh) {
    if (behind !== null && fresh(behind)?.routeId === null) return { code: 'stop-elsewhere' }
    if (replaces === null) return null
    const source = fresh(replaces)
    if (source?.routeId === null) return { code: 'stop-single' }
    // What somebody has begun with can leave its route no more: there would be two of it.
    if (isBegun(source?.status)) return { code: 'stop-begun' }
    // The new one is as it was planned; what others have set since would be gone with the old one.
    // Tags of its own would replace theirs; otherwise whatever it has goes along.
    const isAsItWas = source && isOneOf(was, { ...holds(source), ...(ownTags && holdsTags(source)) })
    return isAsItWas ? null : { code: 'stop-changed' }
  },
  // Without its place it would stand in front of all others.
  lacks: (_params, { order }) => (order === undefined ? { code: 'place-not-shown' } : null),
  outcomes(operations, { json }) {
    const { data } = answered.safeParse(json)
    const outcome: Outcome = data ? { done: { panelId: data.id } } : { unclear: true }
    return new Map(operations.map(({ id }) => [id, outcome]))
  },
  narrow: () => Promise.resolve(null),
  aboutOne: aboutOneDriver,
  refusal: taskRefusal('route-begun'),
  async readBack(operations, { panel, cache, signal }) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const line = panel.at({ api: 'user', user: params.user })
      const known = panelIdOfRoute(params, cache)
      // Whether its route was made is looked up first.
      if (known === null) continue
      const route = await readRoute(line, known, { signal })
      const stops = route ? await listCheckpoints(line, route.checkpointIds, { signal }) : []
      const found = stops.filter((stop) => isSameStop(stop, params))
      const [only] = found
      // An external id of the person's may stand at others, too: such a stop was there before, or was pulled since.
      const isDoubtful = params.externalId !== '' && only && cache.byIds('checkpoint', [only.panelId]).size > 0
      if (!only) proofs.set(id, { effect: false })
      else
        proofs.set(
          id,
          found.length > 1 || isDoubtful ? { effect: null } : { effect: true, result: { panelId: only.panelId } },
        )
    }
    return proofs
  },
  // Where it has taken the place of another one, that one is gone: this is all that there is of it.
  inverse: ({ params: { row, user, route, label, replaces } }) =>
    row === null || replaces !== null
      ? { none: { code: 'no-inverse' } }
      : { kind: 'checkpoint.delete', params: { row, user, route, replacedBy: null }, subject: label },
  apply({ params, result }, cache, outcome) {
    const { success, data } = madeStop.safeParse(result)
    if (success && params.row !== null) putIn({ ...params, row: params.row }, data, cache, outcome)
  },
}

/** Whether each field is as one of these states has it; what none of them says may be anything. */
function isOneOf(
  states: readonly Readonly<Record<string, unknown>>[],
  held: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(held).every(([field, value]) => {
    const known = states.filter((state) => field in state)
    return known.length === 0 || known.some((state) => state[field] === value)
  })
}

/** The panel's id of the route in which a stop is to stand; null until it has one. */
function panelIdOfRoute({ route, shown }: Params, cache: Cache): number | null {
  return shown.routeId ?? cache.panelIdsOf('route', [route]).get(route) ?? null
}

/** Where a stop goes among those of its route, from 0. */
function placeIn(stops: readonly PlacedStop[], { behind, shown }: Params): number {
  if (behind === null && shown.routeId === null) return Math.min(shown.position - 1, stops.length)
  return placeBehind(stops, behind)
}

/** Shows the stop where it stands now, and has those behind it move on. */
function putIn(
  params: Params & { readonly row: number },
  { panelId, place: told }: z.infer<typeof madeStop>,
  cache: Cache,
  outcome: number,
): void {
  const { row, route } = params
  cache.recognise('checkpoint', panelId, row)
  // Where its route has not been pulled since the cache was lost, that brings the stop, too.
  const known = cache.byIds('route', [route]).get(route)
  if (!known) return
  // A pull may have brought it before we knew that it is ours.
  for (const { id } of cache.fieldsBy('checkpoint', 'panelId', [panelId], []).get(panelId) ?? []) {
    if (id !== row) cache.remove('checkpoint', id, outcome)
  }
  const held = checkpointCreateKind.creates!.row(params) as Partial<Checkpoint>
  const place = (stops: readonly PlacedStop[]) => told ?? placeIn(stops, params)
  putAmong(cache, route, outcome, place, (position) => {
    const own = { ...stopOf(params), id: row, panelId, position }
    cache.add('checkpoint', { ...held, ...ofRoute(known), ...own }, outcome)
  })
}

const stopFieldNames = Object.keys(stopFields) as (keyof typeof stopFields)[]

/** The numbers of a list with commas between them. */
export const numbersIn = (list: string): number[] => (list === '' ? [] : list.split(',').map(Number))

/** What a new stop has of another one. */
export function likeStop(row: Checkpoint) {
  const { trackerId, tracker, timeZone, tags, tagIds, custom } = row
  return {
    assigned: trackerId !== null,
    tagIds: numbersIn(tagIds),
    custom,
    shown: { trackerId, tracker, timeZone, tags },
    ...Object.fromEntries(stopFieldNames.map((field) => [field, row[field]])),
    externalId: '',
  }
}

/** Another stop behind each, like it as it is planned, and behind those that are to be made behind it already. */
export const duplicate: WholeAction<ActionOf<'checkpoint.create'>, Checkpoint> = {
  onNew: 'same',
  params(_, { row, cache, inLane, token }) {
    const { id, userId, routeRow, routeId, route, position } = row
    if (routeRow === null) return null
    const operations = inLane(laneOfStops(routeRow))
    const { shown, ...like } = likeStop(plannedStops(cache, routeRow, operations).get(id) ?? row)
    let behind = id
    for (const { kind, params } of operations) {
      const { data } = checkpointCreateKind.params.safeParse(params)
      if (kind === checkpointCreateKind.name && data?.row && data.behind === behind) behind = data.row
    }
    return {
      ...{
        row: null,
        token: token(),
        behind,
        replaces: null,
        was: [],
        ownTags: false,
        user: userId,
        route: routeRow,
        ...like,
      },
      shown: { ...shown, routeId, route, position: position ?? 0 },
    }
  },
}

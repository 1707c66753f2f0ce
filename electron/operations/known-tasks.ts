import { z } from 'zod'
import { laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import type { KnownRoute, KnownRow, KnownStop, PartOf, PlannedPart } from '../../shared/imports/import-kind.ts'
import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { rowMadeBy } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { laneOfStops, stopKey } from '../../shared/operations/task.ts'
import type { CellValue } from '../../shared/sheets/cell-value.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import { stopOrder } from './part-orders.ts'
import { plannedStops } from './planned-stops.ts'

/** What is asked of routes and stops that there are, or that are to be made. */
export interface TasksAsked {
  readonly cache: Cache
  /** Operations in a lane that are not settled and may still go, oldest first. */
  inLane(lane: string): readonly Operation[]
}

/** A route that is to be made, as its row shows it; null where nothing makes it. */
function routeInMaking(id: number, { inLane }: TasksAsked): Omit<Route, 'id' | 'tracker'> | null {
  for (const { kind, params } of inLane(laneOfRow({ entity: 'route', id }))) {
    const made = rowMadeBy(kind, params)
    if (made?.entity === 'route' && made.id === id) {
      return { ...(made.held as Omit<Route, 'id' | 'tracker' | 'panelId'>), panelId: null }
    }
  }
  return null
}

const leavings: ReadonlySet<string> = new Set(['route.delete', 'checkpoint.delete', 'checkpoint.transmute'])
const leaving = z.looseObject({ row: z.int() })

/** What is staged for the cells of a row, and whether it is to go. */
function stagedFor(entity: EntityName, id: number, { inLane }: TasksAsked): Pick<KnownRow, 'staged' | 'leaves'> {
  const staged: Record<string, CellValue> = {}
  let leaves = false
  for (const { kind, params } of inLane(laneOfRow({ entity, id }))) {
    const edit = editIn(params)
    if (edit?.row === id) Object.assign(staged, edit.set)
    if (leavings.has(kind)) leaves ||= leaving.parse(params).row === id
  }
  return { staged, leaves }
}

/** The stops of a route that stay or come, in the order that is planned. */
function stopsInOrder(route: number, asked: TasksAsked): Checkpoint[] {
  const planned = plannedStops(asked.cache, route, asked.inLane(laneOfStops(route)))
  return stopOrder(route, asked).flatMap((stop) => planned.get(stop) ?? [])
}

const plannedPart = ({ id, label, windowFrom, windowTo }: Checkpoint): PlannedPart => ({
  ...{ id, name: label, from: windowFrom, to: windowTo },
})

/** Routes by our ids, the panel's and those that are to be made. */
export function knownRoutes(ids: readonly number[], asked: TasksAsked): Map<number, KnownRoute> {
  const { cache } = asked
  const cached = cache.byIds('route', ids)
  return new Map(
    ids.flatMap((id): [number, KnownRoute][] => {
      const route = cached.get(id) ?? routeInMaking(id, asked)
      if (!route) return []
      const { userId, panelId, label } = route
      const there = new Set(
        cache
          .fieldsBy('checkpoint', 'routeRow', [id], [])
          .get(id)
          ?.map((stop) => stop.id),
      )
      const stops = stopsInOrder(id, asked).map((stop) => ({
        ...plannedPart(stop),
        key: stopKey(stop),
        externalId: stop.externalId,
        made: !there.has(stop.id),
      }))
      const row = { entity: 'route', id, name: label, held: { ...route }, ...stagedFor('route', id, asked) } as const
      return [[id, { ...row, userId, panelId, stops }]]
    }),
  )
}

/** Stops that the panel has, by our ids. */
export function knownStops(ids: readonly number[], asked: TasksAsked): Map<number, KnownStop> {
  const { cache } = asked
  const stops = [...cache.byIds('checkpoint', ids).values()]
  const places = new Map<number, number>()
  // One list of each route for all of its stops: to whoever asked it goes once.
  const routes = new Map<number, PartOf>()
  for (const route of new Set(stops.flatMap(({ routeRow }) => routeRow ?? []))) {
    for (const [at, id] of stopOrder(route, asked).entries()) places.set(id, at + 1)
    routes.set(route, { entity: 'route', id: route, parts: stopsInOrder(route, asked).map(plannedPart) })
  }
  return new Map(
    stops.map((stop) => {
      const { id, userId, label } = stop
      const place = places.get(id) ?? stop.position
      const held = { ...stop, position: place }
      const row = { entity: 'checkpoint', id, name: label, held, ...stagedFor('checkpoint', id, asked) } as const
      const partOf = stop.routeRow === null ? undefined : routes.get(stop.routeRow)
      return [id, { ...row, userId, place, ...(partOf && { partOf }) }]
    }),
  )
}

import type { Checkpoint } from '../../shared/model/task.ts'
import type { Cache } from '../store/cache.ts'

/** The stops of a route, in their order. */
export function stopsOf(
  cache: Cache,
  route: number,
): Pick<Checkpoint, 'id' | 'position' | 'windowFrom' | 'windowTo'>[] {
  const found =
    cache.fieldsBy('checkpoint', 'routeRow', [route], ['position', 'windowFrom', 'windowTo']).get(route) ?? []
  return (found as unknown as Pick<Checkpoint, 'id' | 'position' | 'windowFrom' | 'windowTo'>[]).sort(
    (a, b) => a.position - b.position,
  )
}

/** Has a route say what follows from its stops: how many there are, and when the first begins and the last ends. */
export function tellRoute(cache: Cache, route: number, outcome: number): void {
  const stops = stopsOf(cache, route)
  const [first, last] = [stops[0], stops.at(-1)]
  if (!first || !last) return
  cache.change('route', route, { stops: stops.length, windowFrom: first.windowFrom, windowTo: last.windowTo }, outcome)
}

/** Has the stops of a route stand at places one after the other, from 1. */
export function closeGap(cache: Cache, route: number, outcome: number): void {
  for (const [at, { id, position }] of stopsOf(cache, route).entries()) {
    if (position !== at + 1) cache.change('checkpoint', id, { position: at + 1 }, outcome)
  }
}

/** Has the stops of a route say what they have from it. */
export function tellStops(
  cache: Cache,
  route: number,
  fields: Partial<Pick<Checkpoint, 'route' | 'trackerId' | 'tracker' | 'status'>>,
  outcome: number,
): void {
  for (const { id } of stopsOf(cache, route)) cache.change('checkpoint', id, fields, outcome)
}

/** What is called who drives a route: a tracker, by the panel's id of it. */
export function driverName(cache: Cache, trackerId: number | null): string {
  return trackerId === null ? '' : (cache.trackers.byPanelIds([trackerId]).get(trackerId)?.label ?? `#${trackerId}`)
}

import type { Checkpoint, Route } from '../../shared/model/task.ts'
import type { Cache } from '../store/cache.ts'

/** A stop as far as its place in its route goes. */
export type PlacedStop = Pick<Checkpoint, 'id' | 'windowFrom' | 'windowTo'> & { readonly position: number }

/** The stops of a route, in their order. */
export function stopsOf(cache: Cache, route: number): PlacedStop[] {
  const found =
    cache.fieldsBy('checkpoint', 'routeRow', [route], ['position', 'windowFrom', 'windowTo']).get(route) ?? []
  return (found as unknown as PlacedStop[]).sort((a, b) => a.position - b.position)
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

/** Has a row come to stand among the stops of a route, behind so many of them, by `put`: those behind it move on. */
export function putAmong(
  cache: Cache,
  route: number,
  outcome: number,
  placeAmong: (stops: readonly PlacedStop[]) => number,
  put: (position: number) => void,
): void {
  closeGap(cache, route, outcome)
  const stops = stopsOf(cache, route)
  const before = placeAmong(stops)
  for (const { id, position } of stops) {
    if (position > before) cache.change('checkpoint', id, { position: position + 1 }, outcome)
  }
  put(before + 1)
  tellRoute(cache, route, outcome)
}

/** How many stops of a route stand before what is just behind another one: all, where that is not there. */
export function placeBehind(stops: readonly PlacedStop[], behind: number | null): number {
  return behind === null ? 0 : (stops.find(({ id }) => id === behind)?.position ?? stops.length)
}

/** What a stop has of its route, which may be called otherwise, and driven by somebody else, than when it was staged. */
export function ofRoute({ id, panelId, label, trackerId, tracker }: Route): Partial<Checkpoint> {
  const status = trackerId === null ? 'unassigned' : 'assigned'
  return { routeRow: id, routeId: panelId, route: label, trackerId, tracker, status }
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

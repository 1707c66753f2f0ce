import { z } from 'zod'
import type { RemedyName } from '../../shared/operations/remedy.ts'
import { routeDeleteKind } from '../../shared/operations/route-delete.ts'
import { isBegun } from '../../shared/operations/task.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { Panel } from '../panel/panel.ts'
import { readWholeRoute } from '../panel/task-api.ts'
import type { Cache } from '../store/cache.ts'
import { stopsOf } from './route-effects.ts'
import { withClones } from './tracker-corrupt.ts'
import type { Meant } from './whole-action.ts'

/** What a remedy may look at. */
export interface RemedyAround {
  readonly cache: Cache
  /** Null while the panel cannot be asked: then what was last pulled counts. */
  readonly panel: Panel | null
}

/** An operation that cannot go as it is. */
export interface Helped {
  readonly params: unknown
  /** What it is called. */
  readonly subject: string
}

/** How a remedy is carried out: the operation is given up, and this is staged in its place. */
export interface Remedy {
  /** Whether it helps an operation; it helps each, unless this says otherwise. */
  helps?(operation: Helped, cache: Cache): boolean
  /** What is staged in its place; null where there is nothing to be done by then: it is left as it is. */
  instead?(operation: Helped, around: RemedyAround): Promise<readonly Meant[] | null>
}

/** Every remedy, and how it is carried out. */
export const remedies: Readonly<Record<RemedyName, Remedy>> = {
  // What was made of it in another route would be left behind.
  'drop-begun': { helps: ({ params }, cache) => replacementOf(params, cache) === null },
  'keep-in-route': {
    helps: ({ params }, cache) => replacementOf(params, cache) !== null,
    instead: ({ params }, { cache }) => Promise.resolve(replacementOf(params, cache)),
  },
  'delete-later-stops': { instead: deleteLaterStops },
  'delete-begun-route': {
    instead: ({ params, subject }) => {
      const route = routeDeleteKind.params.parse(params)
      return Promise.resolve([{ kind: 'route.delete', params: { ...route, begun: true }, subject }])
    },
  },
  'leave-route': {},
  'corrupt-clones-too': withClones,
}

const replacing = z.looseObject({ replacedBy: z.int() })

/** Of a stop that was to leave its route for another one, where it has been made by now: what deletes that again. */
function replacementOf(params: unknown, cache: Cache): readonly Meant[] | null {
  const { data } = replacing.safeParse(params)
  const made = data && cache.byIds('checkpoint', [data.replacedBy]).get(data.replacedBy)
  if (!made || made.routeRow === null) return null
  const { id, userId, routeRow, label } = made
  return [
    { kind: 'checkpoint.delete', params: { row: id, user: userId, route: routeRow, replacedBy: null }, subject: label },
  ]
}

/** Those of a route's stops that nobody has begun with are deleted by themselves. */
async function deleteLaterStops({ params }: Helped, around: RemedyAround): Promise<readonly Meant[] | null> {
  const { row, user } = routeDeleteKind.params.parse(params)
  const ids = stopsOf(around.cache, row).map(({ id }) => id)
  const stops = around.cache.byIds('checkpoint', ids)
  const begun = await begunNow(row, user, around)
  const later = ids.flatMap((id): Meant[] => {
    const stop = stops.get(id)
    if (!stop || isBegun(stop.status) || begun.has(stop.panelId ?? id)) return []
    return [{ kind: 'checkpoint.delete', params: { row: id, user, route: row, replacedBy: null }, subject: stop.label }]
  })
  return later.length > 0 ? later : null
}

/** The panel's ids of the stops that are begun by now; none where it does not say. */
async function begunNow(row: number, user: number, { cache, panel }: RemedyAround): Promise<ReadonlySet<number>> {
  if (!panel) return new Set()
  try {
    const known = cache.panelIdsOf('route', [row]).get(row) ?? row
    const whole = await readWholeRoute(panel.at({ api: 'user', user }), known, {})
    return new Set(whole?.stops.flatMap(({ panelId, status }) => (isBegun(status) ? panelId : [])))
  } catch (error) {
    // Whoever has begun with a stop is told with its deletion, too.
    if (error instanceof PanelFailure) return new Set()
    throw error
  }
}

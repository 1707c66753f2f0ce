import { z } from 'zod'
import { listAnswer } from './answers.ts'
import { PanelFailure } from './failure.ts'
import type { Line, Reading } from './line.ts'
import { checkpointOf, routeOf, type PanelCheckpoint, type PanelRoute } from './task-answers.ts'
import { id, row, text } from './values.ts'

export type { PanelCheckpoint, PanelRoute } from './task-answers.ts'

/** So many checkpoints are asked for at once; no maximum is documented, and a route has no more. */
const mostAtOnce = 500
/** So many single tasks are listed at once; those pages have a maximum of a hundred thousand. */
const tasksAtOnce = 1000

/** A list of one user's, at the User API. Throws {@link PanelFailure}. */
async function list<Item>(
  line: Line,
  path: string,
  body: object,
  itemOf: (value: unknown) => Item | null,
  reading: Reading,
): Promise<Item[]> {
  const answer = listAnswer.safeParse(await line.read(path, body, reading))
  // A list that is missing although there is something to list would look as if everything had been deleted.
  if (!answer.success || (!answer.data.list && answer.data.count !== 0)) throw incomplete()
  return (answer.data.list ?? []).map(itemOf).filter((item) => item !== null)
}

function incomplete(): PanelFailure {
  return new PanelFailure({ problem: { code: 'not-a-panel', again: true }, effect: 'none', next: 'wait' })
}

const userInfo = z.object({ user_info: z.object({ time_zone: z.string() }) })

/** The time zone in which a user's times are meant, by its IANA name. (panel-additions.md, B18) */
export async function readTimeZone(line: Line, reading: Reading): Promise<string> {
  const answer = userInfo.safeParse(await line.read('user/get_info', {}, reading))
  if (!answer.success) throw incomplete()
  return answer.data.user_info.time_zone
}

/** Names by ids. */
function namesOf(field: string) {
  return (value: unknown): readonly [number, string] | null => {
    const from = row(value)
    const key = id(from?.id)
    return from && key !== null ? [key, text(from[field])] : null
  }
}

/** What a user's tags are called. (panel-api.md, section 8.2) */
export async function readTags(line: Line, reading: Reading): Promise<ReadonlyMap<number, string>> {
  return new Map(await list(line, 'tag/list', {}, namesOf('name'), reading))
}

/** What a user's trackers are called. (panel-api.md, section 8.2) */
export async function readTrackerNames(line: Line, reading: Reading): Promise<ReadonlyMap<number, string>> {
  return new Map(await list(line, 'tracker/list', {}, namesOf('label'), reading))
}

/** The routes that a user has between two moments of the user's own time, such as `2026-12-01 00:00:00`. */
export function listRoutes(
  line: Line,
  { from, to }: { readonly from: string; readonly to: string },
  reading: Reading,
): Promise<PanelRoute[]> {
  return list(line, 'task/route/list', { from, to }, routeOf, reading)
}

/** Checkpoints by their ids; those that are gone are left out. */
export async function listCheckpoints(
  line: Line,
  ids: readonly number[],
  reading: Reading,
): Promise<PanelCheckpoint[]> {
  const found: PanelCheckpoint[] = []
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const body = { checkpoint_ids: ids.slice(from, from + mostAtOnce) }
    found.push(...(await list(line, 'task/checkpoint/list', body, checkpointOf, reading)))
  }
  return found
}

/** A route by itself; null where the user has none of this id. */
export function readRoute(line: Line, panelId: number, reading: Reading): Promise<PanelRoute | null> {
  return readOne(line, 'task/route/read', { route_id: panelId }, routeOf, reading)
}

/** A checkpoint by itself; null where the user has none of this id. */
export function readCheckpoint(line: Line, panelId: number, reading: Reading): Promise<PanelCheckpoint | null> {
  return readOne(line, 'task/checkpoint/read', { checkpoint_id: panelId }, checkpointOf, reading)
}

/** A checkpoint, or a single task, by itself; null where the user has neither of this id. */
export async function readStop(line: Line, panelId: number, reading: Reading): Promise<PanelCheckpoint | null> {
  const checkpoint = await readCheckpoint(line, panelId, reading)
  // What is no checkpoint may have become a task.
  return checkpoint ?? readOne(line, 'task/read', { task_id: panelId }, checkpointOf, reading)
}

/** The single tasks that a user has between two moments of the user's own time, as {@link listRoutes} has the routes. */
export async function listTasks(
  line: Line,
  { from, to }: { readonly from: string; readonly to: string },
  reading: Reading,
): Promise<PanelCheckpoint[]> {
  const found: PanelCheckpoint[] = []
  for (let offset = 0; offset === found.length; offset += tasksAtOnce) {
    const body = { from, to, sort: ['id=asc'], offset, limit: tasksAtOnce }
    found.push(...(await list(line, 'task/list', body, checkpointOf, reading)))
  }
  return found.filter(({ routeId }) => routeId === null)
}

const wholeRoute = z.object({ value: z.unknown(), checkpoints: z.array(z.unknown()) })

/** A route and all of its checkpoints, in their order. */
export interface WholeRoute {
  readonly route: PanelRoute
  readonly stops: readonly PanelCheckpoint[]
  /** Whether it is certain that these are all of them, in this order. */
  readonly isCertain: boolean
}

/** A route with all of its checkpoints, as they were at one moment; null where the user has none of this id. (panel-api.md, section 8.2) */
export async function readWholeRoute(line: Line, panelId: number, reading: Reading): Promise<WholeRoute | null> {
  try {
    const answer = wholeRoute.safeParse(await line.read('task/read', { task_id: panelId }, reading))
    const route = answer.success ? routeOf(answer.data.value) : null
    const stops = answer.data?.checkpoints.map(checkpointOf) ?? []
    // Whatever is left out here would be deleted by whoever writes it as a whole.
    if (route === null || !stops.every((stop) => stop !== null)) throw incomplete()
    const named = new Set(route.checkpointIds)
    const isAll = named.size === 0 || (named.size === stops.length && stops.every(({ panelId }) => named.has(panelId)))
    const isCertain = isAll && stops.every(({ order }) => order !== undefined)
    return { route, stops: stops.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)), isCertain }
  } catch (error) {
    if (error instanceof PanelFailure && error.code === gone) return null
    throw error
  }
}

/** There is no such task, or no longer. */
const gone = 201

async function readOne<Item>(
  line: Line,
  path: string,
  body: object,
  itemOf: (value: unknown) => Item | null,
  reading: Reading,
): Promise<Item | null> {
  try {
    const { value } = await line.read(path, body, reading)
    const item = itemOf(value)
    if (item === null) throw incomplete()
    return item
  } catch (error) {
    if (error instanceof PanelFailure && error.code === gone) return null
    throw error
  }
}

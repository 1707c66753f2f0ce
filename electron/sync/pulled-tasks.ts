import type { Checkpoint, Route } from '../../shared/model/task.ts'
import { tagsText } from '../../shared/rules/tags.ts'
import type { PanelCheckpoint, PanelRoute } from '../panel/task-api.ts'
import type { Seen } from '../store/mirror.ts'

/** What rows of a user's have to be called by. */
export interface UserNames {
  readonly timeZone: string
  readonly tags: ReadonlyMap<number, string>
  readonly trackers: ReadonlyMap<number, string>
}

const namesIn = (names: ReadonlyMap<number, string>, ids: readonly number[]): string =>
  ids.map((id) => names.get(id) ?? `#${id}`).join(', ')

/** What a tracker is called; one that the user's list does not show, by its number. */
const trackerName = ({ trackers }: UserNames, id: number | null): string =>
  id === null ? '' : (trackers.get(id) ?? `#${id}`)

/** A route, as a row. */
export function routeRow(user: number, route: PanelRoute, names: UserNames): Seen<Route> {
  const { tagIds, checkpointIds, ...shown } = route
  return {
    ...shown,
    id: undefined,
    userId: user,
    tracker: trackerName(names, route.trackerId),
    timeZone: names.timeZone,
    stops: checkpointIds.length,
    tags: namesIn(names.tags, tagIds),
    tagIds: tagsText(tagIds),
  }
}

/** A stop of a route, as a row. */
export function stopRow(
  user: number,
  route: PanelRoute & { readonly ours: number },
  checkpoint: PanelCheckpoint,
  position: number,
  names: UserNames,
): Seen<Checkpoint> & { readonly panelId: number } {
  const { panelId: routeId, ours: routeRow, label, trackerId } = route
  return {
    ...taskRow(user, { ...checkpoint, trackerId }, names),
    ...{ routeId, routeRow, route: label, position },
  }
}

/** A single task, as a row. */
export function taskRow(
  user: number,
  task: PanelCheckpoint,
  names: UserNames,
): Seen<Checkpoint> & { readonly panelId: number } {
  const { tagIds, order: _order, custom, ...shown } = task
  return {
    ...shown,
    id: undefined,
    userId: user,
    ...{ routeId: null, routeRow: null, route: '', position: null },
    tracker: trackerName(names, task.trackerId),
    timeZone: names.timeZone,
    tags: namesIn(names.tags, tagIds),
    tagIds: tagsText(tagIds),
    custom: custom ? JSON.stringify(custom) : '',
  }
}

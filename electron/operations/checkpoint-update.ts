import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { checkpointReader } from '../entities/task-readers.ts'
import type { PanelCheckpoint } from '../panel/task-api.ts'
import type { Executor } from './executor.ts'
import { tellRoute } from './route-effects.ts'
import { eachByItself, routeRewrite } from './route-rewrite.ts'
import { taskEdit } from './task-edit.ts'
import { holds, holdsTags, soundStop, stopObject, tagsKept, tagsOf, tagsSet } from './task-objects.ts'

type Params = ParamsOf<'checkpoint.update'>

/**
 * `task/checkpoint/update`: a full write, so all that was not touched goes along as it was read just before, its place
 * among the others too. Forms stay as they are. Several of one route are written with the route. (panel-additions.md, B7)
 */
export const checkpointUpdateExecutor: Executor<Params, PanelCheckpoint> = {
  ...taskEdit<Params, PanelCheckpoint>({
    kind: 'checkpoint.update',
    reader: checkpointReader,
    whenBegun: 'stop-begun',
    holds: (held) => ({ ...holds(held), ...holdsTags(held) }),
    exact: ['tags'],
    closed: ({ routeId }) => (routeId === null ? { code: 'stop-single' } : null),
    request: (held, { set }) => ({
      path: 'task/checkpoint/update',
      body: {
        checkpoint: {
          ...{ id: held.panelId, parent_id: held.routeId },
          ...(held.order !== undefined && { order: held.order }),
          ...stopObject({ ...holds(held), ...soundStop.parse(set) }),
          ...tagsOf(held),
          ...tagsSet(set),
        },
        create_form: false,
      },
    }),
    apply(row, set, cache, outcome) {
      const written = soundStop.safeParse(set)
      if (!written.success) return
      cache.change('checkpoint', row, { ...written.data, ...tagsKept(set, cache) }, outcome)
      const route = cache.byIds('checkpoint', [row]).get(row)?.routeRow
      if (route != null) tellRoute(cache, route, outcome)
    },
  }),
  narrow: eachByItself,
  rewrite: routeRewrite<Params>((operations, stops) => {
    const sets = new Map(
      operations.map(({ params: { row, set } }) => {
        const { tags: tagIds } = tagsSet(set)
        return [row, { ...soundStop.parse(set), ...(tagIds && { tagIds }) }] as const
      }),
    )
    return new Map([...stops].map(([id, stop]) => [id, { ...stop, ...sets.get(id) }]))
  }),
}

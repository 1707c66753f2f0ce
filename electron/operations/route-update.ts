import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { routeReader } from '../entities/task-readers.ts'
import type { PanelRoute } from '../panel/task-api.ts'
import type { Executor } from './executor.ts'
import { tellStops } from './route-effects.ts'
import { taskEdit } from './task-edit.ts'
import { holdsTags, routeObject, routeSays, tagsKept, tagsSet } from './task-objects.ts'

type Params = ParamsOf<'route.update'>

const sound = z.object({ label: z.string(), description: z.string(), externalId: z.string() }).partial()

/** `task/route/update` without checkpoints, which then stay as they are. (panel-additions.md, B6) */
export const routeUpdateExecutor: Executor<Params, PanelRoute> = taskEdit<Params, PanelRoute>({
  kind: 'route.update',
  reader: routeReader,
  whenBegun: 'route-begun',
  holds: (held) => ({ ...routeSays(held), ...holdsTags(held) }),
  exact: ['tags'],
  request: (held, { set }) => ({
    path: 'task/route/update',
    body: { route: { ...routeObject({ ...held, ...sound.parse(set) }), ...tagsSet(set) }, create_form: false },
  }),
  apply(row, set, cache, outcome) {
    const written = sound.safeParse(set)
    if (!written.success) return
    cache.change('route', row, { ...written.data, ...tagsKept(set, cache) }, outcome)
    if (written.data.label !== undefined) tellStops(cache, row, { route: written.data.label }, outcome)
  },
})

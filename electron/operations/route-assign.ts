import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { routeReader } from '../entities/task-readers.ts'
import type { PanelRoute } from '../panel/task-api.ts'
import type { Executor } from './executor.ts'
import { driverName, tellStops } from './route-effects.ts'
import { taskEdit } from './task-edit.ts'

type Params = ParamsOf<'route.assign'>

/** Who drives, as it may be sent: nobody is null, and never left out. (panel-additions.md, B5) */
export const soundDriver = z.union([z.int(), z.literal('').transform(() => null)])

/** `task/route/assign`. */
export const routeAssignExecutor: Executor<Params, PanelRoute> = taskEdit<Params, PanelRoute>({
  kind: 'route.assign',
  reader: routeReader,
  whenBegun: 'route-begun',
  holds: ({ trackerId }) => ({ tracker: trackerId ?? '' }),
  request: ({ panelId }, { set }) => ({
    path: 'task/route/assign',
    body: { route_id: panelId, tracker_id: soundDriver.parse(set.tracker) },
  }),
  apply(row, { tracker }, cache, outcome) {
    const trackerId = soundDriver.parse(tracker)
    const driver = {
      trackerId,
      tracker: driverName(cache, trackerId),
      status: trackerId === null ? 'unassigned' : 'assigned',
    }
    cache.change('route', row, driver, outcome)
    tellStops(cache, row, driver, outcome)
  },
})

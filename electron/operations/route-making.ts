import { z } from 'zod'
import { reference } from '../../shared/operations/edit.ts'
import { usualRadius } from '../../shared/rules/task.ts'
import { newRow, type Making } from './making.ts'
import { driverName } from './route-effects.ts'
import type { Meant } from './whole-action.ts'

/** What a form has asked of a route. */
const said = z.object({
  owner: z.int(),
  label: z.string(),
  tracker: reference.default(''),
  windowFrom: z.string(),
  windowTo: z.string(),
  stops: z.int(),
})

/** A new route, with as many stops as it is to have: they are filled in in their sheet, and it stays behind until they are. */
export const makeRoutes: Making = {
  meant(rows, around) {
    const routes = rows.map(({ given, unresolved }) => {
      const { owner: user, label, tracker, windowFrom, windowTo, stops } = said.parse(given)
      const { own, row: route } = newRow('route', around)
      const trackerId = typeof tracker === 'number' ? tracker : null
      const driver = { trackerId, tracker: driverName(around.cache, trackerId) }
      const timeZone = around.cache.tasks.timeZonesOf([user]).get(user) ?? ''
      const made: Meant = {
        ...{ kind: 'route.create', subject: label },
        params: {
          ...{ row: route, token: own, user, label, description: '', externalId: '', tracker, unresolved, tagIds: [] },
          shown: { timeZone, tags: '', stops, windowFrom, windowTo },
        },
      }
      const parts = Array.from({ length: stops }, (_, at): Meant => ({
        ...{ kind: 'checkpoint.create', subject: '' },
        params: {
          ...{ row: null, token: `${own}-${at + 1}`, user, route, behind: null, replaces: null, was: [] },
          ...{ ownTags: true, tagIds: [], custom: '', assigned: trackerId !== null },
          ...{ label: '', description: '', address: '', coordinates: '', externalId: '' },
          ...{ radius: usualRadius, windowFrom, windowTo, maxDelay: 0, minStay: 0, minArrival: 0 },
          shown: { ...driver, routeId: null, route: label, position: at + 1, timeZone, tags: '' },
        },
      }))
      return { route, operations: [made, ...parts] }
    })
    return { operations: routes.flatMap(({ operations }) => operations), ids: routes.map(({ route }) => route) }
  },
}

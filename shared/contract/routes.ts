import { z } from 'zod'
import { problem } from '../problem.ts'
import { call } from './call.ts'

/** A day as the calendar names it, such as 2026-12-01. */
const day = z.iso.date()

/** Most users whose routes are looked at together. */
export const mostRouteUsers = 2000

/**
 * Whose routes are looked at, and from which day to which, both included; a route belongs to it that has a window on one
 * of them, in its user's own time.
 */
export const routeChoice = z.object({
  users: z.array(z.int()).max(mostRouteUsers),
  from: day,
  to: day,
})
export type RouteChoice = z.infer<typeof routeChoice>

/** How the pull of routes stands, and how each of the chosen users' last one ended. */
export const routesState = z.object({
  /** Null as long as nothing was chosen. */
  choice: routeChoice.nullable(),
  running: z.boolean(),
  /** Whether it is users with routes that are looked for, before these are pulled. */
  finding: z.boolean(),
  /** Users that are done, of `total`. */
  done: z.int(),
  total: z.int(),
  users: z.array(
    z.object({
      id: z.int(),
      /** The end of the last pull that went well: milliseconds since 1970, UTC. */
      pulledAt: z.number().nullable(),
      /** Why the last one did not. */
      problem: problem.nullable(),
    }),
  ),
  /** What keeps all of them from being pulled, such as a permission. */
  problem: problem.nullable(),
})
export type RoutesState = z.infer<typeof routesState>

export const routeCalls = {
  'routes.state': call(z.object({}), routesState),
  /** Looks at other routes from now on, and begins to pull them. What is not chosen any more leaves the sheets. */
  'routes.choose': call(routeChoice, z.object({})),
  /**
   * Asks for each user of the panel whether there are routes on these days, and looks at theirs from then on; who could
   * not be asked is looked at as well, with what stood in the way. What is looked at stays if it is stopped.
   */
  'routes.find': call(routeChoice.omit({ users: true }), z.object({})),
  /** Pulls the routes of those users whose last pull is older than so many milliseconds; of all chosen ones by 0. */
  'routes.pull': call(z.object({ olderThan: z.int().min(0) }), z.object({})),
  'routes.stop': call(z.object({}), z.object({})),
}

import { z } from 'zod'
import { fleetFigures } from '../fleet/figures.ts'
import { call } from './call.ts'
import { condition } from './looking.ts'

/** So many trackers, and what their sheet is filtered by to show them. */
const counted = { trackers: z.int(), filter: z.array(condition) }

/** The fleet at a glance: numbers of trackers as their sheet shows them. */
export const fleetGlance = z.object({
  /** When it was counted: milliseconds since 1970, UTC. */
  at: z.number(),
  trackers: z.int(),
  /** By state of connection, most first; empty where the panel tells none. */
  connections: z.array(z.object({ state: z.string(), ...counted })),
  figures: z.array(z.object({ figure: z.enum(fleetFigures), ...counted })),
  /** The trackers that came last, newest first. */
  newest: z.array(z.object({ id: z.int(), label: z.string(), owner: z.string(), created: z.string() })),
})
export type FleetGlance = z.infer<typeof fleetGlance>

export const fleetCalls = {
  'fleet.read': call(z.object({}), fleetGlance),
}

import type { FleetGlance } from '../../shared/contract/fleet.ts'
import { fleetFigures, filterOf, filterOfConnection } from '../../shared/fleet/figures.ts'
import type { Clock } from '../ports.ts'
import type { FleetCounts } from '../store/fleet-counts.ts'

/** So many of the newest trackers are named. */
const newestNamed = 8

/** Counts the fleet, one figure after the other: each goes through all trackers, and others have their turn in between. */
export async function glanceAt(counts: FleetCounts, clock: Clock): Promise<FleetGlance> {
  const at = clock.now()
  const figures: FleetGlance['figures'] = []
  for (const figure of fleetFigures) {
    const filter = filterOf(figure, at)
    figures.push({ figure, trackers: counts.count(filter), filter })
    await clock.turn()
  }
  const connections = counts.byConnection().map((one) => ({ ...one, filter: filterOfConnection(one.state) }))
  await clock.turn()
  return { at, trackers: counts.count([]), connections, figures, newest: counts.newest(newestNamed) }
}

import type { FleetGlance } from '../../../shared/contract/fleet.ts'
import { filterOf, filterOfConnection, fleetFigures } from '../../../shared/fleet/figures.ts'
import { now } from './clock.ts'
import { answering } from './core.ts'

const states = [
  ['active', 9_412],
  ['idle', 1_804],
  ['signal_lost', 640],
  ['offline', 512],
  ['', 112],
] as const
const numbers = { offlineDay: 731, offlineWeek: 212, planEnds: 48, blocked: 37, hidden: 120, noPhone: 0, newest: 15 }

/** A fleet of some thousand trackers. */
export const glance: FleetGlance = {
  at: now,
  trackers: states.reduce((sum, [, n]) => sum + n, 0),
  connections: states.map(([state, trackers]) => ({ state, trackers, filter: filterOfConnection(state) })),
  figures: fleetFigures.map((figure) => ({ figure, trackers: numbers[figure], filter: filterOf(figure, now) })),
  newest: ['Van 44', 'Truck 43', 'Bus 42', 'Crane 41'].map((label, at) => ({
    ...{ id: 44 - at, label, owner: 'dora@acme.example', created: `2026-11-${19 - at}` },
  })),
}

/** The core counts this fleet. */
export function fleetHolds(more: Partial<FleetGlance> = {}): void {
  answering({ 'fleet.read': () => ({ ...glance, ...more }) })
}

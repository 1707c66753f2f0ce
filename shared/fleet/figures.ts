import type { Condition } from '../contract/looking.ts'

/** What one looks at in the morning: each a number of trackers, and what their sheet is filtered by to show them. */
export const fleetFigures = ['offlineDay', 'offlineWeek', 'planEnds', 'blocked', 'hidden', 'noPhone', 'newest'] as const
export type FleetFigure = (typeof fleetFigures)[number]

/** Within so many days a plan ends soon, and a tracker is new. */
export const fleetDays = 7

const day = 24 * 3_600_000

/** A moment as the panel writes it, in UTC. */
const written = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
const dateOf = (at: number): string => written(at).slice(0, 10)

const before = (at: number): Condition => ({ is: 'between', field: 'lastConnection', from: null, to: written(at) })
const isSo = (field: string): Condition => ({ is: 'oneOf', field, values: [true] })

/** What the trackers of a figure have in common at this moment, in milliseconds since 1970, UTC. */
export function filterOf(figure: FleetFigure, now: number): Condition[] {
  switch (figure) {
    case 'offlineDay':
      return [before(now - day)]
    case 'offlineWeek':
      return [before(now - 7 * day)]
    case 'planEnds':
      return [{ is: 'between', field: 'tariffEnd', from: dateOf(now), to: dateOf(now + fleetDays * day) }]
    case 'blocked':
      return [isSo('blocked')]
    case 'hidden':
      return [isSo('hidden')]
    case 'noPhone':
      return [{ is: 'empty', field: 'phone', empty: true }]
    case 'newest':
      return [{ is: 'between', field: 'created', from: dateOf(now - fleetDays * day), to: null }]
  }
}

/** What trackers in this state of connection have in common. */
export const filterOfConnection = (state: string): Condition[] => [
  state === ''
    ? { is: 'empty', field: 'connection', empty: true }
    : { is: 'oneOf', field: 'connection', values: [state] },
]

import { action } from './action.ts'

/** Turns the order of stops round: of those that are chosen in a route, in the places that they have together. */
export const reverseStops = action({ kind: 'checkpoint.reverse', stages: 'checkpoint.move', asks: {} })

/** Turns routes round: all of their stops. */
export const reverseRoutes = action({ kind: 'route.reverse', stages: 'checkpoint.move', on: 'route', asks: {} })

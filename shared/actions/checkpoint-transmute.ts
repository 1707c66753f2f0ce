import { action } from './action.ts'

/** Makes single tasks of stops. */
export const transmuteStops = action({ kind: 'checkpoint.transmute', asks: {} })

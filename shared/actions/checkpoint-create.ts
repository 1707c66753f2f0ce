import { action } from './action.ts'

/** Makes another stop behind each, with what it has. */
export const duplicateStops = action({ kind: 'checkpoint.create', asks: {} })

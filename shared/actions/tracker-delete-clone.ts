import { action } from './action.ts'

/** Takes clones away. Rows that are none are passed over. */
export const deleteClones = action({ kind: 'tracker.deleteClone', asks: {}, isApart: true })

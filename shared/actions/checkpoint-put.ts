import { action } from './action.ts'

/** Has stops that were cut stand beside another one, in its route, also where they are in other routes of that user. */
export const putStops = action({ kind: 'checkpoint.put', stages: 'checkpoint.move', asks: {}, puts: true })

/** Makes stops beside another one, in its route, each with what one that was copied has. */
export const putCopies = action({ kind: 'checkpoint.putCopies', stages: 'checkpoint.create', asks: {}, puts: true })

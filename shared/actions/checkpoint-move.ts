import { readPlace } from '../rules/place.ts'
import { action, ask } from './action.ts'

/** Has stops stand elsewhere in their routes: at a place, or further up or down. */
export const moveStops = action({
  kind: 'checkpoint.move',
  asks: { to: ask.text(8) },
  says: ['means'],
  check({ to }) {
    return readPlace(to) === null ? { at: 'to', problem: { code: 'place-invalid', values: { value: to } } } : null
  },
})

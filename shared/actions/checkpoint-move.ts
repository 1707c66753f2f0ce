import { readPlace } from '../rules/place.ts'
import { action, ask } from './action.ts'

/** Has stops stand elsewhere: at a place of their routes, further up or down, or in another route of their user, also a new one. */
export const moveStops = action({
  kind: 'checkpoint.move',
  asks: { route: ask.textOrNone(200), to: ask.textOrNone(8), make: ask.check(false) },
  cells: { route: 'route', position: 'to' },
  says: ['means'],
  notes: ['another'],
  check({ route, to }) {
    const isElsewhere = route.trim() !== ''
    if (to.trim() === '' && isElsewhere) return null
    const place = readPlace(to)
    const isSaid = place !== null && ('at' in place || !isElsewhere)
    return isSaid ? null : { at: 'to', problem: { code: 'place-invalid', values: { value: to } } }
  },
})

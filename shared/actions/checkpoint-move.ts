import { readPlaces } from '../rules/place.ts'
import { action, ask } from './action.ts'

/** Has stops stand elsewhere: at a place of their routes, further up or down, or in another route of their user, also a new one. */
export const moveStops = action({
  kind: 'checkpoint.move',
  asks: { route: ask.textOrNone(200), to: ask.textOrNone(4_000), make: ask.check(false) },
  cells: { route: 'route', position: 'to' },
  untold: 'route-untold',
  lists: ['to'],
  says: ['means'],
  notes: ['another'],
  check({ route, to }) {
    const isElsewhere = route.trim() !== ''
    // Nothing said moves nothing, and is no fault.
    if (to.trim() === '') return null
    const places = readPlaces(to)
    const isSaid =
      places.length > 0 && (places.every((place) => 'at' in place) || (places.length === 1 && !isElsewhere))
    return isSaid ? null : { at: 'to', problem: { code: 'place-invalid', values: { value: to } } }
  },
})

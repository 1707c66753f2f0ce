import { checkDays } from '../rules/days.ts'
import { action, ask } from './action.ts'

/** Makes a route like each of these, with its stops, on other days: at the same times, for the same driver. */
export const copyRoutes = action({
  kind: 'route.create',
  asks: { days: ask.text(400) },
  says: ['means'],
  notes: ['several'],
  check({ days }) {
    const problem = checkDays(days)
    return problem && { at: 'days', problem }
  },
})

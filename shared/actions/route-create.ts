import { checkDays } from '../rules/days.ts'
import { checkWhole, readWhole } from '../rules/task.ts'
import { action, ask } from './action.ts'

/** For so many users at once, at most. */
const mostUsers = 100
/** A year of minutes. */
const mostMinutes = 527_040

/** So many minutes later, or earlier; none where nothing is said. */
export function minutesIn(text: string): number {
  const minutes = readWhole(text.trim().replace(/^\+/, '').replace(/^[−–]/, '-'))
  return typeof minutes === 'number' ? minutes : 0
}

/**
 * Makes a route like each of these, with its stops: on other days, at other times, for other users or another driver. Each
 * day is for each user.
 */
export const copyRoutes = action({
  kind: 'route.create',
  asks: {
    days: ask.textOrNone(400),
    minutes: ask.textOrNone(10),
    users: ask.users(mostUsers),
    driver: ask.choice({ same: 'same', nobody: 'nobody' }),
    tracker: ask.textOrNone(200),
  },
  says: ['means'],
  notes: ['several'],
  check({ days, minutes }) {
    const problem = days.trim() === '' ? null : checkDays(days)
    if (problem) return { at: 'days', problem }
    const shift = readWhole(minutes.trim().replace(/^\+/, '').replace(/^[−–]/, '-'))
    const wrong = minutes.trim() === '' ? null : checkWhole(shift, [-mostMinutes, mostMinutes])
    return wrong && { at: 'minutes', problem: wrong }
  },
})

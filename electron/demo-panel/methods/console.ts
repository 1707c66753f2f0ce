import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/**
 * `tracker/console/connect`: a key for the console of a tracker's device. (panel-tracker.md, console/connect)
 *
 * Undocumented and decided here: "deleted" is what is hidden from its user, and a clone has the console of its original's
 * device.
 */
export const trackerConsoleConnect = method({
  needs: { category: 'trackers', operation: 'update' },
  parameters: z.object({ tracker_id: integer() }),
  answer({ state, consoleKeys, now }, { tracker_id }) {
    if (state.isDeleted(tracker_id)) throw new Refusal(230)
    const { hidden, source } = soundTracker(state, tracker_id)
    if (hidden || source.blocked) throw new Refusal(230)
    return { ...consoleKeys.give(source.deviceId, now) }
  },
})

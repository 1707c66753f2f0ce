import { z } from 'zod'
import { Refusal } from '../errors.ts'
import type { Effect } from '../ledger.ts'
import { integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/**
 * `tracker/move`: gives a tracker to another user, under a new id; its clones stay where they are.
 * (panel-tracker.md, move; panel-openapi.json, which alone tells of the id)
 *
 * Undocumented and decided here: label, comment and visibility go with it, and the new record is created today.
 */
export const trackerMove = method({
  needs: [
    { category: 'trackers', operation: 'create' },
    { category: 'trackers', operation: 'delete' },
  ],
  parameters: z.object({ tracker_id: integer(), user_id: integer() }),
  answer({ state, repeats, record }, { tracker_id, user_id }) {
    if (!state.trackers.get(tracker_id)) record(...repeatedMove(tracker_id, repeats.ofMoveFrom(tracker_id)))
    const tracker = soundTracker(state, tracker_id)
    if (tracker.clone) throw new Refusal(219)
    if (tracker.userId === user_id) {
      record(...repeatedMove(tracker_id, repeats.ofMoveTo(tracker_id)))
      throw new Refusal(246)
    }
    if (!state.users.get(user_id)) throw new Refusal(246)
    if (state.cloneFor(tracker, user_id)) throw new Refusal(247)
    const newId = state.trackers.nextId
    record({ effect: 'tracker.move', tracker: tracker.id, newId, user: user_id })
    return { id: newId }
  },
})

function repeatedMove(id: number, of: number | undefined): Effect[] {
  return of === undefined ? [] : [{ effect: 'none', fault: 'repeat', refused: true, of, about: id }]
}

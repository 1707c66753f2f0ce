import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { flag, integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/**
 * `tracker/corrupt`: marks a tracker as deleted, spoils the id and the phone of its device, and removes its clones.
 * (panel-tracker.md, corrupt) One that a client has corrupted before is noted as a repeat.
 *
 * Undocumented and decided here: how the device's id is spoilt, and that rules or vehicles of a clone hold nothing up.
 */
export const trackerCorrupt = method({
  needs: { category: 'trackers', operation: 'corrupt' },
  parameters: z.object({ tracker_id: integer(), corrupt_clones: flag().default(true) }),
  answer({ state, repeats, record }, { tracker_id, corrupt_clones }) {
    const before = repeats.ofCorruption(tracker_id)
    if (before !== undefined && state.trackers.get(tracker_id)) {
      record({ effect: 'none', fault: 'repeat', refused: true, of: before, about: tracker_id })
    }
    const tracker = soundTracker(state, tracker_id)
    if (tracker.clone) throw new Refusal(219)
    const clones = tracker.source.trackers.filter(({ clone }) => clone).map(({ id }) => id)
    if (clones.length > 0 && !corrupt_clones) throw new Refusal(253, { list: clones })
    record({ effect: 'tracker.corrupt', tracker: tracker.id, clones })
    return {}
  },
})

import { z } from 'zod'
import { flag, integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/**
 * `tracker/source/update`: blocks the device behind a tracker, or lets it go again. (panel-tracker.md, source/update)
 * What is so by a client's own doing already is noted as a repeat.
 *
 * Undocumented and decided here: `blocked` is required, although the OpenAPI lets it be left out; and a clone may be
 * named, whose device it is then.
 */
export const trackerSourceUpdate = method({
  needs: { category: 'trackers', operation: 'update' },
  parameters: z.object({ tracker_id: integer(), blocked: flag() }),
  answer({ state, repeats, record }, { tracker_id, blocked }) {
    const tracker = soundTracker(state, tracker_id)
    const before = repeats.ofBlock(tracker.id, blocked)
    if (before === undefined) record({ effect: 'tracker.block', tracker: tracker.id, blocked })
    else record({ effect: 'none', fault: 'repeat', refused: false, of: before, about: tracker.id })
    return {}
  },
})

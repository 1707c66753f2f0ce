import { z } from 'zod'
import { Refusal } from '../errors.ts'
import type { Habits } from '../habits.ts'
import { flag, integer } from '../parameters.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/** How long a tracker is not activated once more: milliseconds. (panel-tracker.md, register_retry) */
const apart = 120_000

/**
 * `tracker/register_retry`, or on older panels `tracker/register_entry`: activates a tracker once more. (panel-tracker.md,
 * register_retry; panel-tracker-2021.txt) The ledger alone tells of it.
 *
 * Undocumented and decided here: that applications on phones are refused with 214, as devices without GSM are, and that
 * a panel knows one of the two names.
 */
const registerAs = (name: NonNullable<Habits['registersBy']>) =>
  method({
    needs: { category: 'trackers', operation: 'update' },
    parameters: z.object({ tracker_id: integer(), send_register_commands: flag().nullable().default(null) }),
    answer({ state, repeats, habits, now, record }, { tracker_id, send_register_commands }) {
      if ((habits.registersBy ?? 'register_retry') !== name) throw new Refusal(111)
      const tracker = soundTracker(state, tracker_id)
      if (tracker.clone) throw new Refusal(219)
      if (tracker.source.blocked) throw new Refusal(208)
      const { imeiPrefix, withoutGsm } = tracker.source.hardware
      if (imeiPrefix === null || withoutGsm) throw new Refusal(214)
      const before = repeats.ofRegistration(tracker.id)
      if (before && now - before.time < apart) throw new Refusal(264)
      const again = before && { again: before.number }
      record({ effect: 'tracker.register', tracker: tracker.id, commands: send_register_commands, ...again })
      return {}
    },
  })

export const trackerRegisterRetry = registerAs('register_retry')
export const trackerRegisterEntry = registerAs('register_entry')

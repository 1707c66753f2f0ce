import { z } from 'zod'
import { deviceLanes } from './device.ts'
import { kind } from './kind.ts'

/** Whether activation commands go to the device: as the platform is set, in any case, or not. */
export const sendingCommands = ['platform', 'yes', 'no'] as const

/** Models that cannot be activated anew: applications on phones. */
const withoutActivation = ['navixymobile', 'mobile_unknown', 'iosnavixytracker']

/**
 * Activates a tracker once more, “Retry activation” in the vendor's words: sends the device its registration commands,
 * and resets all tracking settings. The panel shows nothing of it afterwards, and does it a second time, though not
 * within two minutes. (panel-tracker.md, register_retry)
 */
export const trackerRegisterKind = kind({
  name: 'tracker.register',
  entity: 'tracker',
  methods: ['tracker/register_retry', 'tracker/register_entry'],
  version: 1,
  params: z.object({
    /** Our id of the tracker, which is no clone. */
    tracker: z.int(),
    /** The device behind it. */
    source: z.int(),
    commands: z.enum(sendingCommands),
  }),
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'reaches-device',
  idempotence: 'repeats',
  unseen: true,
  lanes: ({ tracker, source }) => deviceLanes({ tracker, also: [], source }),
  ownOnly: 'tracker-foreign',
  spaced: { milliseconds: 120_000, code: 264, problem: 'activation-lately', of: ({ tracker }) => String(tracker) },
  // Codes 219, 252, 208, and 214 for models that are named as not supported.
  foretell: {
    from: ['clone', 'corrupted', 'blocked', 'model'],
    why(_, { clone, corrupted, blocked, model }) {
      if (clone === true) return { code: 'activation-of-clone' }
      if (corrupted === true) return { code: 'tracker-corrupted' }
      if (blocked === true) return { code: 'activation-of-blocked' }
      const isWithout = typeof model === 'string' && withoutActivation.some((name) => model.startsWith(name))
      return isWithout ? { code: 'activation-of-app' } : null
    },
  },
  batchMost: 1,
  batchKey: () => null,
  describe: ({ tracker, commands }) => ({
    row: tracker,
    changes: [{ field: 'sendsCommands', from: null, to: commands === 'platform' ? null : commands === 'yes' }],
  }),
  check: () => null,
})

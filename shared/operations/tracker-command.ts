import { z } from 'zod'
import { deviceLanes, deviceParams, perDevice } from './device.ts'
import { kind } from './kind.ts'

/**
 * Sends a command to the device itself. The panel shows nothing of it afterwards, and sent twice it is carried out
 * twice: where the answer is lost, only a person can tell. (panel-tracker.md, raw_command/send)
 */
export const trackerCommandKind = kind({
  name: 'tracker.command',
  entity: 'tracker',
  methods: ['tracker/raw_command/send'],
  version: 2,
  params: z.object({
    /** Our id of the tracker. */
    tracker: z.int(),
    ...deviceParams,
    /** By which the panel reaches the device: an IMEI, most often. */
    device: z.string().min(1),
    command: z.string().min(1).max(1000),
    /** How `command` is written. */
    form: z.enum(['text', 'hex']).default('text'),
    /** Whether the panel keeps it for a device that is not connected. */
    reliable: z.boolean().default(true),
  }),
  // Before, it was for one tracker alone: `also` was not there.
  upgrade: { 1: (kept) => kept },
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'reaches-device',
  idempotence: 'repeats',
  unseen: true,
  lanes: deviceLanes,
  per: perDevice,
  batchMost: 1,
  batchKey: () => null,
  describe: ({ tracker, also, command }) => ({
    row: tracker,
    also,
    changes: [{ field: 'command', from: null, to: command }],
  }),
  check: ({ command, form }) =>
    form === 'hex' && !/^([\da-f]{2})+$/i.test(command) ? { code: 'command-not-hex' } : null,
})

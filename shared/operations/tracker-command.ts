import { z } from 'zod'
import { kind } from './kind.ts'

/**
 * Sends a command to the device itself. The panel shows nothing of it afterwards, and sent twice it is carried out
 * twice: where the answer is lost, only a person can tell. (panel-tracker.md, raw_command/send)
 */
export const trackerCommandKind = kind({
  name: 'tracker.command',
  version: 1,
  params: z.object({
    /** Our id of the tracker. */
    tracker: z.int(),
    /** The device behind it, which all its clones share. */
    source: z.int(),
    /** By which the panel reaches the device: an IMEI, most often. */
    device: z.string().min(1),
    command: z.string().min(1).max(1000),
    /** How `command` is written. */
    form: z.enum(['text', 'hex']).default('text'),
    /** Whether the panel keeps it for a device that is not connected. */
    reliable: z.boolean().default(true),
  }),
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'reaches-device',
  twice: 'does-it-twice',
  lanes: ({ tracker, source }) => [`tracker:${tracker}`, `source:${source}`],
  batchMost: 1,
  batchKey: () => null,
  describe: ({ tracker, command }) => ({ tracker, changes: [{ field: 'command', from: null, to: command }] }),
  check: ({ command, form }) =>
    form === 'hex' && !/^([\da-f]{2})+$/i.test(command) ? { code: 'command-not-hex' } : null,
})

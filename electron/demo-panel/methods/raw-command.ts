import { z } from 'zod'
import { invalid, Refusal } from '../errors.ts'
import { flag, oneOf, text } from '../parameters.ts'
import { method } from './method.ts'

/**
 * `tracker/raw_command/send`: sends a command to a device, as often as it is asked to. (panel-tracker.md,
 * raw_command/send) The ledger alone keeps its text.
 *
 * Undocumented and decided here: the permission (the page names a right of sub-users), that a command may not be
 * empty, and that hexadecimal means whole bytes.
 */
export const trackerRawCommandSend = method({
  needs: { category: 'trackers', operation: 'update' },
  parameters: z.object({
    device_id: text(),
    command: text().refine((command) => command !== '', 'must not be empty'),
    type: oneOf(['text', 'hex']).default('text'),
    reliable: flag().default(true),
  }),
  answer({ state, repeats, record }, { device_id, command, type, reliable }) {
    if (type === 'hex' && !/^([0-9a-f]{2})+$/i.test(command)) throw invalid('command', 'Non-hex string')
    const source = state.source(device_id)
    if (!source) throw new Refusal(201)
    if (source.corrupted) throw new Refusal(252)
    const sent = { device: device_id, command, type }
    const again = repeats.ofCommand(sent)
    record({ effect: 'tracker.command', ...sent, reliable, ...(again === undefined ? {} : { again }) })
    return {}
  },
})

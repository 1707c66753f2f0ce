import { trackerCommandKind } from '../operations/tracker-command.ts'
import { checkPlaceholders } from '../rules/placeholders.ts'
import { action, ask } from './action.ts'

/** Sends a command to the devices of trackers. */
export const sendCommand = action({
  kind: 'tracker.command',
  asks: { form: ask.choice({ text: 'text', hex: 'hex' }), command: ask.command(1000), reliable: ask.check(true) },
  says: ['reaches'],
  // Spaces between bytes are for the eye.
  tidy: (said) => (said.form === 'hex' ? { ...said, command: said.command.replaceAll(/\s+/g, '') } : said),
  check(said) {
    const problem =
      (said.form === 'hex' ? null : checkPlaceholders(said.command)) ??
      trackerCommandKind.check({ ...said, tracker: 0, source: 0, also: [], device: '-' })
    return problem && { at: 'command', problem }
  },
})

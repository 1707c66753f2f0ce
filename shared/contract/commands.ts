import { z } from 'zod'
import type { Versioned } from '../versioned.ts'
import { call } from './call.ts'

const name = z.string().trim().min(1).max(80)

/** A command that a person has given a name, to be sent again to others. */
export const commandTemplate = z.object({
  name,
  command: z.string().min(1).max(1000),
  form: z.enum(['text', 'hex']),
  reliable: z.boolean(),
})
export type CommandTemplate = z.infer<typeof commandTemplate>

/** Most templates of a profile. */
const most = 500
/** As they are kept. */
export const keptTemplates: Versioned<CommandTemplate[]> = { version: 1, shape: z.array(commandTemplate).max(most) }

const templates = z.object({ templates: z.array(commandTemplate) })

/** Commands that are kept with the profile, by name, and how one looks once it is filled in. */
export const commandCalls = {
  'commands.templates': call(z.object({}), templates),
  /** Keeps one, in the place of another of the same name, or of the one that was called `instead`. */
  'commands.keep': call(commandTemplate.extend({ instead: name.nullable() }), templates),
  'commands.remove': call(z.object({ name }), templates),
  /** What a command would be for each of these trackers, by our ids; null where one lacks what it names. */
  'commands.fill': call(
    z.object({ ids: z.array(z.int()).max(20), command: z.string().max(1000) }),
    z.object({ filled: z.array(z.object({ label: z.string(), command: z.string().nullable() })) }),
  ),
}

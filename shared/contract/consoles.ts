import { z } from 'zod'
import type { Permission } from '../model/permissions.ts'
import { problem } from '../problem.ts'
import { call } from './call.ts'

/** Most consoles that are open together: as many as can be read side by side. */
export const mostConsoles = 4

/** What it takes to have a console. */
export const consolesNeed: readonly Permission[] = [{ category: 'trackers', operation: 'update' }]
/** Longest command, in characters. (panel-additions.md, F2) */
export const longestCommand = 300
/** Most lines that a console keeps, and that one answer brings. */
export const mostLines = 5000
export const linesAtOnce = 500
/** Most commands that are remembered. */
export const mostRemembered = 100

/** How a console stands to its device. */
export const consoleState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('open') }),
  /** It dropped, or could not be had; it is tried again by itself at `retryAt`, or, where null, with the connection to the panel. */
  z.object({ state: z.literal('waiting'), problem, retryAt: z.number().nullable() }),
  /** Trying again would come to the same: a person has to act. */
  z.object({ state: z.literal('stopped'), problem }),
])
export type ConsoleState = z.infer<typeof consoleState>

/** A value that the device reports of itself. */
export const consoleValue = z.object({
  name: z.string(),
  value: z.string(),
  /** When it last became another one: milliseconds since 1970, UTC. */
  changedAt: z.number(),
})
export type ConsoleValue = z.infer<typeof consoleValue>

/**
 * A line of the log. `command` is what we sent, and `heard` whether the panel has repeated it: where the connection
 * dropped before that, it is `perhaps`. `echo` is that repetition, `output` what the device says, `other` what came and is
 * neither. `opened` and `dropped` are about the connection.
 */
export const consoleLine = z.object({
  /** Counts up; a line that has changed comes again under its number. */
  number: z.int(),
  at: z.number(),
  sort: z.enum(['command', 'echo', 'output', 'other', 'opened', 'dropped']),
  text: z.string(),
  heard: z.enum(['not-yet', 'yes', 'perhaps']).optional(),
  /** What it was about, of `dropped`. */
  problem: problem.optional(),
})
export type ConsoleLine = z.infer<typeof consoleLine>

/** Where the consoles of this panel are. */
export const consolePlace = z.object({
  /** The address that follows from the panel's own; null where none does. */
  usual: z.string().nullable(),
  /** The one that a person has given in its place. */
  own: z.string().nullable(),
})
export type ConsolePlace = z.infer<typeof consolePlace>

/** A tracker as a console is headed by it; by our id. */
export const consoleTracker = z.object({ id: z.int(), label: z.string(), deviceId: z.string(), model: z.string() })
export type ConsoleTracker = z.infer<typeof consoleTracker>

const tracker = z.object({ tracker: z.int() })
const done = z.object({})

/** A console is called by our id of its tracker, which has one at most. */
export const consoleCalls = {
  'consoles.list': call(z.object({}), z.object({ consoles: z.array(consoleTracker), place: consolePlace })),
  /** Opens a tracker's console beside the others, unless it is open; `consoles-many`. */
  'consoles.open': call(tracker, done),
  'consoles.close': call(tracker, done),
  /**
   * What has changed in a console since it was read up to `after` (0: all of it): the present state, the values and lines
   * that are new or others; `more` where not all of these fit. Lines before `first` are kept no longer.
   */
  'consoles.read': call(
    tracker.extend({ after: z.int().min(0) }),
    z.object({
      tracker: consoleTracker,
      state: consoleState,
      values: z.array(consoleValue),
      /** When the device last reported; null before the first time. */
      reportedAt: z.number().nullable(),
      lines: z.array(consoleLine),
      first: z.int(),
      upTo: z.int(),
      more: z.boolean(),
    }),
  ),
  /** Sends a command, once; `console-not-open`. */
  'consoles.send': call(tracker.extend({ command: z.string().trim().min(1).max(longestCommand) }), done),
  /** Connects anew, with a fresh key; what is connected is ended first. */
  'consoles.reconnect': call(tracker, done),
  /** Forgets the lines of the log. */
  'consoles.clear': call(tracker, done),
  /** Commands that were sent to any device of this panel, oldest first, each once. */
  'consoles.commands': call(z.object({}), z.object({ commands: z.array(z.string()) })),
  /** Gives the consoles another address, or by null the usual one, and connects them to it; `console-address`, `plain-ws`. */
  'consoles.place': call(
    z.object({
      own: z.string().max(300).nullable(),
      /** The person has confirmed by name that this host is spoken to without encryption. */
      plainConfirmed: z.boolean().default(false),
    }),
    done,
  ),
}

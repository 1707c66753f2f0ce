import { z } from 'zod'
import { problem } from '../problem.ts'
import { settingsShape } from '../settings.ts'
import { call } from './call.ts'

/** What the window shows of the program around it: for Help, and for whoever is asked for help. Nothing of it is secret. */
export const programState = z.object({
  version: z.string(),
  /** The operating system, with its version and the processor. */
  system: z.string(),
  /** What the core runs on. */
  runtime: z.string(),
  /** The kind of keychain that this system has, and whether it took a password; null as long as it was not asked. */
  keychain: z.object({ kind: z.string(), works: z.boolean().nullable() }),
  dataFolder: z.string(),
  /** Bytes of all files in it. */
  dataSize: z.int(),
  /** The file that the log is written to. */
  log: z.string(),
  /** The last warnings and errors of the log, as they stand there: what is secret was taken out before. */
  lastErrors: z.array(z.string()),
})
export type ProgramState = z.infer<typeof programState>

const answer = z.object({
  settings: settingsShape,
  /** Why the file of settings could not be read or written; the settings hold until the program ends all the same. */
  problem: problem.nullable(),
})

export const settingCalls = {
  'settings.read': call(z.object({}), answer),
  /** Changes some of them, and keeps them. */
  'settings.change': call(settingsShape.partial(), answer),
  /** What is known of the program and its machine. */
  'program.state': call(z.object({}), programState),
}

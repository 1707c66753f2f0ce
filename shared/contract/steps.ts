import { z } from 'zod'
import { call } from './call.ts'

/**
 * Steps that may be long, and what is left of one that a person stops. `nothing`: all of it is taken back, as if it had
 * never been asked for. `part`: what it had done by then stays, each row whole, and the rest is as it was.
 */
export const stepNames = {
  stage: 'nothing',
  make: 'nothing',
  revert: 'nothing',
  act: 'nothing',
  undo: 'nothing',
  redo: 'nothing',
  import: 'nothing',
  undoSent: 'nothing',
  release: 'nothing',
  recall: 'part',
  hold: 'part',
  letGo: 'part',
  discard: 'part',
  resolve: 'part',
  mend: 'part',
  remedy: 'part',
  giveUp: 'part',
  plan: 'nothing',
  check: 'nothing',
  export: 'nothing',
  takeBack: 'nothing',
} as const satisfies Record<string, 'nothing' | 'part'>
export type StepName = keyof typeof stepNames

const names = Object.keys(stepNames) as [StepName, ...StepName[]]

/** A step that is so long that it is done in parts, while it is under way. */
export const longStep = z.object({
  id: z.int(),
  name: z.enum(names),
  /** Rows done, of `total`. */
  done: z.int(),
  total: z.int(),
  /** A person has asked it to stop, or it has failed: from here on it takes back what it had done, or ends. */
  ending: z.boolean(),
})
export type LongStep = z.infer<typeof longStep>

export const stepCalls = {
  /** Asks a long step to stop between two of its parts. Its own call then answers `stopped` or `stopped-partly`. */
  'steps.stop': call(z.object({ id: z.int() }), z.object({})),
}

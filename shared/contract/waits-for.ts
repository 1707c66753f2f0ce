import { z } from 'zod'
import { operationStates } from '../operations/states.ts'

/** What a released operation waits behind: the one that has to be settled first. */
export const waitsFor = z.object({
  operation: z.int(),
  changeSet: z.int(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(operationStates),
})
export type WaitsFor = z.infer<typeof waitsFor>

import { randomUUID } from 'node:crypto'
import type { Random } from '../ports.ts'

/** The machine's own chance: identifiers come from its cryptographic source. */
export const machineRandom: Random = {
  next: () => Math.random(),
  id: () => randomUUID(),
}

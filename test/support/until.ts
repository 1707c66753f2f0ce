import { setImmediate as turn } from 'node:timers/promises'

/** Resolves once the condition holds, however long that takes. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}

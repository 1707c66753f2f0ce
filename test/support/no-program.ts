import { join } from 'node:path'
import type { Program } from '../../electron/ports.ts'

/** A machine of which nothing is known, for tests that do not care. */
export function noProgram(dataFolder: string): Program {
  return {
    system: 'Test',
    runtime: 'Test',
    keychain: 'Test',
    dataFolder,
    log: join(dataFolder, 'fleetbook.log'),
    dataSize: () => 0,
    lastErrors: () => [],
  }
}

import type { ProgramState } from '../../shared/contract/settings.ts'
import { redact } from '../panel/redact.ts'
import type { Program } from '../ports.ts'
import type { Secrets } from '../secrets/secrets.ts'

/** What whoever is asked for help wants to know; nobody is asked for it, the keychain least of all. */
export function programState(program: Program, version: string, secrets: Pick<Secrets, 'known'>): ProgramState {
  const { system, runtime, keychain, dataFolder, log } = program
  return {
    ...{ version, system, runtime, dataFolder, log },
    keychain: { kind: keychain, works: secrets.known },
    dataSize: program.dataSize(),
    lastErrors: program.lastErrors().map((line) => String(redact(line))),
  }
}

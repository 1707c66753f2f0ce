import { join } from 'node:path'
import { machineClock } from './machine/clock.ts'
import { logFile } from './machine/log-file.ts'
import { machineNetwork } from './machine/network.ts'
import { readerThreads } from './machine/reader-thread.ts'
import { machineRandom } from './machine/random.ts'
import { redact } from './panel/redact.ts'
import { createNodeTransport } from './panel/transport.ts'
import type { Ports } from './ports.ts'
import { osKeychain } from './secrets/os-keychain.ts'

/**
 * The world as it is: what both hosts hand to the core. Everything kept on disk is under `data`; `reader` is the module
 * that reads files in a thread, which only the host's own entry can tell from where it stands.
 */
export function realPorts(data: string, reader: URL): Ports {
  return {
    clock: machineClock,
    random: machineRandom,
    transport: createNodeTransport(),
    network: machineNetwork(),
    keychain: osKeychain(),
    readers: readerThreads(reader),
    folders: { profiles: join(data, 'profiles'), demoPanel: join(data, 'demo-panel') },
    log: logFile(logPath(data), machineClock, redact),
  }
}

/** Where the log of a data folder is. */
export function logPath(data: string): string {
  return join(data, 'logs', 'fleetbook.log')
}

import { join } from 'node:path'
import { machineClock } from './machine/clock.ts'
import { machineLoop } from './machine/loop.ts'
import { logFile } from './machine/log-file.ts'
import { machineProgram } from './machine/program.ts'
import { machineNetwork } from './machine/network.ts'
import { readerThreads } from './machine/reader-thread.ts'
import { machineRandom } from './machine/random.ts'
import { redact } from './panel/redact.ts'
import type { Log, Ports, Sockets, Transport } from './ports.ts'
import { osKeychain } from './secrets/os-keychain.ts'
import { sessionKeychain } from './secrets/session-keychain.ts'

/** What a host may have in another way than the machine has it. */
export type HostPorts = Pick<Ports, 'network' | 'keychain' | 'session'>

/** The machine's networks and keychain, as any program finds them. */
export function machineHost(): HostPorts {
  return { network: machineNetwork(), keychain: osKeychain(), session: sessionKeychain() }
}

/**
 * The world as it is: what both hosts hand to the core. Everything kept on disk is under `data`; `reader` is the module
 * that reads files in a thread, which only the host's own entry can tell from where it stands.
 */
export function realPorts(data: string, reader: URL, host: HostPorts = machineHost()): Ports {
  return {
    clock: machineClock,
    loop: machineLoop,
    random: machineRandom,
    transport: lateTransport(),
    sockets: lateSockets(),
    ...host,
    readers: readerThreads(reader),
    folders: {
      profiles: join(data, 'profiles'),
      demoPanel: join(data, 'demo-panel'),
      settings: join(data, 'settings.json'),
    },
    program: machineProgram(data, logPath(data)),
    log: machineLog(data),
  }
}

/** The network. Its code, and Node's own for HTTP, are loaded with the first request: no window waits for them. */
function lateTransport(): Transport {
  let loading: Promise<Transport> | null = null
  const load = async () => (await import('./panel/transport.ts')).createNodeTransport()
  return { post: async (post) => (await (loading ??= load())).post(post) }
}

/** Connections that stay: most starts need none, so their code is loaded with the first. */
function lateSockets(): Sockets {
  let loading: Promise<Sockets> | null = null
  const load = async () => (await import('./panel/sockets.ts')).createNodeSockets()
  return { open: async (address, listener) => (await (loading ??= load())).open(address, listener) }
}

/** The log of a data folder. Several processes may write to it. */
export function machineLog(data: string): Log {
  return logFile(logPath(data), machineClock, redact)
}

/** Where the log of a data folder is. */
export function logPath(data: string): string {
  return join(data, 'logs', 'fleetbook.log')
}

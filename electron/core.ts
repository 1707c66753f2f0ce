import { join } from 'node:path'
import type { PullInterval } from '../shared/contract/profiles.ts'
import type { CallAnswer, CallMessage, CoreEvent } from '../shared/contract.ts'
import { createBridge } from './bridge/bridge.ts'
import { createHandlers } from './bridge/handlers.ts'
import { createSlowLog } from './bridge/slow-log.ts'
import type { DemoPlace } from './bridge/accounts.ts'
import { createProfiles } from './bridge/profiles.ts'
import { demoLogin, demoPassword } from './demo-panel/account.ts'
import { dealerRate } from './panel/limiter.ts'
import { programState } from './bridge/program-state.ts'
import type { Ports } from './ports.ts'
import { patientKeychain } from './secrets/patient-keychain.ts'
import { createSecrets } from './secrets/secrets.ts'
import { keepPrivate } from './store/private-files.ts'
import { openSettings } from './store/settings-file.ts'
import { lockProfile } from './store/profile-lock.ts'
import type { Weight } from './weight.ts'

/** What a host may ask of the core. */
export interface CoreOptions {
  /** How many trackers the built-in demo panel has. */
  readonly demoTrackers?: number
  /** Requests a second to a dealer's panel; the documented rate unless a test says otherwise. */
  readonly dealerRate?: number
  /** Lets tests tell the built-in demo panel to misbehave. */
  readonly demoControl?: boolean
  /** Milliseconds until seeing no effect of a request is proof that it had none, for tests that kill the program. */
  readonly proofAfter?: number
  /** How many rows one part of a long step handles, for tests that end the program between two. */
  readonly rowsAtOnce?: number
  /** Minutes from one pull to the next where a profile says nothing else; fifteen unless a test says otherwise. */
  readonly pullEvery?: PullInterval
  /** It takes the place of a core that broke down, for a window that is still there. */
  readonly goOn?: boolean
  readonly version: string
}

/** The whole program without a window: calls in, answers and events out. */
export interface Core {
  /** Carries out a call of the contract. Never rejects: what goes wrong is in the answer. */
  call(message: CallMessage): Promise<CallAnswer>
  /** Hears what the core tells unasked; the function returned ends it. */
  listen(listener: (event: CoreEvent) => void): () => void
  weigh(): Weight
  /** Settles what is under way and lets go of every file. */
  close(): Promise<void>
}

/** Puts the services together from the ports. */
export function createCore(ports: Ports, options: CoreOptions): Core {
  const rate = options.dealerRate ?? dealerRate
  const demo = builtInPanel(ports, options)
  const keychain = patientKeychain(ports.keychain, ports.clock)
  const slow = createSlowLog(ports.clock, ports.log)
  const secrets = createSecrets(keychain, ports.session)
  const settings = openSettings(ports.folders.settings, ports.log)
  const program = () => programState(ports.program, options.version, secrets)
  const profiles = createProfiles({
    ports,
    queries: slow.queries,
    secrets,
    rate,
    proofAfter: options.proofAfter,
    rowsAtOnce: options.rowsAtOnce,
    pullEvery: options.pullEvery,
    demo: demo.place,
  })
  const bridge = createBridge(createHandlers({ profiles, settings, program }), ports.log, slow)
  const stopWatching = ports.loop?.onDelay((milliseconds) => slow.stoodStill(milliseconds))
  const reopened = profiles.reopen(options.goOn ?? false)
  ports.log.info('the core has started', { version: options.version })
  return {
    call: async (message) => {
      await reopened
      return bridge.call(message)
    },
    weigh: () => ({ ...bridge.weigh(), ...slow.weigh(), ...profiles.weigh() }),
    listen: (listener) => profiles.announcer.listen(listener),
    async close() {
      stopWatching?.()
      keychain.end()
      await reopened
      await profiles.end()
      await demo.close()
    },
  }
}

/** The demo panel in this process, started when it is first wanted. What it was made to do survives a restart. */
function builtInPanel(ports: Ports, options: CoreOptions) {
  let running: Promise<{ place: DemoPlace; close: () => Promise<void> }> | null = null

  async function start() {
    keepPrivate(ports.folders.demoPanel)
    // Its ledger has one writer, whichever host that is.
    const lock = lockProfile(join(ports.folders.demoPanel, 'lock.db'))
    try {
      const { serveBuiltIn } = await import('./demo-panel/built-in.ts')
      const { baseUrl, close } = await serveBuiltIn({
        folder: ports.folders.demoPanel,
        clock: ports.clock,
        trackers: options.demoTrackers,
        unlimited: (options.dealerRate ?? dealerRate) > dealerRate,
        control: options.demoControl ?? false,
      })
      ports.log.info('the demo panel has started', { baseUrl })
      return {
        place: { baseUrl, login: demoLogin, password: demoPassword },
        async close() {
          await close()
          lock.release()
        },
      }
    } catch (error) {
      lock.release()
      throw error
    }
  }

  return {
    async place() {
      running ??= start()
      // What could not be started now may be started later.
      running.catch(() => (running = null))
      return (await running).place
    },
    close: async () => (await running)?.close(),
  }
}

import { MessageChannelMain, utilityProcess } from 'electron'
import type { MessagePortMain, UtilityProcess } from 'electron'
import type { Keychain, Log } from '../ports.ts'
import { goOn, toMain, type SecretStore, type ToCore, type ToMain } from '../wire/main-messages.ts'
import { atRest, type Glance } from '../wire/glance.ts'
import type { RunEnd } from '../wire/run-end.ts'
import { answerSecret } from '../wire/secrets-over-main.ts'
import { createRestarts } from './restarts.ts'

/** Milliseconds that a core may take to settle what is under way; what it does not settle is `unknown` afterwards. */
const closingMost = 60_000

/** What the core's process needs of main. */
export interface CoreHostOptions {
  /** The built core-process.js. */
  readonly script: string
  /** The data folder. */
  readonly data: string
  readonly keychains: Readonly<Record<SecretStore, Keychain>>
  readonly log: Log
  /** A run of sending has ended. */
  readonly runEnded: (end: RunEnd) => void
  /** What is to be seen at the taskbar has changed. */
  readonly glanced: (glance: Glance) => void
  /** The core was started again after it had ended unasked. */
  readonly restarted: () => void
  /** It has ended too often, and is not started again unless {@link CoreHost.port} is called. */
  readonly givenUp: () => void
}

/** The core in its own process: started, started again where it ends unasked, and closed in order. */
export interface CoreHost {
  /** A port to the core, for a window; starts it where it has been given up. */
  port(): MessagePortMain
  /** Tells the core that the computer has woken up. */
  woken(): void
  /** Resolves once the core has settled what is under way and its process has ended. */
  close(): Promise<void>
}

/** Starts the core's process; call it once Electron is ready. */
export function hostCore(options: CoreHostOptions): CoreHost {
  const { log } = options
  const restarts = createRestarts(() => performance.now())
  let closing: Promise<void> | null = null
  let core: UtilityProcess | null = start()

  function start(...flags: string[]): UtilityProcess {
    const child = utilityProcess.fork(options.script, [options.data, ...flags], { serviceName: 'Fleetbook core' })
    child.on('message', (message: unknown) => heard(child, message))
    child.on('error', (type, location) => log.error('The core broke down', { type, location }))
    child.once('exit', (code) => ended(child, code))
    return child
  }

  function tell(child: UtilityProcess, message: ToCore, ports: MessagePortMain[] = []): void {
    child.postMessage(message, ports)
  }

  function heard(child: UtilityProcess, message: unknown): void {
    const { success, data } = toMain.safeParse(message)
    if (!success) return log.warn('A message of the core was none')
    void answer(child, data)
  }

  async function answer(child: UtilityProcess, message: ToMain): Promise<void> {
    if ('tell' in message)
      return message.tell === 'glance' ? options.glanced(message.glance) : options.runEnded(message.end)
    const told = await answerSecret(message, options.keychains)
    if (child === core) tell(child, told)
  }

  function ended(child: UtilityProcess, code: number): void {
    if (child !== core) return
    core = null
    options.glanced(atRest)
    if (closing) return
    log.error('The core ended unasked', { code })
    if (!restarts.mayRestart()) {
      log.error('The core is not started again: it ended too often within a minute')
      return options.givenUp()
    }
    core = start(goOn)
    options.restarted()
  }

  function closed(child: UtilityProcess): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        log.error('The core did not close in time')
        child.kill()
        // Its end is not waited for: what cannot be ended goes with main, and must not keep the program from quitting.
        resolve()
      }, closingMost)
      child.once('exit', () => {
        clearTimeout(late)
        resolve()
      })
      tell(child, { tell: 'close' })
    })
  }

  return {
    port() {
      if (!core && !closing) {
        restarts.forget()
        core = start(goOn)
      }
      const { port1, port2 } = new MessageChannelMain()
      if (core) tell(core, { tell: 'window' }, [port1])
      else port1.close()
      return port2
    },
    woken() {
      if (core) tell(core, { tell: 'woken' })
    },
    close: () => (closing ??= core ? closed(core) : Promise.resolve()),
  }
}

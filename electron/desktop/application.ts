import { join } from 'node:path'
import { app, dialog, powerMonitor, session } from 'electron'
import type { BrowserWindow, MessageBoxSyncOptions } from 'electron'
import { desktop } from '../../shared/locales/en/desktop.ts'
import type { Log } from '../ports.ts'
import { logPath, machineLog } from '../real-ports.ts'
import { askedKeychain, type AskedKeychain } from '../secrets/asked-keychain.ts'
import { osKeychain } from '../secrets/os-keychain.ts'
import { sessionKeychain } from '../secrets/session-keychain.ts'
import { joinWindow } from './bridge.ts'
import { hostCore, type CoreHost } from './core-host.ts'
import { leave } from './leaving.ts'
import { setMenu } from './menu.ts'
import { bringForward, notifyOfRunEnd } from './notification.ts'
import { serveWindow } from './protocol.ts'
import { guardQuitting } from './quitting.ts'
import { lockPages, lockSession } from './security.ts'
import { showAtTaskbar } from './taskbar.ts'
import { createWindow, openWindow } from './window.ts'

/** The built program: main/, preload/ and renderer/. */
const built = join(app.getAppPath(), 'out')

/**
 * Opens the window, and starts the core on the folder `data` in a process of its own, once Electron is ready. An error
 * of this process that nothing else has dealt with is shown and ends the program; what was staged is on disk by then.
 */
export function openApplication(data: string): void {
  const log = machineLog(data)
  const stop = (error: unknown): void => {
    log.error('The program stopped', { error })
    console.error(error)
    dialog.showErrorBox(desktop.failed.title, desktop.failed.text.replace('{log}', logPath(data)))
    app.exit(1)
  }
  process.on('uncaughtException', stop)
  process.on('unhandledRejection', (reason) => log.error('A promise was rejected and nobody looked', { reason }))
  lockPages(log)
  void app
    .whenReady()
    .then(() => open(data, log))
    .catch(stop)
}

async function open(data: string, log: Log): Promise<void> {
  lockSession(session.defaultSession)
  serveWindow(join(built, 'renderer'))

  let isSending = false
  const keychain = askedKeychain(osKeychain())
  // The core first: it takes longer until it can answer than the page until it asks.
  const core = hostCore({
    script: join(built, 'main', 'core-process.js'),
    data,
    keychains: { keychain, session: sessionKeychain() },
    log,
    runEnded: (end) => notifyOfRunEnd(window, end),
    glanced(glance) {
      isSending = glance.progress !== null
      showAtTaskbar(window, glance)
    },
    restarted: () => bridge.rejoin(),
    givenUp: () => bridge.giveUp(logPath(data)),
  })
  const window = createWindow(join(built, 'preload', 'preload.cjs'), log)
  const bridge = joinWindow(window.webContents, () => core.port(), log, logPath(data))
  setMenu((what) => bridge.chosen(what))
  const opened = openWindow(window)
  app.on('window-all-closed', () => app.quit())
  app.on('second-instance', () => bringForward(window))
  closeInOrder(core, keychain, window)
  askBeforeQuitting(window, () => isSending)
  await opened
}

/** Asks before the program ends while something is being sent; not where the system ends. */
function askBeforeQuitting(window: BrowserWindow, isSending: () => boolean): void {
  const { text, detail, quit, stay } = desktop.quitting
  const question: MessageBoxSyncOptions = {
    ...{ type: 'question', message: text, detail, buttons: [quit, stay] },
    ...{ defaultId: 1, cancelId: 1 },
  }
  const quitting = guardQuitting(isSending, () => dialog.showMessageBoxSync(question) === 0)
  // It hears of the end of the system before the program is asked to quit for that.
  powerMonitor.prependListener('shutdown', () => quitting.forced())
  window.on('close', (event) => quitting.begins(event))
  app.on('before-quit', (event) => quitting.begins(event))
}

/**
 * Has the core settle what is under way before the program ends, no matter who ends it: the person, or the system as it shuts
 * down or signs the person out.
 */
function closeInOrder(core: CoreHost, keychain: AskedKeychain, window: BrowserWindow): void {
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    // What the page keeps is written a while after it was said.
    session.defaultSession.flushStorageData()
    void leave(core, keychain, { exit: () => app.exit(), kill: () => process.kill(process.pid, 'SIGKILL') })
  })
  powerMonitor.on('shutdown', () => app.quit())
  // Windows ends a program without asking it to quit.
  window.on('session-end', () => void core.close())
  powerMonitor.on('resume', () => core.woken())
}

import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import { desktop } from '../../shared/locales/en/desktop.ts'
import type { Core } from '../core.ts'
import { coreOptions } from '../machine/core-options.ts'
import type { Ports } from '../ports.ts'
import { logPath, realPorts } from '../real-ports.ts'
import { joinWindow } from './bridge.ts'
import { setMenu } from './menu.ts'
import { bringForward, notifyOfRunEnds } from './notification.ts'
import { serveWindow } from './protocol.ts'
import { lockPages, lockSession } from './security.ts'
import { createWindow, openWindow } from './window.ts'

/** The built program: main/, preload/ and renderer/. */
const built = join(app.getAppPath(), 'out')

/**
 * Starts the core on the folder `data` and opens the window on it, once Electron is ready. An error that nothing else has dealt with is
 * shown and ends the program; what was staged is on disk by then. `reader` is the module that reads files in a thread.
 */
export function openApplication(data: string, reader: URL): void {
  const ports = realPorts(data, reader)
  const stop = (error: unknown): void => {
    ports.log.error('The program stopped', { error })
    console.error(error)
    dialog.showErrorBox(desktop.failed.title, desktop.failed.text.replace('{log}', logPath(data)))
    app.exit(1)
  }
  process.on('uncaughtException', stop)
  process.on('unhandledRejection', (reason) => ports.log.error('A promise was rejected and nobody looked', { reason }))
  lockPages(ports.log)
  void app
    .whenReady()
    .then(() => open(ports))
    .catch(stop)
}

async function open(ports: Ports): Promise<void> {
  lockSession(session.defaultSession)
  serveWindow(join(built, 'renderer'))
  setMenu()

  const window = createWindow(join(built, 'preload', 'preload.cjs'), ports.log)
  const shown = openWindow(window)
  const core = coreWhenWanted(ports)
  joinWindow(window.webContents, core, ports.log)
  app.on('window-all-closed', () => app.quit())
  app.on('second-instance', () => bringForward(window))
  closeBeforeQuitting(async () => (await core()).close(), ports)
  await shown
  notifyOfRunEnds(window, await core())
}

/**
 * Starts the core when it is first wanted, and only once. Opening its files any sooner would hold up what the page is
 * still to be given, which comes over the same thread.
 */
function coreWhenWanted(ports: Ports): () => Promise<Core> {
  let starting: Promise<Core> | null = null
  const loading = import('../core.ts')
  return () => (starting ??= loading.then(({ createCore }) => createCore(ports, coreOptions())))
}

/** Holds the application back from ending until `close` has ended: what is under way is committed first. */
function closeBeforeQuitting(close: () => Promise<void>, { log }: Ports): void {
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    close()
      .catch((error: unknown) => log.error('The core did not close cleanly', { error }))
      .finally(() => app.exit())
  })
}

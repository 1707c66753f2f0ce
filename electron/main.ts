import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import { desktop } from '../shared/locales/en/desktop.ts'
import { createCore } from './core.ts'
import { joinWindow } from './desktop/bridge.ts'
import { setMenu } from './desktop/menu.ts'
import { declareWindowScheme, serveWindow } from './desktop/protocol.ts'
import { lockPages, lockSession } from './desktop/security.ts'
import { createWindow, openWindow } from './desktop/window.ts'
import { coreOptions } from './machine/core-options.ts'
import { dataFolder } from './machine/data-folder.ts'
import { logPath, realPorts } from './real-ports.ts'

// The desktop host: starts the core and opens the window. Everything here that must happen before Electron is ready
// happens before the first await.
const data = dataFolder()
const built = join(import.meta.dirname, '..')

mkdirSync(join(data, 'window'), { recursive: true })
app.setPath('userData', join(data, 'window'))
app.enableSandbox()
declareWindowScheme()

const ports = realPorts(data)
process.on('uncaughtException', (error) => stopAfter(error))
process.on('unhandledRejection', (reason) => ports.log.error('A promise was rejected and nobody looked', { reason }))

// The lock belongs to the data folder: whoever comes second only brings the first one's window forward.
if (app.requestSingleInstanceLock()) {
  lockPages(ports.log)
  void app.whenReady().then(start).catch(stopAfter)
} else {
  app.quit()
}

async function start(): Promise<void> {
  lockSession(session.defaultSession)
  serveWindow(join(built, 'renderer'))
  setMenu()

  const core = createCore(ports, coreOptions())
  closeBeforeQuitting(() => core.close())

  const window = createWindow(join(built, 'preload', 'preload.cjs'), ports.log)
  joinWindow(window.webContents, core, ports.log)
  app.on('window-all-closed', () => app.quit())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  await openWindow(window)
}

/** Holds the application back from ending until `close` has: what is under way is committed first. */
function closeBeforeQuitting(close: () => Promise<void>): void {
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    close()
      .catch((error: unknown) => ports.log.error('The core did not close cleanly', { error }))
      .finally(() => app.exit())
  })
}

/** Ends the program after an error that nothing else has dealt with; what is staged is on disk already. */
function stopAfter(error: unknown): void {
  ports.log.error('The program stopped', { error })
  console.error(error)
  dialog.showErrorBox(desktop.failed.title, desktop.failed.text.replace('{log}', logPath(data)))
  app.exit(1)
}

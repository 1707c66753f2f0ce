import { join } from 'node:path'
import { BrowserWindow, app, nativeTheme } from 'electron'
import type { Log } from '../ports.ts'
import { windowOrigin } from './protocol.ts'
import { securePreferences } from './security.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** The ground of the page in renderer/theme, so that nothing flashes before the page shows. */
const ground = { light: '#FFFFFF', dark: '#12161D' }

/** Makes the application's one window; it shows once its page has been drawn. */
export function createWindow(preload: string, log: Log): BrowserWindow {
  const statePath = join(app.getPath('userData'), 'window.json')
  const state = readWindowState(statePath)
  const window = new BrowserWindow({
    title: app.name,
    ...(state?.bounds ?? { width: 1280, height: 800 }),
    minWidth: 800,
    minHeight: 500,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: { ...securePreferences, preload, devTools: !app.isPackaged },
  })
  if (state?.maximized) window.maximize()
  keepWindowState(statePath, window)
  window.once('ready-to-show', () => window.show())
  window.webContents.on('preload-error', (_event, _path, error) => log.error('The bridge did not load', { error }))
  let lastReload = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('The page went away', { reason, exitCode })
    if (reason === 'clean-exit' || Date.now() - lastReload < 30_000) return
    // What was staged is in the journal: a fresh page finds all of it.
    lastReload = Date.now()
    window.webContents.reload()
  })
  return window
}

/** Shows the window's page; throws where that fails. A window that is closed while its page is loading has not failed. */
export async function openWindow(window: BrowserWindow): Promise<void> {
  let isClosing = false
  window.once('close', () => (isClosing = true))
  try {
    await window.loadURL(`${windowOrigin}/index.html`)
  } catch (error) {
    if (!isClosing) throw error
  }
}

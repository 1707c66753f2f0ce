import { app } from 'electron'
import type { Session, WebContents, WebFrameMain, WebPreferences } from 'electron'
import type { Log } from '../ports.ts'
import { windowOrigin } from './protocol.ts'

/** How every window is made: Electron's sandbox and isolation on, everything that is not needed off. */
export const securePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would come from the network.
  spellcheck: false,
} as const satisfies WebPreferences

/** The one permission that a page gets: putting text on the clipboard, at a person's gesture. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Denies every page what the window has no need of: other pages, other windows, web views. Run once at start. */
export function lockPages(log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    const deny = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault()
      log.warn('A page was denied something', { what })
    }
    contents.on('will-navigate', (event) => {
      if (!isWindowUrl(event.url)) deny('navigation')(event)
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) deny('a frame')(event)
    })
    contents.on('will-redirect', deny('redirect'))
    contents.on('will-attach-webview', deny('web view'))
    contents.setWindowOpenHandler(() => {
      log.warn('A page was denied something', { what: 'window' })
      return { action: 'deny' }
    })
  })
}

/** Denies a session permissions, devices and the network: everything remote goes through the core. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(granted.has(permission) && isWindowUrl(details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => granted.has(permission) && isWindowUrl(origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] },
    (_request, answer) => answer({ cancel: true }),
  )
}

/** Whether a message came from the window's own top frame, showing the window's own page. */
export function isFromWindow(frame: WebFrameMain | null, window: WebContents): boolean {
  return frame !== null && frame === window.mainFrame && isWindowUrl(frame.url)
}

function isWindowUrl(url: string): boolean {
  return url === windowOrigin || url.startsWith(`${windowOrigin}/`)
}

import { protocol } from 'electron'
import { readWindowFile, windowHeaders } from '../window-files.ts'

const scheme = 'app'
const host = 'fleetbook'

/** Where the window's own files are. */
export const windowOrigin = `${scheme}://${host}`

/**
 * Makes `app://` a scheme like https to Chromium, its scripts' compiled code kept between starts. Must run before the
 * application is ready.
 */
export function declareWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, codeCache: true } }])
}

/** Answers `app://fleetbook/…` from `folder`, the built window. */
export function serveWindow(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url)
    const file = url.host === host && request.method === 'GET' ? await readWindowFile(folder, url.pathname) : null
    if (!file) return new Response('There is no such file.', { status: 404, headers: windowHeaders("'none'") })
    return new Response(file.bytes, { headers: { ...windowHeaders("'none'"), 'content-type': file.type } })
  })
}

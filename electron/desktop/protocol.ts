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

/**
 * Answers `app://fleetbook/…` from `folder`, the built window. Resolves once a page has been given its program, and so
 * has work of its own.
 */
export function serveWindow(folder: string): Promise<void> {
  return new Promise((resolve) => {
    protocol.handle(scheme, async (request) => {
      const url = new URL(request.url)
      const file = url.host === host && request.method === 'GET' ? await readWindowFile(folder, url.pathname) : null
      if (!file) return new Response('There is no such file.', { status: 404, headers: windowHeaders("'none'") })
      const isProgram = file.type.startsWith('text/javascript')
      return new Response(isProgram ? toldWhenRead(file.bytes, resolve) : file.bytes, {
        headers: { ...windowHeaders("'none'"), 'content-type': file.type },
      })
    })
  })
}

/** A stream of `bytes` that tells when all of it has been read. */
function toldWhenRead(bytes: Uint8Array<ArrayBuffer>, tell: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isGiven = false
  return new ReadableStream(
    {
      pull(controller) {
        if (!isGiven) {
          isGiven = true
          return controller.enqueue(bytes)
        }
        controller.close()
        // The end, too, has to come to whoever reads.
        setImmediate(tell)
      },
    },
    { highWaterMark: 0 },
  )
}

import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

/** Types by extension of everything that a build of the window consists of. Nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** A file of the window, ready to be answered with. */
export interface WindowFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * The file of the built window that stands under `path`, a URL's path; null if there is none. A path that leads out of
 * `folder`, in whatever spelling, has none.
 */
export async function readWindowFile(folder: string, path: string): Promise<WindowFile | null> {
  const wanted = decoded(path)
  if (wanted === null || wanted.includes('\0') || wanted.includes('\\')) return null
  const file = normalize(join(folder, wanted === '/' ? 'index.html' : wanted))
  const type = types[extname(file)]
  if (!type || !file.startsWith(normalize(folder) + sep)) return null
  try {
    return { type, bytes: new Uint8Array(await readFile(file)) }
  } catch {
    return null
  }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/**
 * The headers that go with every file of the window. The content security policy lets the window load its own files
 * and nothing else; styles may be inline, which Naive UI cannot do without. `connect` is what the window may talk to
 * by itself: nothing in the desktop application, its own server in the preview.
 */
export function windowHeaders(connect: "'none'" | "'self'"): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What becomes of a request: it is let in, it has just shown the token, or it is turned away, and why. */
export type Admission = { as: 'guest' } | { as: 'newcomer'; cookie: string } | { as: 'stranger'; why: string }

/**
 * Decides who may talk to the preview: the browser that was given the printed address, and nobody else. The token in
 * that address works once and is exchanged for a cookie; Host and Origin are checked so that no other page in that
 * browser can make use of the cookie.
 */
export function createAdmission(port: number): {
  token: string
  admit(request: IncomingMessage, target: URL): Admission
} {
  const token = randomBytes(24).toString('base64url')
  const secret = randomBytes(24).toString('base64url')
  // Cookies do not tell ports apart, so the name does: two previews must not sign each other out.
  const cookie = `fleetbook-${port}`
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  let tokenUsed = false

  function admit(request: IncomingMessage, target: URL): Admission {
    const { host = '', origin } = request.headers
    if (!hosts.has(host)) return stranger('This page answers only under its own address.')
    const foreign = origin !== undefined && origin !== `http://${host}`
    if (foreign || (origin === undefined && request.method !== 'GET')) {
      return stranger('This request came from another page.')
    }
    const shown = target.searchParams.get('token')
    if (request.method === 'GET' && shown !== null && !tokenUsed && same(shown, token)) {
      tokenUsed = true
      return { as: 'newcomer', cookie: `${cookie}=${secret}; HttpOnly; SameSite=Strict; Path=/` }
    }
    if (same(cookieOf(request, cookie), secret)) return { as: 'guest' }
    return stranger('Open the address that the preview printed when it started; it works once, in one browser.')
  }

  return { token, admit }
}

function stranger(why: string): Admission {
  return { as: 'stranger', why }
}

function cookieOf(request: IncomingMessage, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

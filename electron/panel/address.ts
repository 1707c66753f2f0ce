import { fail } from '../../shared/problem.ts'

/**
 * The base address of a panel as a person typed or pasted it, without `/panel` or a slash at its end; other paths,
 * such as `/v2`, stay. Without a scheme it is https. Throws the problem `address` for what cannot be one (with a name,
 * a password, a query or a fragment in it, too), and `plain-http` for an unencrypted address that is neither loopback
 * nor confirmed.
 */
export function parseBaseUrl(text: string, { plainHttpConfirmed }: { plainHttpConfirmed: boolean }): string {
  const typed = text.trim()
  const url = readUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`)
  if (url.protocol === 'http:' && !plainHttpConfirmed && !isLoopback(url.hostname)) {
    fail('plain-http', { host: url.host })
  }
  return url.origin + url.pathname.replace(/(\/panel|\/)+$/, '')
}

/** The host that a person knows a panel by, with its port where that is not the usual one. */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host
}

function readUrl(text: string): URL {
  // A URL parser mends blanks and backslashes and drops empty queries; a person who typed those meant something else.
  if (/[\s\\?#]/.test(text) || !URL.canParse(text)) fail('address')
  const url = new URL(text)
  const known = url.protocol === 'https:' || url.protocol === 'http:'
  if (!known || url.hostname === '' || url.username !== '' || url.password !== '') fail('address')
  return url
}

/** Whether what is sent there never leaves this computer: 127.0.0.0/8, ::1 or `localhost`. */
export function isLoopback(hostname: string): boolean {
  // The parser has already turned every way of writing an IPv4 address into four decimal numbers.
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

import { regions } from '../../shared/contract/profiles.ts'
import { fail } from '../../shared/problem.ts'
import { isLoopback } from '../panel/address.ts'

/** Where the consoles of the vendor's own panels are. (panel-additions.md, F2) */
const hosts: Readonly<Record<keyof typeof regions, string>> = {
  eu: 'wss://panel.navixy.com',
  us: 'wss://panel.us.navixy.com',
  me: 'wss://panel.me.navixy.com',
}

/**
 * The address of consoles that follows from a panel's base address: that of a region is known, and a panel on this
 * computer serves them itself. Null for every other, where it is set up apart: a key is not sent to a guessed host.
 */
export function usualPlace(baseUrl: string): string | null {
  const { protocol, host, hostname } = new URL(baseUrl)
  for (const [region, url] of Object.entries(regions)) {
    if (new URL(url).host === host) return hosts[region as keyof typeof regions]
  }
  return isLoopback(hostname) ? `${protocol === 'https:' ? 'wss' : 'ws'}://${host}` : null
}

/**
 * The address of consoles as a person typed or pasted it, without `/console` or a slash at its end. Without a scheme it
 * is wss. Throws the problem `console-address` for what cannot be one, and `plain-ws` for an unencrypted address that is
 * neither loopback nor confirmed.
 */
export function parsePlace(text: string, { plainConfirmed }: { plainConfirmed: boolean }): string {
  const typed = text.trim()
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `wss://${typed}`
  // A URL parser mends blanks and backslashes and drops empty queries; a person who typed those meant something else.
  if (/[\s\\?#]/.test(address) || !URL.canParse(address)) fail('console-address')
  const url = new URL(address)
  const known = url.protocol === 'wss:' || url.protocol === 'ws:'
  if (!known || url.hostname === '' || url.username !== '' || url.password !== '') fail('console-address')
  if (url.protocol === 'ws:' && !plainConfirmed && !isLoopback(url.hostname)) fail('plain-ws', { host: url.host })
  return `${url.protocol}//${url.host}${url.pathname.replace(/(\/console|\/)+$/, '')}`
}

/** The address of one console. It holds the key: it goes to the network, and nowhere else. */
export function consoleUrl(
  place: string,
  { device, key, timestamp, dealer }: { device: string; key: string; timestamp: number; dealer: number | null },
): string {
  const query = new URLSearchParams({ device, key, timestamp: String(timestamp), dealer_id: String(dealer ?? '') })
  return `${place}/console?${query.toString()}`
}

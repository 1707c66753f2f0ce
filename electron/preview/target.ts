import type { IncomingMessage } from 'node:http'

/**
 * What a request asks for: its path and query count, its host means nothing. Null for what no browser asks of a server
 * of its own: anybody on this machine may send any text there, so it must not even be worth a line in the log.
 */
export function targetOf({ url = '/' }: Pick<IncomingMessage, 'url'>): URL | null {
  return url.startsWith('/') ? URL.parse(url, 'http://127.0.0.1') : null
}

import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { clearTimeout as stopTimer, setTimeout as startTimer } from 'node:timers'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { PanelPost, PanelReply, Transport } from '../ports.ts'
import { TransportError } from '../ports.ts'
import { isTlsError, trust } from './trust.ts'

/** The network through Node's own HTTP. */
interface NodeTransport extends Transport {
  /** Closes every connection; a request under way fails. */
  close(): void
}

/** Largest answer that is taken, in bytes, also once it is unpacked: far more than a full page of trackers. */
const mostBytes = 64 * 1024 * 1024

/**
 * Posts by Node's own HTTP: each request exactly once, since nothing here or below retries, and no redirect is
 * followed. Never Electron's network stack, which sends a POST again by itself when a connection drops.
 *
 * `idle`: milliseconds for which an unused connection is kept. Short, since a request on a connection that the other
 * side has meanwhile closed counts as sent. `connecting`: milliseconds until a new connection has to stand, however long
 * the request itself may take: a network that swallows everything should show soon. `authorities`: certificates (PEM) to trust in addition to the usual ones.
 */
export function createNodeTransport({
  idle = 4000,
  connecting = 15_000,
  authorities = [],
}: { idle?: number; connecting?: number; authorities?: readonly string[] } = {}): NodeTransport {
  const http = new HttpAgent({ keepAlive: true, timeout: idle })
  let https: HttpsAgent | undefined

  /** Made on first use, since reading the system's certificates can take a while. */
  function httpsAgent(): HttpsAgent {
    https ??= new HttpsAgent({ keepAlive: true, timeout: idle, secureContext: trust(authorities) })
    return https
  }

  return {
    post: (post) => {
      const secure = post.url.startsWith('https:')
      return send(post, {
        connecting,
        ready: secure ? 'secureConnect' : 'connect',
        open: (options) =>
          secure
            ? httpsRequest(post.url, { ...options, agent: httpsAgent() })
            : httpRequest(post.url, { ...options, agent: http }),
      })
    },
    close() {
      http.destroy()
      https?.destroy()
    },
  }
}

interface Way {
  open(options: RequestOptions): ClientRequest
  /**
   * The event at which a new connection begins to carry the request: the name of the other side has been found, it has
   * accepted, and for https its certificate has been verified.
   */
  readonly ready: 'connect' | 'secureConnect'
  /** Milliseconds until that has to have happened. */
  readonly connecting: number
}

/** One request and its answer. */
function send(post: PanelPost, { open, ready, connecting }: Way): Promise<PanelReply> {
  const { signal } = post
  if (signal?.aborted) return Promise.reject(new TransportError('aborted', false, { cause: signal.reason }))

  return new Promise((resolve, reject) => {
    let progress: 'connecting' | 'connected' | 'sent' = 'connecting'
    /** Why we ourselves broke it off, which no error of the socket may hide. */
    let brokenOff: TransportError['reason'] | undefined

    const request = open({ method: 'POST', headers: post.headers, timeout: post.timeout })

    const settle = (end: () => void) => {
      stopTimer(deadline)
      stopTimer(connectDeadline)
      signal?.removeEventListener('abort', abort)
      end()
    }
    const lost = (cause: unknown) => {
      const failed = progress === 'connected' && isTlsError(cause) ? 'certificate' : 'unreachable'
      const reason = brokenOff ?? (progress === 'sent' ? 'cut-short' : failed)
      settle(() => reject(new TransportError(reason, progress === 'sent', { cause })))
    }
    const breakOff = (reason: TransportError['reason'], cause?: unknown) => {
      brokenOff ??= reason
      request.destroy()
      lost(cause)
    }
    const abort = () => breakOff('aborted', signal?.reason)
    const deadline = startTimer(() => breakOff('timed-out'), post.timeout)
    const connectDeadline = startTimer(() => breakOff('unreachable'), connecting)
    const leave = () => {
      progress = 'sent'
      stopTimer(connectDeadline)
    }

    signal?.addEventListener('abort', abort, { once: true })
    request.on('socket', (socket) => {
      // A connection that stands already may carry the request from now on; whether it still does, nobody can know.
      if (!socket.connecting) return leave()
      if (ready !== 'connect') socket.once('connect', () => (progress = 'connected'))
      socket.once(ready, leave)
    })
    request.on('error', lost)
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      if (status >= 300 && status < 400) return breakOff('redirect')
      readBody(response).then(
        (body) => settle(() => resolve({ status, contentType: response.headers['content-type'] ?? '', body })),
        (error: unknown) => breakOff('cut-short', error),
      )
    })
    request.end(post.body)
  })
}

/**
 * Ways in which something on the way may pack an answer although nobody asked for it. (RFC 9110, section 8.4.1) What is
 * packed in any other way cannot be read.
 */
const unpackers: Readonly<Record<string, (bytes: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** A body without what it is packed in; rejects where it cannot be unpacked, or would become too large. */
async function unpack(bytes: Buffer, encodings: string): Promise<Buffer> {
  let left = bytes
  // The last one was put on last.
  for (const encoding of encodings
    .toLowerCase()
    .split(/[\s,]+/)
    .reverse()) {
    if (encoding === '' || encoding === 'identity') continue
    const unpacker = unpackers[encoding]
    if (!unpacker) throw new Error(`the answer is packed as ${encoding}`)
    left = await unpacker(left, { maxOutputLength: mostBytes })
  }
  return left
}

/**
 * The whole body as text; rejects if the connection ends before it is complete, if it is too large, or if it is packed
 * in a way that cannot be read.
 */
async function readBody(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > mostBytes) throw new Error('the answer is too large')
    parts.push(part)
  }
  if (!response.complete) throw new Error('the answer is not complete')
  const bytes = Buffer.concat(parts)
  // An answer of nothing is not packed, whatever is said of it.
  return (bytes.length === 0 ? bytes : await unpack(bytes, response.headers['content-encoding'] ?? '')).toString('utf8')
}

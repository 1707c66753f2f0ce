import type { ClientRequest } from 'node:http'
import {
  clearInterval as stopRepeating,
  clearTimeout as stopTimer,
  setInterval as repeat,
  setTimeout as startTimer,
} from 'node:timers'
import type { SecureContext } from 'node:tls'
import { WebSocket, type RawData } from 'ws'
import { SocketError, type Socket, type SocketListener, type Sockets } from '../ports.ts'
import { isTlsError, trust } from './trust.ts'

/** Longest text that is taken, in bytes: what sends more than that is not what we think it is. */
const mostBytes = 1024 * 1024

/**
 * Connections that stay, by WebSocket. Beside what is asked for nothing is sent but pings.
 *
 * `connecting`: milliseconds until a connection has to stand. `silence`: milliseconds after which a connection that says
 * nothing is pinged, and after which it has ended unless it has said something by then. `authorities`: certificates (PEM)
 * to trust in addition to the usual ones.
 */
export function createNodeSockets({
  connecting = 15_000,
  silence = 30_000,
  authorities = [],
}: { connecting?: number; silence?: number; authorities?: readonly string[] } = {}): Sockets {
  let trusted: SecureContext | undefined

  return {
    open({ url, signal }, listener) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      return new Promise((resolve, reject) => {
        /** How far the connection has come: an error of its handshake is one of its certificate. */
        let progress: 'away' | 'reached' | 'secured' = 'away'
        const secure = url.startsWith('wss:')
        const socket = new WebSocket(url, {
          maxPayload: mostBytes,
          perMessageDeflate: false,
          followRedirects: false,
          ...(secure ? { secureContext: (trusted ??= trust(authorities)) } : {}),
          finishRequest(request: ClientRequest) {
            request.once('socket', (wire) => {
              wire.once('connect', () => (progress = 'reached'))
              wire.once('secureConnect', () => (progress = 'secured'))
            })
            request.end()
          },
        })

        const settle = (end: () => void) => {
          stopTimer(deadline)
          signal.removeEventListener('abort', abort)
          end()
        }
        const fail = (error: Error) => settle(() => reject(error))
        const abort = () => {
          fail(signal.reason as Error)
          socket.terminate()
        }
        const deadline = startTimer(() => {
          fail(new SocketError(progress === 'away' ? 'unreachable' : 'timed-out'))
          socket.terminate()
        }, connecting)
        signal.addEventListener('abort', abort, { once: true })

        socket.on('error', (cause) => {
          const isCertificate = secure && progress === 'reached' && isTlsError(cause)
          fail(new SocketError(isCertificate ? 'certificate' : 'unreachable', { cause }))
        })
        socket.once('unexpected-response', (request: ClientRequest) => {
          fail(new SocketError('turned-away'))
          request.destroy()
        })
        socket.once('open', () => settle(() => resolve(openSocket(socket, listener, silence))))
      })
    },
  }
}

/** A connection that stands, until either side ends it. */
function openSocket(socket: WebSocket, listener: SocketListener, silence: number): Socket {
  let isOpen = true
  let heard = true
  const listening = repeat(() => {
    if (!heard) return socket.terminate()
    heard = false
    socket.ping()
  }, silence)
  listening.unref()

  socket.on('pong', () => (heard = true))
  socket.on('message', (data: RawData) => {
    heard = true
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- bytes as they come by default: a Buffer
    if (isOpen) listener.text(data.toString())
  })
  socket.once('close', () => {
    stopRepeating(listening)
    if (!isOpen) return
    isOpen = false
    listener.ended()
  })

  return {
    send(text) {
      if (!isOpen || socket.readyState !== socket.OPEN) return false
      socket.send(text)
      return true
    },
    close() {
      isOpen = false
      stopRepeating(listening)
      socket.close()
      // Whoever does not answer the farewell is left without.
      startTimer(() => socket.terminate(), 1_000).unref()
    },
  }
}

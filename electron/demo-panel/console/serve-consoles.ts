import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../../ports.ts'
import type { DemoConsole, Said } from './consoles.ts'

/** How often a device reports of itself: milliseconds. */
const every = 1_000

/** Longest command that is read, in bytes. */
const commandMost = 64 * 1024

/**
 * Serves consoles as WebSockets at the path `/console` of a server. `admits` tells which requests come from a client, as
 * for all else there.
 */
export function serveConsoles(options: {
  server: Server
  open: (query: string) => DemoConsole | null
  admits: (request: IncomingMessage) => boolean
  clock: Pick<Clock, 'sleep'>
  closing: AbortSignal
}): void {
  const { open, admits, clock, closing } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: commandMost })

  options.server.on('upgrade', (request, wire, head) => {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s)
    const opened = path === '/console' && admits(request) ? open(query) : null
    if (!opened) return turnAway(wire)
    sockets.handleUpgrade(request, wire, head, (socket) => {
      attend(socket, opened).catch(() => socket.terminate())
    })
  })

  async function attend(socket: WebSocket, opened: DemoConsole): Promise<void> {
    const ended = new AbortController()
    const end = () => {
      ended.abort()
      socket.terminate()
    }
    const say = ({ frames, drop }: Said) => {
      for (const frame of frames) socket.send(frame)
      if (drop) end()
    }
    socket.once('close', () => ended.abort())
    socket.on('error', end)
    closing.addEventListener('abort', end, { once: true, signal: ended.signal })
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- bytes as they come by default: a Buffer
    socket.on('message', (data: RawData) => say(opened.receive(data.toString())))
    while (!ended.signal.aborted) {
      say(opened.report())
      await clock.sleep(every, ended.signal).catch(() => undefined)
    }
  }
}

/** No console is opened by this. */
function turnAway(wire: Duplex): void {
  wire.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

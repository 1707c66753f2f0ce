import { readFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTcp } from 'node:net'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const tlsFolder = resolve(import.meta.dirname, '../../support/tls')
/** The certificate that {@link httpsServer} shows. For tests only. */
export const certificate = readFileSync(resolve(tlsFolder, 'loopback.cert.pem'), 'utf8')

/** A request as it arrived, whole. */
interface Arrived {
  readonly path: string
  readonly authorization: string
  readonly body: Record<string, unknown>
  readonly request: IncomingMessage
}

/** Answers one request, in whatever way. */
export type Answer = (arrived: Arrived, response: ServerResponse) => unknown

/** A server on loopback that remembers what arrived; it ends with the test. */
export interface TestServer {
  readonly url: string
  readonly arrived: Arrived[]
  /** The connections that stand. */
  readonly connections: Set<Socket>
}

/** A plain server. */
export function httpServer(answer: Answer): Promise<TestServer> {
  const arrived: Arrived[] = []
  return listen('http', createHttp(collect(answer, arrived)), arrived)
}

/** One with a certificate that nobody vouches for. */
export function httpsServer(answer: Answer): Promise<TestServer> {
  const arrived: Arrived[] = []
  const key = readFileSync(resolve(tlsFolder, 'loopback.key.pem'))
  return listen('https', createHttps({ cert: certificate, key }, collect(answer, arrived)), arrived)
}

/** One that does with a connection what it likes. */
export function tcpServer(connected: (socket: Socket) => void, scheme = 'http'): Promise<TestServer> {
  return listen(scheme, createTcp(connected), [])
}

/** An answer in JSON. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** A refusal as the panel words it. */
export function refuse(response: ServerResponse, code: number, status = 400, more: object = {}): void {
  json(response, { success: false, status: { code, description: `Refused with ${code}` }, ...more }, status)
}

function collect(answer: Answer, arrived: Arrived[]) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const seen: Arrived = {
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>,
        request,
      }
      arrived.push(seen)
      void answer(seen, response)
    })
  }
}

async function listen(scheme: string, server: Server, arrived: Arrived[]): Promise<TestServer> {
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => connections.delete(socket))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy()
    await new Promise((closed) => server.close(closed))
  })
  return { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived, connections }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Clock } from '../ports.ts'
import { serveConsoles } from './console/serve-consoles.ts'
import { control } from './control.ts'
import type { DemoPanel } from './demo-panel.ts'
import { Refusal, refusalBody, statusOf } from './errors.ts'
import type { PanelDrop, PanelOutcome } from './outcome.ts'

/** How a panel is served. */
interface ServeOptions {
  readonly panel: DemoPanel
  /** Waits where a fault makes the panel slow. */
  readonly clock: Pick<Clock, 'sleep'>
  /** 0, the default, takes any that is free. */
  readonly port?: number
  /** Whether `/demo/…` is there, by which tests tell the panel what to do. */
  readonly control?: boolean
}

/** A panel that is being served. */
export interface ServedPanel {
  /** What Fleetbook takes as a panel's address: without `/panel` at its end. */
  readonly baseUrl: string
  /** Drops every connection and stops. */
  close(): Promise<void>
}

/** Longest body that is read, in bytes; above it, code 9. */
const bodyMost = 10 * 1024 * 1024

/** Serves a panel over HTTP on 127.0.0.1, and its consoles at `/console` there. Rejects where the port is taken. */
export async function serveDemoPanel({
  panel,
  clock,
  port = 0,
  control: controlled = false,
}: ServeOptions): Promise<ServedPanel> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (closing.signal.aborted || response.headersSent) request.socket.destroy()
      else send(response, statusOf(6), 'application/json', JSON.stringify(refusalBody(new Refusal(6))))
    })
  })

  serveConsoles({
    ...{ server, clock, admits, closing: closing.signal },
    open: (query) => panel.openConsole(query),
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!admits(request)) {
      return send(response, 403, 'text/plain', 'Not for browsers')
    }
    const body = await bodyOf(request)
    if (body === null)
      return send(response, statusOf(9), 'application/json', JSON.stringify(refusalBody(new Refusal(9))))
    const method = request.method ?? 'GET'
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s)
    const told = controlled ? control(panel, method, path, body) : null
    if (told) return send(response, told.status, 'application/json', JSON.stringify(told.body))

    const pending = panel.receive({ method, path, query, headers: headersOf(request), body })
    if (pending.delay > 0) await clock.sleep(pending.delay, closing.signal)
    await deliver(pending.act(), request, response)
  }

  async function deliver(outcome: PanelOutcome, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (outcome.outcome === 'drop') return drop(outcome, request, response)
    if (outcome.delay > 0) await clock.sleep(outcome.delay, closing.signal)
    if (outcome.status === 302) response.setHeader('location', 'http://192.0.2.1/sign-in')
    if (outcome.packed === undefined) return send(response, outcome.status, outcome.contentType, outcome.body)
    response.setHeader('content-encoding', outcome.packed)
    send(response, outcome.status, outcome.contentType, gzipSync(outcome.body))
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
    async close() {
      closing.abort(new Error('The panel is no longer served'))
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** Drops the connection, after half of the answer where it was begun. */
function drop({ begun }: PanelDrop, request: IncomingMessage, response: ServerResponse): void {
  if (!begun) return void request.socket.destroy()
  const bytes = Buffer.from(begun.body)
  response.writeHead(begun.status, { 'content-type': begun.contentType, 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy())
}

/** No page in a browser has any business here, whatever name it knows this machine by. */
function admits({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined && isLoopback(headers.host)
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host)
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  return { authorization: headers.authorization, 'content-type': headers['content-type'] }
}

/** The body, or null where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // The rest is read as well, so that the client gets to read the refusal.
    if (size <= bodyMost) chunks.push(chunk)
  }
  return size > bodyMost ? null : Buffer.concat(chunks).toString('utf8')
}

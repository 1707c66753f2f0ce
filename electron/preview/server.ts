import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { callMessage } from '../../shared/contract.ts'
import type { Core } from '../core.ts'
import type { Log } from '../ports.ts'
import { readWindowFile, windowHeaders } from '../window-files.ts'
import { createAdmission } from './admission.ts'
import { streamEvents } from './events.ts'
import { targetOf } from './target.ts'

/** Bytes of a call; the largest is a chunk of a file to import. */
const largestCall = 4 * 1024 * 1024

/** What the preview serves: a core, and the built window in `folder`. Port 0 lets the system choose. */
export interface PreviewOptions {
  readonly core: Core
  readonly log: Log
  readonly folder: string
  readonly port: number
}

/** A preview that runs. */
export interface Preview {
  /** With the token that lets one browser in, once. */
  readonly address: string
  /** Turns everybody away, at once; the core stays open. */
  close(): void
}

/** Serves the window on loopback. Rejects if the port is taken. */
export async function servePreview({ core, log, folder, port }: PreviewOptions): Promise<Preview> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = portOf(server.address())
  const admission = createAdmission(bound)
  const events = streamEvents(core)

  server.on('request', (request, response) => {
    void respond(request, response).catch((error: unknown) => {
      log.error('The preview could not answer', { error })
      if (!response.headersSent) end(response, 500, 'Something went wrong; the log says what.')
      else response.destroy()
    })
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = targetOf(request)
    if (!target) return end(response, 400, 'This is no address that a browser would ask for.')
    const admitted = admission.admit(request, target)
    if (admitted.as === 'stranger') return end(response, 403, admitted.why)
    if (admitted.as === 'newcomer') {
      response.writeHead(303, { location: '/', 'set-cookie': admitted.cookie, 'cache-control': 'no-store' }).end()
      return
    }
    const { pathname } = target
    switch (`${request.method} ${pathname}`) {
      case 'POST /bridge/call':
        return carryOut(request, response)
      case 'GET /bridge/events':
        return events.join(response)
      default:
        return serveFile(request, response, pathname)
    }
  }

  async function carryOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (body === null) return end(response, 413, 'A call may have 4 MB at most.')
    const message = callMessage.safeParse(parseJson(body))
    if (!message.success) return end(response, 400, 'This is no call.')
    const answer = await core.call(message.data)
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(answer))
  }

  async function serveFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const file = request.method === 'GET' ? await readWindowFile(folder, path) : null
    if (!file) return end(response, 404, 'There is no such file.')
    response.writeHead(200, { ...windowHeaders("'self'"), 'content-type': file.type, 'cache-control': 'no-store' })
    response.end(file.bytes)
  }

  return {
    address: `http://127.0.0.1:${bound}/?token=${admission.token}`,
    close() {
      events.close()
      server.close()
      server.closeAllConnections()
    },
  }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (typeof address !== 'object' || address === null) throw new Error('The preview has no port')
  return address.port
}

function end(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { ...windowHeaders("'none'"), 'content-type': 'text/plain; charset=utf-8' }).end(words)
}

/** The whole body, or null where it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestCall) chunks.push(chunk)
  }
  return size > largestCall ? null : Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

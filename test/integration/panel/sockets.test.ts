import { readFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { createNodeSockets } from '../../../electron/panel/sockets.ts'
import { SocketError, type Socket } from '../../../electron/ports.ts'
import { until } from '../../support/until.ts'
import { certificate, tcpServer } from './server.ts'

/** What was heard over a connection. */
interface Heard {
  readonly texts: string[]
  ends: number
}

async function open(url: string, options?: Parameters<typeof createNodeSockets>[0], signal?: AbortSignal) {
  const heard: Heard = { texts: [], ends: 0 }
  const listener = { text: (text: string) => void heard.texts.push(text), ended: () => void (heard.ends += 1) }
  const asked = { url, signal: signal ?? new AbortController().signal }
  const socket: Socket = await createNodeSockets(options).open(asked, listener)
  onTestFinished(() => socket.close())
  return { socket, heard }
}

/** Why there is no connection. */
async function failure(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => {
      throw new Error('it was opened')
    },
    (caught: unknown) => caught,
  )
  if (!(error instanceof SocketError)) throw error
  expect(JSON.stringify(error) + String(error.stack) + String(error.cause)).not.toContain('s3cret')
  return error.reason
}

/** A server of WebSockets on loopback; it ends with the test. */
async function serve(attend: (socket: WebSocket) => void, secure = false): Promise<string> {
  const key = readFileSync(resolve(import.meta.dirname, '../../support/tls/loopback.key.pem'))
  const server: Server = secure ? createHttps({ cert: certificate, key }) : createHttp()
  const sockets = new WebSocketServer({ server: server as ReturnType<typeof createHttp> })
  sockets.on('connection', attend)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  return `${secure ? 'wss' : 'ws'}://127.0.0.1:${(server.address() as AddressInfo).port}/console?key=s3cret`
}

describe('a connection that stays', () => {
  it('carries texts both ways, each as it is, the first ones too', async () => {
    const received: string[] = []
    const url = await serve((socket) => {
      socket.send('first é 車')
      socket.on('message', (data: Buffer, isBinary) => {
        received.push(`${String(isBinary)} ${data.toString()}`)
        socket.send('second')
      })
    })
    const { socket, heard } = await open(url)
    expect(socket.send('{"no":"json"} ü')).toBe(true)
    await until(() => heard.texts.length === 2)
    expect(heard.texts).toEqual(['first é 車', 'second'])
    expect(received).toEqual(['false {"no":"json"} ü'])
  })

  it('tells once that the other side has ended it, and takes nothing more', async () => {
    const url = await serve((socket) => void socket.on('message', () => socket.terminate()))
    const { socket, heard } = await open(url)
    socket.send('go')
    await until(() => heard.ends > 0)
    expect(socket.send('too late')).toBe(false)
    expect(heard.ends).toBe(1)
  })

  it('tells nothing any more once we have ended it', async () => {
    let isGone = false
    const url = await serve((socket) => void socket.on('close', () => (isGone = true)))
    const { socket, heard } = await open(url)
    socket.close()
    await until(() => isGone)
    expect(socket.send('too late')).toBe(false)
    expect(heard).toEqual({ texts: [], ends: 0 })
  })

  it('ends where the other side says nothing any more, not even to a ping', async () => {
    const url = await serve((socket) => socket.pause())
    const { heard } = await open(url, { silence: 20 })
    await until(() => heard.ends > 0)
  })

  it('stays where the other side answers pings, however long it says nothing else', async () => {
    let pings = 0
    const url = await serve((socket) => void socket.on('ping', () => (pings += 1)))
    const { heard } = await open(url, { silence: 20 })
    await until(() => pings > 5)
    expect(heard.ends).toBe(0)
  })

  it('is not had where what is sent is longer than anything should be', async () => {
    const url = await serve((socket) => socket.send('x'.repeat(1024 * 1024 + 1)))
    const { heard } = await open(url)
    await until(() => heard.ends > 0)
    expect(heard.texts).toEqual([])
  })
})

describe('none is had', () => {
  it('of a server whose certificate nobody vouches for, and is of one that somebody does', async () => {
    const url = await serve((socket) => socket.send('hello'), true)
    expect(await failure(open(url))).toBe('certificate')
    const { heard } = await open(url, { authorities: [certificate] })
    await until(() => heard.texts.length > 0)
  })

  it.each([200, 302, 403, 404])('of a server that answers %i', async (status) => {
    const answer = `HTTP/1.1 ${status} Whatever\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\n\r\nno`
    const server = await tcpServer((wire) => wire.once('data', () => wire.write(answer)))
    expect(await failure(open(server.url.replace('http', 'ws')))).toBe('turned-away')
  })

  it('where nothing listens', async () => {
    const server = await tcpServer(() => undefined)
    const url = server.url.replace('http', 'ws')
    expect(await failure(open(url.replace(/:\d+$/, ':1')))).toBe('unreachable')
  })

  it('of a server that takes a connection and says nothing', async () => {
    const server = await tcpServer(() => undefined)
    expect(await failure(open(server.url.replace('http', 'ws'), { connecting: 50 }))).toBe('timed-out')
  })

  it('once nobody waits for it any more', async () => {
    const server = await tcpServer(() => undefined)
    const stopping = new AbortController()
    const opening = open(server.url.replace('http', 'ws'), {}, stopping.signal)
    await until(() => server.connections.size > 0)
    const reason = new Error('enough')
    stopping.abort(reason)
    await expect(opening).rejects.toBe(reason)
    await expect(open(server.url.replace('http', 'ws'), {}, stopping.signal)).rejects.toBe(reason)
  })
})

import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeTransport } from '../../../electron/panel/transport.ts'
import { TransportError } from '../../../electron/ports.ts'
import type { PanelPost, PanelReply } from '../../../electron/ports.ts'
import { until } from '../../support/until.ts'
import { certificate, httpServer, httpsServer, json, tcpServer } from './server.ts'

function transport(options?: Parameters<typeof createNodeTransport>[0]) {
  const made = createNodeTransport(options)
  onTestFinished(() => made.close())
  return made
}

const post = (url: string, more: Partial<PanelPost> = {}): PanelPost => ({
  url,
  headers: { 'Content-Type': 'application/json', Authorization: 'NVX s3cret' },
  body: '{"label":"Wagen é 車"}',
  timeout: 300_000,
  ...more,
})

/** How a request failed: the reason, and whether it may have arrived. */
async function failure(reply: Promise<PanelReply>): Promise<{ reason: string; sent: boolean }> {
  const error = await reply.then(
    () => {
      throw new Error('the request went well')
    },
    (caught: unknown) => caught,
  )
  if (!(error instanceof TransportError)) throw error
  expect(JSON.stringify(error) + String(error.stack) + String(error.cause)).not.toContain('s3cret')
  return { reason: error.reason, sent: error.sent }
}

describe('the transport', () => {
  it('posts JSON, and gives back what was answered, whatever its status', async () => {
    const server = await httpServer(({ body }, response) => {
      const text = Buffer.from(JSON.stringify({ got: body }))
      response.writeHead(418, { 'Content-Type': 'application/json; charset=utf-8' })
      // Cut within a character, as a network does.
      for (const byte of text) response.write(Buffer.of(byte))
      response.end()
    })
    expect(await transport().post(post(`${server.url}/v2/panel/x`))).toEqual({
      status: 418,
      contentType: 'application/json; charset=utf-8',
      body: '{"got":{"label":"Wagen é 車"}}',
    })
    expect(server.arrived).toMatchObject([
      { path: '/v2/panel/x', authorization: 'NVX s3cret', body: { label: 'Wagen é 車' } },
    ])
    expect(server.arrived[0]?.request.headers).toMatchObject({ 'content-length': '24' })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('unpacks %s that nobody asked for', async (encoding, packed) => {
    const server = await httpServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding })
      response.end(packed(Buffer.from('{"success":true}')))
    })
    expect((await transport().post(post(server.url))).body).toBe('{"success":true}')
  })

  it.each([
    ['packed in no way that is known', 'compress', Buffer.from('x')],
    ['packed otherwise than it says', 'gzip', Buffer.from('{"success":true}')],
    ['small, and more than any answer may be once it is unpacked', 'gzip', gzipSync(Buffer.alloc(65 * 1024 * 1024))],
  ])('takes for no answer what is %s', async (_, encoding, body) => {
    const server = await httpServer((_arrived, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding }).end(body)
    })
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
  })

  it('says that nothing was sent where nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    expect(await failure(transport().post(post(`http://127.0.0.1:${port}`)))).toEqual({
      reason: 'unreachable',
      sent: false,
    })
    expect(await failure(transport().post(post(`https://127.0.0.1:${port}`)))).toEqual({
      reason: 'unreachable',
      sent: false,
    })
  })

  it('says that nothing was sent where there is no such host', async () => {
    expect(await failure(transport().post(post('https://nobody.invalid')))).toEqual({
      reason: 'unreachable',
      sent: false,
    })
  })

  it('sends nothing to whoever shows a certificate that does not verify', async () => {
    const server = await httpsServer((_, response) => json(response, {}))
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'certificate', sent: false })
    expect(server.arrived).toEqual([])
  })

  it('sends nothing to whoever shows a certificate of another host', async () => {
    const server = await httpsServer((_, response) => json(response, {}))
    const trusting = transport({ authorities: [certificate] })
    expect(await trusting.post(post(server.url))).toMatchObject({ status: 200 })
    // The same server by another of its addresses, of which the certificate does not speak.
    const other = server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')
    expect(await failure(trusting.post(post(other)))).toEqual({ reason: 'certificate', sent: false })
    expect(server.arrived).toHaveLength(1)
  })

  it('sends nothing over https to whoever does not speak it', async () => {
    const server = await httpServer((_, response) => json(response, {}))
    expect(await failure(transport().post(post(server.url.replace('http:', 'https:'))))).toEqual({
      reason: 'certificate',
      sent: false,
    })
    expect(server.arrived).toEqual([])
  })

  it('says that nothing was sent where the connection goes away during the handshake', async () => {
    const server = await tcpServer((socket) => socket.once('data', () => socket.destroy()), 'https')
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'unreachable', sent: false })
  })

  it('speaks https with whoever is vouched for, over a connection that it uses again', async () => {
    const server = await httpsServer((_, response) => json(response, {}))
    const trusting = transport({ authorities: [certificate] })
    for (let i = 0; i < 3; i++) expect(await trusting.post(post(server.url))).toMatchObject({ status: 200 })
    expect(new Set(server.arrived.map(({ request }) => request.socket.remotePort)).size).toBe(1)
  })

  it.each([
    ['http', httpServer],
    ['https', httpsServer],
  ])('sends once, and says so, where the connection drops before the answer (%s)', async (_, serve) => {
    const server = await serve(({ request }) => {
      request.socket.destroy()
    })
    const trusting = transport({ authorities: [certificate] })
    expect(await failure(trusting.post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
    expect(server.arrived).toHaveLength(1)
  })

  it.each([
    ['whose length was announced', { 'Content-Length': '1000' }],
    ['that came in chunks', {}],
  ])('tells an answer that was cut short %s', async (_, headers) => {
    const server = await httpServer(({ request }, response) => {
      response.writeHead(200, headers)
      response.write('{"success":true,"list":[', () => request.socket.destroy())
    })
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
    expect(server.arrived).toHaveLength(1)
  })

  it('tells an answer that ends politely before its announced length', async () => {
    const server = await tcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"success":')),
    )
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
  })

  it('tells what is no HTTP at all', async () => {
    const server = await tcpServer((socket) => socket.once('data', () => socket.end('220 mail.example.com ESMTP\r\n')))
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
  })

  it('takes no more than 64 MB', async () => {
    const part = Buffer.alloc(1024 * 1024)
    const server = await httpServer((_, response) =>
      pipeline(Readable.from(Array<Buffer>(70).fill(part)), response).catch(() => undefined),
    )
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
  })

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%d)', async (status) => {
    const elsewhere = await httpServer((_, response) => json(response, {}))
    const server = await httpServer((_, response) => {
      response.writeHead(status, { Location: elsewhere.url }).end()
    })
    expect(await failure(transport().post(post(server.url)))).toEqual({ reason: 'redirect', sent: true })
    expect(server.arrived).toHaveLength(1)
    expect(elsewhere.arrived).toEqual([])
  })

  it('gives up when its time is over, though something trickles in', async () => {
    const server = await httpServer((_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await failure(transport().post(post(server.url, { timeout: 2_000 })))).toEqual({
      reason: 'timed-out',
      sent: true,
    })
    expect(server.arrived).toHaveLength(1)
  })

  it('says that nothing was sent where its time is over before the connection stands', async () => {
    const server = await tcpServer(() => undefined, 'https')
    expect(await failure(transport().post(post(server.url, { timeout: 100 })))).toEqual({
      reason: 'timed-out',
      sent: false,
    })
  })

  it('does not wait for a connection as long as for an answer', async () => {
    const server = await tcpServer(() => undefined, 'https')
    const wire = transport({ connecting: 2_000 })
    const slow = await httpServer(async (_, response) => {
      // As long as it takes to give up a connection that is asked for after this one stands.
      expect(await failure(wire.post(post(server.url)))).toEqual({ reason: 'unreachable', sent: false })
      json(response, {})
    })
    expect(await wire.post(post(slow.url))).toMatchObject({ status: 200 })
  })

  it('sends nothing once it is given up, and breaks off what is under way', async () => {
    const giveUp = new AbortController()
    const server = await httpServer(() => giveUp.abort())
    const { signal } = giveUp
    expect(await failure(transport().post(post(server.url, { signal })))).toEqual({ reason: 'aborted', sent: true })
    expect(await failure(transport().post(post(server.url, { signal })))).toEqual({ reason: 'aborted', sent: false })
    expect(server.arrived).toHaveLength(1)
    await until(() => server.connections.size === 0)
  })

  it('sends a request at most once where a connection that it uses again has been closed', async () => {
    const server = await httpServer((arrived, response) => {
      // Every second request on a connection finds it closed, as when the server lost patience at that moment.
      const first = server.arrived.filter(({ request }) => request.socket === arrived.request.socket).length === 1
      if (first) json(response, {})
      else arrived.request.socket.destroy()
    })
    const wire = transport()
    for (let i = 1; i <= 5; i++) {
      expect(await wire.post(post(server.url))).toMatchObject({ status: 200 })
      expect(await failure(wire.post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
      expect(server.arrived).toHaveLength(2 * i)
    }
  })

  it('cannot tell whether a request arrived that left as its connection was being closed', async () => {
    const server = await httpServer((_, response) => json(response, {}))
    const wire = transport()
    await wire.post(post(server.url))
    for (const socket of server.connections) socket.resetAndDestroy()
    // Sent before this end has heard of it.
    expect(await failure(wire.post(post(server.url)))).toEqual({ reason: 'cut-short', sent: true })
    expect(server.arrived).toHaveLength(1)
    expect(await wire.post(post(server.url))).toMatchObject({ status: 200 })
  })

  it('does not keep connections that nobody uses', async () => {
    const server = await httpServer((_, response) => json(response, {}))
    const wire = transport({ idle: 30 })
    await wire.post(post(server.url))
    await until(() => server.connections.size === 0)
    expect(await wire.post(post(server.url))).toMatchObject({ status: 200 })
  })

  it('waits for a slow answer for longer than it keeps idle connections', async () => {
    const server = await httpServer(async (_, response) => {
      await new Promise((over) => setTimeout(over, 150))
      json(response, {})
    })
    expect(await transport({ idle: 20 }).post(post(server.url))).toMatchObject({ status: 200 })
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { servePreview } from '../../../electron/preview/server.ts'
import type { Preview } from '../../../electron/preview/server.ts'
import type { CallMessage, CoreEvent } from '../../../shared/contract.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

let folder: string
let preview: Preview
let port: number
let calls: CallMessage[]
let tell: (event: CoreEvent) => void
let logged: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleetbook-preview-'))
  mkdirSync(join(folder, 'window', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'window', 'index.html'), '<title>Fleetbook</title>')
  writeFileSync(join(folder, 'window', 'assets', 'main.js'), 'export {}')
  writeFileSync(join(folder, 'secret.json'), '{}')
  calls = []
  const listeners = new Set<(event: CoreEvent) => void>()
  tell = (event) => listeners.forEach((listener) => listener(event))
  const core: Core = {
    call(message) {
      calls.push(message)
      return Promise.resolve({ ok: true, output: { heard: message.name } })
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    weigh: () => ({}),
    close: () => Promise.resolve(),
  }
  logged = []
  const note = (message: string) => void logged.push(message)
  preview = await servePreview({
    core,
    log: { info: note, warn: note, error: note },
    folder: join(folder, 'window'),
    port: 0,
  })
  port = Number(new URL(preview.address).port)
})

afterEach(() => {
  preview.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A request as some client makes it, with whatever headers and path it likes. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

/** Opens the printed address as a browser does; resolves to the cookie that it is given. */
async function enter(): Promise<string> {
  const { pathname, search } = new URL(preview.address)
  const { headers } = await ask('GET', pathname + search)
  return String(headers['set-cookie']?.[0]).split(';')[0] ?? ''
}

const own = (): string => `http://127.0.0.1:${port}`

describe('who is let in', () => {
  it('exchanges the token for a cookie that scripts and other sites do not get, and takes it out of the address', async () => {
    const { pathname, search } = new URL(preview.address)
    const answer = await ask('GET', pathname + search)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    expect(answer.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/)
  })

  it('shows the page to the browser that has the cookie, as often as it likes', async () => {
    const cookie = await enter()
    for (const path of ['/', '/index.html', '/']) {
      expect(await ask('GET', path, { cookie })).toMatchObject({ status: 200, body: '<title>Fleetbook</title>' })
    }
  })

  it('takes the token once', async () => {
    await enter()
    const { pathname, search } = new URL(preview.address)
    expect((await ask('GET', pathname + search)).status).toBe(403)
  })

  it('turns away whoever has neither token nor cookie, in plain words', async () => {
    const answer = await ask('GET', '/')
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('Open the address that the preview printed')
    expect((await ask('GET', '/?token=guess')).status).toBe(403)
    expect((await ask('GET', '/', { cookie: `fleetbook-${port}=guess` })).status).toBe(403)
  })

  it('answers under its own name only, so that no other name can be pointed at it', async () => {
    const cookie = await enter()
    expect((await ask('GET', '/', { cookie, host: `localhost:${port}` })).status).toBe(200)
    expect((await ask('GET', '/', { cookie, host: `evil.example:${port}` })).status).toBe(403)
    expect((await ask('GET', '/', { cookie, host: `127.0.0.1:${port + 1}` })).status).toBe(403)
  })

  it('takes calls from its own page only', async () => {
    const cookie = await enter()
    const message = JSON.stringify({ id: '1', name: 'status.read', input: {} })
    expect((await ask('POST', '/bridge/call', { cookie, origin: own() }, message)).status).toBe(200)
    for (const origin of ['https://evil.example', `http://127.0.0.1:${port + 1}`, 'null']) {
      expect((await ask('POST', '/bridge/call', { cookie, origin }, message)).status).toBe(403)
    }
    expect((await ask('POST', '/bridge/call', { cookie }, message)).status).toBe(403)
    expect(calls).toHaveLength(1)
  })
})

/** A request that no client of HTTP would send: its first line is whatever it is. */
function sendRaw(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end(`${line}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('end', () => resolve(text)).on('error', reject)
  })
}

describe('a strange request', () => {
  it.each([
    'GET // HTTP/1.1',
    'GET //[ HTTP/1.1',
    'GET ///?token=x HTTP/1.1',
    'GET //host:99999999/ HTTP/1.1',
    'GET http:// HTTP/1.1',
    'GET http://evil.example/ HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET /\\\\ HTTP/1.1',
  ])('is a bad one, and leaves nothing in the log: %s', async (line) => {
    expect(await sendRaw(line)).toMatch(/^HTTP\/1\.1 400 /)
    expect(logged).toEqual([])
  })

  it('of a stranger leaves nothing in the log, however many there are', async () => {
    for (const path of ['/', '/bridge/call', '/%', '/?token=%ff', '/bridge/events']) {
      expect((await ask('GET', path)).status).toBe(403)
      expect((await ask('POST', path, {}, 'x')).status).toBe(403)
    }
    expect(logged).toEqual([])
  })
})

describe('what it serves', () => {
  it('sends the page with its content security policy and the right types', async () => {
    const cookie = await enter()
    const page = await ask('GET', '/', { cookie })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'")
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    const script = await ask('GET', '/assets/main.js', { cookie })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/..%5csecret.json',
    '/%00',
    '/%',
    '/assets',
    '/missing.js',
    '//etc/passwd',
  ])('has nothing under %s', async (path) => {
    const cookie = await enter()
    expect((await ask('GET', path, { cookie })).status).toBe(404)
  })
})

describe('the bridge', () => {
  it('hands a call to the core and its answer back', async () => {
    const cookie = await enter()
    const message = { id: '7', name: 'status.read', input: { a: 'ж' } }
    const answer = await ask('POST', '/bridge/call', { cookie, origin: own() }, JSON.stringify(message))
    expect(JSON.parse(answer.body)).toEqual({ ok: true, output: { heard: 'status.read' } })
    expect(calls).toEqual([message])
  })

  it('refuses what is no call, and what is too large for one', async () => {
    const cookie = await enter()
    const post = (body: string) => ask('POST', '/bridge/call', { cookie, origin: own() }, body)
    for (const body of ['', 'not json', '[]', '{"id":1,"name":"x"}']) expect((await post(body)).status).toBe(400)
    expect((await post('x'.repeat(4 * 1024 * 1024 + 1))).status).toBe(413)
    expect(calls).toEqual([])
  })

  it('streams what the core tells to every page that listens', async () => {
    const cookie = await enter()
    const answer = await fetch(`${own()}/bridge/events`, { headers: { cookie } })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('retry: 1000\n\n')
    tell({ event: 'history' })
    expect((await reader.read()).value).toBe('data: {"event":"history"}\n\n')
    await reader.cancel()
  })
})

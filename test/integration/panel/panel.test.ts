import { describe, expect, it, onTestFinished } from 'vitest'
import { createLimiters } from '../../../electron/panel/limiter.ts'
import { PanelFailure } from '../../../electron/panel/failure.ts'
import { createPanel } from '../../../electron/panel/panel.ts'
import { createNodeTransport } from '../../../electron/panel/transport.ts'
import type { Clock, Log } from '../../../electron/ports.ts'
import { fail, problemOf } from '../../../shared/problem.ts'
import { until } from '../../support/until.ts'
import { httpServer, json, refuse, tcpServer } from './server.ts'
import type { Answer, TestServer } from './server.ts'

const password = 'corréct "horse"'
const random = { next: () => 0, id: () => 'id' }

/** Time that passes only while somebody sleeps, and at once. */
function hurriedClock(): Clock & { slept: number[] } {
  const slept: number[] = []
  let skipped = 0
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    slept,
    now: () => skipped,
    monotonic: () => skipped,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      slept.push(milliseconds)
      await turn()
      skipped += milliseconds
    },
    turn,
  }
}

/** A panel of one account, whose sessions can be ended; everything but signing in and out goes to `answer`. */
async function panelServer(answer: Answer = (_, response) => json(response, { success: true })) {
  const hashes = new Set<string>()
  let made = 0
  const server = await httpServer((arrived, response) => {
    const path = arrived.path.replace('/v2/panel/', '')
    const hash = arrived.authorization.replace('NVX ', '')
    if (path === 'account/auth') {
      if (arrived.body.password !== password) return refuse(response, 102)
      const fresh = `hash${(made += 1)}`.padEnd(32, 'f')
      hashes.add(fresh)
      return json(response, { success: true, hash: fresh, permissions: { trackers: ['read', 'update'] } })
    }
    if (!hashes.has(hash)) return refuse(response, 4)
    if (path === 'dealer/get_info') return json(response, { success: true, id: 20410, title: 'Fleet & Sons' })
    if (path === 'account/logout') {
      hashes.delete(hash)
      return json(response, { success: true })
    }
    return answer(arrived, response)
  })
  return { server, endSessions: () => hashes.clear(), sessions: () => hashes.size }
}

/** Milliseconds in which everything but silence is answered, on whatever machine. */
const patient = 300_000

function client(url: string, more: { password?: () => Promise<string>; timeouts?: object } = {}) {
  const written: unknown[] = []
  const write = (message: string, details?: object) => written.push(message, details)
  const log: Log = { info: write, warn: write, error: write }
  const clock = hurriedClock()
  const transport = createNodeTransport()
  onTestFinished(() => transport.close())
  const panel = createPanel({
    baseUrl: `${url}/v2`,
    credentials: async () => ({ login: '20410', password: more.password ? await more.password() : password }),
    transport,
    clock,
    random,
    limits: createLimiters({ clock, random, perSecond: Infinity }).of(url, 20410),
    log,
    timeouts: { signIn: patient, read: patient, change: patient, ...more.timeouts },
  })
  return { panel, clock, written }
}

/** How a request failed, with nothing secret in it. */
async function failure(result: Promise<unknown>): Promise<PanelFailure> {
  const error = await result.then(
    (answer) => {
      throw new Error(`it went well: ${JSON.stringify(answer)}`)
    },
    (caught: unknown) => caught,
  )
  if (!(error instanceof PanelFailure)) throw error
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const text = JSON.stringify({ ...at, message: at.message, stack: at.stack })
    expect(text).not.toMatch(/hash\d+f+|horse/)
  }
  return error
}

const count = (server: TestServer, path: string) =>
  server.arrived.filter((request) => request.path.endsWith(path)).length

describe('signing in', () => {
  it('tells whose panel it is and what the account may do', async () => {
    const { server } = await panelServer()
    const { panel } = client(server.url)
    expect(panel.signedIn).toBeNull()
    const signedIn = await panel.signIn()
    expect(signedIn).toEqual({
      dealer: { id: 20410, title: 'Fleet & Sons' },
      permissions: { trackers: ['read', 'update'] },
    })
    expect(panel.signedIn).toEqual(signedIn)
    expect(server.arrived[0]?.body).toEqual({ login: '20410', password })
    expect(server.arrived.map(({ authorization }) => authorization)).toEqual(['', `NVX ${'hash1'.padEnd(32, 'f')}`])
  })

  it('takes the login for the dealer where the account may not ask', async () => {
    const server = await httpServer(({ path }, response) =>
      path.endsWith('auth') ? json(response, { success: true, hash: 'h' }) : refuse(response, 13, 403),
    )
    expect(await client(server.url).panel.signIn()).toEqual({ dealer: { id: 20410, title: '' }, permissions: {} })
  })

  it.each([12, 102])('knows a wrong password by code %d, and does not try it again by itself', async (code) => {
    const server = await httpServer((_, response) => refuse(response, code))
    const { panel } = client(server.url)
    expect(await failure(panel.signIn())).toMatchObject({
      problem: { code: 'wrong-password', panelCode: code, again: false },
      next: 'stop',
      effect: 'none',
    })
    await failure(panel.read('tracker/list', {}))
    await failure(panel.change('tracker/settings/update', {}))
    expect(server.arrived).toHaveLength(1)
    // Only when a person says so.
    await failure(panel.signIn())
    expect(server.arrived).toHaveLength(2)
  })

  it('goes on once the password has been put right', async () => {
    const { server } = await panelServer()
    let tried = 'wrong'
    const { panel } = client(server.url, { password: () => Promise.resolve(tried) })
    expect((await failure(panel.signIn())).problem.code).toBe('wrong-password')
    tried = password
    await panel.signIn()
    expect(await panel.read('tracker/list', {})).toEqual({ success: true })
  })

  it('says that a blocked dealer is blocked', async () => {
    const server = await httpServer((_, response) => refuse(response, 11, 403))
    expect(await failure(client(server.url).panel.signIn())).toMatchObject({
      problem: { code: 'dealer-blocked' },
      next: 'stop',
    })
  })

  it('asks for a password that nobody has', async () => {
    const { server } = await panelServer()
    const { panel } = client(server.url, { password: () => fail('password-needed') })
    expect(await failure(panel.signIn())).toMatchObject({
      problem: { code: 'password-needed' },
      next: 'stop',
      effect: 'none',
    })
    expect(server.arrived).toEqual([])
  })

  it('repeats no secret that the panel repeats', async () => {
    const server = await httpServer(({ body }, response) =>
      refuse(response, 7, 400, {
        errors: [{ parameter: 'password', error: `"${String(body.password)}" is bad` }],
        ...body,
      }),
    )
    const { panel, written } = client(server.url)
    const { problem, answer } = await failure(panel.signIn())
    expect(problem.panelWords).toMatch(/^Refused with 7; password: /)
    expect(JSON.stringify([problem, answer, written])).not.toContain('horse')
  })

  it('takes an answer without a hash for no panel’s', async () => {
    const server = await httpServer((_, response) => json(response, { success: true }))
    expect((await failure(client(server.url).panel.signIn())).problem.code).toBe('not-a-panel')
  })

  it('ends the session at the panel when it signs out, and needs nobody to hear it', async () => {
    const { server, sessions } = await panelServer()
    const { panel } = client(server.url)
    await panel.signIn()
    await panel.signOut()
    expect(sessions()).toBe(0)
    expect(panel.signedIn).toBeNull()
    await panel.signOut()
    expect(count(server, 'account/logout')).toBe(1)

    const gone = await httpServer(({ path, request }, response) =>
      path.endsWith('logout') ? request.socket.destroy() : json(response, { success: true, hash: 'h', id: 1 }),
    )
    const other = client(gone.url).panel
    await other.signIn()
    await other.signOut()
    expect(other.signedIn).toBeNull()
  })
})

describe('signing out', () => {
  it('does not wait for a signing in that goes on', async () => {
    const silent = await httpServer(() => undefined)
    const { panel } = client(silent.url)
    const signingIn = failure(panel.signIn())
    await until(() => silent.arrived.length === 1)
    await panel.signOut()
    expect(await signingIn).toMatchObject({ problem: { code: 'profile-closed' }, effect: 'none' })
    expect(panel.signedIn).toBeNull()
  })
})

describe('a session that has ended', () => {
  it('is made anew once, however many reads find out', async () => {
    const { server, endSessions } = await panelServer()
    const { panel } = client(server.url)
    await panel.signIn()
    endSessions()
    await Promise.all(Array.from({ length: 20 }, () => panel.read('tracker/list', {})))
    expect(count(server, 'account/auth')).toBe(2)
    expect(count(server, 'dealer/get_info')).toBe(2)
  })

  it('is made once at the start, however many ask for it', async () => {
    const { server } = await panelServer()
    const { panel } = client(server.url)
    await Promise.all([panel.signIn(), panel.signIn(), panel.slot(), panel.read('x', {}), panel.change('y', {})])
    expect(count(server, 'account/auth')).toBe(1)
  })

  it('stays the new one when the last to find out comes late', async () => {
    let made = 0
    let tellRenewed = () => {}
    const renewed = new Promise<void>((resolve) => (tellRenewed = resolve))
    const server = await httpServer(async ({ path, authorization }, response) => {
      if (path.endsWith('auth')) return json(response, { success: true, hash: `h${(made += 1)}` })
      if (path.endsWith('get_info')) return json(response, { success: true, id: 1 })
      if (authorization === 'NVX h2') {
        json(response, { success: true })
        return tellRenewed()
      }
      // The first session has ended; one of its requests hears so only when the second one works already.
      if (path.endsWith('late')) await renewed
      refuse(response, 4)
    })
    const { panel } = client(server.url)
    await panel.signIn()
    await Promise.all([panel.read('late', {}), panel.read('early', {})])
    await panel.read('after', {})
    expect(made).toBe(2)
  })

  it('fails a change without effect and without a second try; the next slot signs in', async () => {
    const { server, endSessions } = await panelServer()
    const { panel } = client(server.url)
    await panel.signIn()
    endSessions()
    expect(await failure(panel.change('tracker/settings/update', { tracker_id: 1 }))).toMatchObject({
      problem: { code: 'session-ended', panelCode: 4 },
      next: 'sign-in',
      effect: 'none',
    })
    expect(count(server, 'settings/update')).toBe(1)
    expect(panel.signedIn).toBeNull()
    await panel.slot()
    expect(panel.signedIn).not.toBeNull()
    await panel.change('tracker/settings/update', { tracker_id: 1 }, { slotTaken: true })
    expect(count(server, 'account/auth')).toBe(2)
    expect(count(server, 'settings/update')).toBe(2)
  })

  it('is not asked for without end', async () => {
    const server = await httpServer(({ path }, response) =>
      /auth|get_info/.test(path) ? json(response, { success: true, hash: 'h', id: 1 }) : refuse(response, 4),
    )
    expect((await failure(client(server.url).panel.read('x', {}))).problem.code).toBe('session-ended')
    expect(count(server, 'account/auth')).toBe(3)
  })
})

describe('a read', () => {
  it.each([
    [1, 500],
    [6, 500],
    [8, 503],
    [14, 503],
    [15, 429],
    [229, 404],
  ])('is tried again after code %d', async (code, status) => {
    let left = 2
    const { server } = await panelServer((_, response) =>
      left-- > 0 ? refuse(response, code, status) : json(response, { success: true, list: [] }),
    )
    const { panel, clock } = client(server.url)
    expect(await panel.read('tracker/list', {})).toEqual({ success: true, list: [] })
    expect(clock.slept.filter((ms) => ms > 0).length).toBeGreaterThanOrEqual(2)
  })

  it('is tried again after the connection dropped', async () => {
    let left = 2
    const { server } = await panelServer(({ request }, response) =>
      left-- > 0 ? request.socket.destroy() : json(response, { success: true }),
    )
    await client(server.url).panel.read('tracker/list', {})
    expect(count(server, 'tracker/list')).toBe(3)
  })

  it('is tried a few times only, and not at all where that would not help', async () => {
    const busy = await panelServer((_, response) => refuse(response, 8, 503))
    expect((await failure(client(busy.server.url).panel.read('tracker/list', {}))).problem.code).toBe('panel-busy')
    expect(count(busy.server, 'tracker/list')).toBe(4)

    const forbidden = await panelServer((_, response) => refuse(response, 13, 403))
    expect((await failure(client(forbidden.server.url).panel.read('tracker/list', {}))).problem.code).toBe('permission')
    expect(count(forbidden.server, 'tracker/list')).toBe(1)
  })

  it('slows everybody down after a 429', async () => {
    let left = 1
    const { server } = await panelServer((_, response) =>
      left-- > 0 ? refuse(response, 15, 429) : json(response, { success: true }),
    )
    const { panel, clock } = client(server.url)
    await panel.read('tracker/list', {})
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(990)
  })

  it('ends with the reason of its signal', async () => {
    const giveUp = new AbortController()
    const { server } = await panelServer(() => giveUp.abort(new Error('closed')))
    const { panel } = client(server.url)
    await expect(panel.read('tracker/list', {}, { signal: giveUp.signal })).rejects.toThrow('closed')
    expect(count(server, 'tracker/list')).toBe(1)
  })
})

describe('a change', () => {
  it('is sent once, in the session, with what it says', async () => {
    const { server } = await panelServer(async (_, response) => {
      await clock.sleep(7)
      json(response, { success: true, id: 5 })
    })
    const { panel, clock } = client(server.url)
    const answer = await panel.change('tracker/clone', { tracker_id: 1, label: 'Ä' })
    expect(answer).toMatchObject({ json: { success: true, id: 5 }, httpStatus: 200, took: 7 })
    expect(server.arrived.at(-1)).toMatchObject({
      path: '/v2/panel/tracker/clone',
      authorization: `NVX ${'hash1'.padEnd(32, 'f')}`,
      body: { tracker_id: 1, label: 'Ä' },
    })
  })

  it.each([
    [8, 503, 'none', 'wait'],
    [15, 429, 'none', 'wait'],
    [264, 403, 'none', 'wait'],
    [1, 500, 'unknown', 'look-up'],
    [6, 500, 'unknown', 'look-up'],
    [14, 503, 'unknown', 'look-up'],
    [247, 409, 'none', 'refused'],
  ])('that is refused with %d is not sent again', async (code, status, effect, next) => {
    const { server } = await panelServer((_, response) => refuse(response, code, status, { list: [7, 8], key: 'x' }))
    expect(await failure(client(server.url).panel.change('tracker/batch_clone', {}))).toMatchObject({
      code,
      httpStatus: status,
      effect,
      next,
      answer: { list: [7, 8], key: '•••' },
    })
    expect(count(server, 'batch_clone')).toBe(1)
  })

  it('never left where signing in failed', async () => {
    const server = await httpServer(({ request }) => request.socket.destroy())
    const { panel } = client(server.url)
    expect(await failure(panel.change('tracker/clone', {}))).toMatchObject({ effect: 'none', next: 'wait' })
    expect(count(server, 'tracker/clone')).toBe(0)
  })

  it('that was given up before it left had no effect', async () => {
    const { server } = await panelServer()
    const { panel } = client(server.url)
    const signal = AbortSignal.abort(new Error('closed'))
    expect(await failure(panel.change('tracker/clone', {}, { signal }))).toMatchObject({ effect: 'none', next: 'wait' })
    await panel.signIn()
    expect(await failure(panel.change('tracker/clone', {}, { signal, slotTaken: true }))).toMatchObject({
      effect: 'none',
    })
    expect(count(server, 'tracker/clone')).toBe(0)
  })
})

describe('what is not a panel’s answer', () => {
  const html = '<!DOCTYPE html><html><body>Log in to the hotel’s network</body></html>'
  const page: (status: number) => Answer = (status) => (_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' }).end(html)
  }
  const text: (body: string) => Answer = (body) => (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
  }
  const cases: [string, Answer, string][] = [
    ['a page', page(200), 'not-a-panel'],
    ['a page that nothing was found', page(404), 'not-a-panel'],
    ['a page of a gateway in trouble', page(502), 'panel-failed'],
    ['a page that it was too much', page(429), 'too-many-requests'],
    ['other JSON', text('{"hello":"world"}'), 'not-a-panel'],
    ['a list', text('[]'), 'not-a-panel'],
    ['null', text('null'), 'not-a-panel'],
    ['a refusal without a code', text('{"success":false}'), 'not-a-panel'],
    ['half of an answer', text('{"success":true,"list":[{"id":1},{"i'), 'cut-short'],
    ['nothing', text(''), 'cut-short'],
    ['success under a status that denies it', (_, response) => json(response, { success: true }, 500), 'panel-failed'],
    [
      'a redirect',
      (_, response) => {
        response.writeHead(302, { Location: 'https://login.example.com/' }).end()
      },
      'redirect',
    ],
    ['a dropped connection', ({ request }) => request.socket.destroy(), 'cut-short'],
    ['silence', () => undefined, 'timed-out'],
  ]

  it.each(cases)('%s: a change of unknown effect, sent once', async (_, answer, code) => {
    const { server } = await panelServer(answer)
    const { panel } = client(server.url, code === 'timed-out' ? { timeouts: { change: 200 } } : {})
    const caught = await failure(panel.change('tracker/clone', {}))
    expect(caught).toMatchObject({ problem: { code }, effect: 'unknown', next: 'look-up' })
    expect(count(server, 'tracker/clone')).toBe(1)
  })

  it.each(cases)('%s: a clear problem when signing in', async (_, answer, code) => {
    const server = await httpServer(answer)
    const timeouts = code === 'timed-out' ? { timeouts: { signIn: 200 } } : {}
    expect(problemOf(await failure(client(server.url, timeouts).panel.signIn()))).toMatchObject({
      code,
      values: { host: new URL(server.url).host },
    })
    expect(server.arrived).toHaveLength(1)
  })

  it('nobody there, and a certificate that does not verify', async () => {
    const server = await tcpServer((socket) => socket.destroy(), 'https')
    expect((await failure(client(server.url).panel.signIn())).problem.code).toBe('unreachable')
  })
})

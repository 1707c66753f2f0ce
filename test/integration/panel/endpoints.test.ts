import { expect, expectTypeOf, test, onTestFinished } from 'vitest'
import { createHold } from '../../../electron/panel/hold.ts'
import type { Exchange, Hash } from '../../../electron/panel/exchange.ts'
import { PanelFailure } from '../../../electron/panel/failure.ts'
import type { KeptSession, KeptSessions } from '../../../electron/panel/kept-sessions.ts'
import { createLimiters } from '../../../electron/panel/limiter.ts'
import { createPanel } from '../../../electron/panel/panel.ts'
import { createNodeTransport } from '../../../electron/panel/transport.ts'
import { machineClock } from '../../../electron/machine/clock.ts'
import type { Log } from '../../../electron/ports.ts'
import { createHandClock, fixedRandom } from '../../unit/panel/hand-clock.ts'
import { httpServer, json, refuse, type Answer } from './server.ts'

const random = { next: () => 0, id: () => 'id' }

/**
 * A host with two APIs, and sessions of a dealer and of users that can be ended; everything but opening and ending
 * sessions goes to `answer`.
 */
async function twoApis(answer: Answer = (_, response) => json(response, { success: true })) {
  const sessions = new Map<string, string>()
  let made = 0
  const open = (principal: string) => {
    const hash = `${(made += 1)}`.padStart(32, 'abcdef')
    sessions.set(hash, principal)
    return hash
  }
  const server = await httpServer((arrived, response) => {
    const isPanel = arrived.path.startsWith('/v2/panel/')
    const path = arrived.path.replace(/^\/v2\/(panel\/)?/, '')
    if (path === 'account/auth') return json(response, { success: true, hash: open('panel'), permissions: {} })
    const principal = sessions.get(arrived.authorization.replace('NVX ', ''))
    // Each API knows its own sessions alone.
    if (principal === undefined || (principal === 'panel') !== isPanel) return refuse(response, 4)
    if (path === 'dealer/get_info') return json(response, { success: true, id: 20410 })
    if (path === 'user/session/create') {
      return json(response, { success: true, hash: open(`user ${String(arrived.body.user_id)}`) })
    }
    return answer(arrived, response)
  })
  const end = (principal: string) => {
    for (const [hash, whose] of sessions) if (whose === principal) sessions.delete(hash)
  }
  return { server, sessions, end }
}

function client(url: string, kept?: KeptSessions) {
  const written: unknown[] = []
  const write = (message: string, details?: object) => void written.push(message, details)
  const log: Log = { info: write, warn: write, error: write }
  const transport = createNodeTransport()
  onTestFinished(() => transport.close())
  const panel = createPanel({
    baseUrl: `${url}/v2`,
    credentials: () => Promise.resolve({ login: '20410', password: 'secret' }),
    transport,
    clock: machineClock,
    random,
    limits: createLimiters({ clock: machineClock, random, perSecond: Infinity }).of(url, 20410),
    log,
    ...(kept && { kept }),
  })
  return { panel, written }
}

test('each endpoint is asked at its own path, with the hash that was given to its principal and to no other', async () => {
  const { server, sessions } = await twoApis()
  const { panel } = client(server.url)
  const [five, six] = [panel.at({ api: 'user', user: 5 }), panel.at({ api: 'user', user: 6 })]
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => [
      panel.read('tracker/list', { index }),
      five.read('task/list', { whose: 'user 5' }),
      six.change('task/create', { whose: 'user 6' }),
    ]).flat(),
  )
  const whose = new Map(sessions)
  await panel.signOut()
  for (const { path, authorization, body } of server.arrived) {
    const principal = whose.get(authorization.replace('NVX ', ''))
    const asked = body['whose'] ?? (path.endsWith('user/logout') ? principal : 'panel')
    if (path !== '/v2/panel/account/auth') expect({ path, by: principal }).toEqual({ path, by: asked })
    for (const hash of whose.keys()) expect(JSON.stringify([path, body])).not.toContain(hash)
  }
  const paths = server.arrived.map(({ path }) => path)
  expect([...new Set(paths)].sort()).toEqual([
    '/v2/panel/account/auth',
    '/v2/panel/account/logout',
    '/v2/panel/dealer/get_info',
    '/v2/panel/tracker/list',
    '/v2/panel/user/session/create',
    '/v2/task/create',
    '/v2/task/list',
    '/v2/user/logout',
  ])
  // Each session once, however many asked for it.
  expect([...whose.values()].sort()).toEqual(['panel', 'user 5', 'user 6'])
})

test('a session that has ended is renewed once for all who find out, and the others stay', async () => {
  const { server, sessions, end } = await twoApis()
  const { panel } = client(server.url)
  const [five, six] = [panel.at({ api: 'user', user: 5 }), panel.at({ api: 'user', user: 6 })]
  await Promise.all([five.read('task/list', {}), six.read('task/list', {})])
  end('user 5')
  const reads = Array.from({ length: 20 }, () => [five.read('task/list', {}), six.read('task/list', {})])
  await Promise.all(reads.flat())
  expect([...sessions.values()].sort()).toEqual(['panel', 'user 5', 'user 6'])
  expect(server.arrived.filter(({ path }) => path.endsWith('user/session/create'))).toHaveLength(3)
  expect(server.arrived.filter(({ path }) => path.endsWith('account/auth'))).toHaveLength(1)
})

test('a session that was kept and has ended is no reason to hold its user up', async () => {
  const { server, end } = await twoApis()
  const entries = new Map<string, KeptSession>()
  let forget: () => void = () => undefined
  const forgotten = new Promise<void>((resolve) => (forget = resolve))
  const kept: KeptSessions = {
    read: (principal) => Promise.resolve(entries.get(principal) ?? null),
    keep: (principal, session) => Promise.resolve(entries.set(principal, session).size > 0),
    forget: async (principal) => {
      await forgotten
      entries.delete(principal)
    },
  }
  await client(server.url, kept).panel.at({ api: 'user', user: 5 }).open()
  end('user 5')
  const five = client(server.url, kept).panel.at({ api: 'user', user: 5 })
  const failure = await five.change('task/create', {}).catch((error: unknown) => error)
  expect(failure).toMatchObject({ next: 'sign-in', effect: 'none' })
  expect(five.held).toBeNull()
  // Until it is forgotten, it is not taken up again either.
  const next = five.change('task/create', {})
  setImmediate(forget)
  await next
  expect(server.arrived.filter(({ path }) => path.endsWith('user/session/create'))).toHaveLength(2)
})

test('what an API repeats of any session is in no failure and in no log', async () => {
  const { server, sessions } = await twoApis((_, response) => {
    const said = [...sessions.keys()].join(', ')
    refuse(response, 7, 400, { errors: [{ parameter: 'x', error: said }], list: [said] })
  })
  const { panel, written } = client(server.url)
  const lines = [panel, panel.at({ api: 'user', user: 5 }), panel.at({ api: 'user', user: 6 })]
  await Promise.all(lines.map((line) => line.open()))
  const failures = await Promise.all(lines.map((line) => line.change('x', {}).catch((error: unknown) => error)))
  const known = new RegExp([...sessions.keys()].join('|'))
  for (const failure of failures) {
    if (!(failure instanceof PanelFailure)) throw failure
    expect(failure.problem.panelWords).toContain('•••, •••, •••')
    expect(JSON.stringify([failure, failure.answer, failure.problem])).not.toMatch(known)
  }
  expect(JSON.stringify(panel.hide({ said: [...sessions.keys()] }))).toBe('{"said":["•••","•••","•••"]}')
  expect(JSON.stringify(written)).not.toMatch(known)
})

test('what keeps the dealer out is told as such, and not held against a user', async () => {
  const { server } = await twoApis()
  const { panel } = client(server.url)
  const line = panel.at({ api: 'user', user: 5 })
  const wrong = await httpServer((_, response) => refuse(response, 102))
  const locked = client(wrong.url).panel
  const failure = await locked
    .at({ api: 'user', user: 5 })
    .open()
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ next: 'stop', principal: null, problem: { code: 'wrong-password' } })
  expect(locked.at({ api: 'user', user: 5 }).held).toBeNull()
  await line.open()
  expect(line.isOpen).toBe(true)
})

test('the compiler lets no hash of one API be taken for another’s', () => {
  expectTypeOf<Hash<'panel'>>().not.toMatchTypeOf<Hash<'user'>>()
  expectTypeOf<string>().not.toMatchTypeOf<Hash<'user'>>()
  expectTypeOf<Exchange<'panel'>>().not.toMatchTypeOf<Exchange<'user'>>()
})

test('a principal is held for longer each time, and for a short while again once something has gone well', async () => {
  const clock = createHandClock()
  const hold = createHold({ clock, random: fixedRandom() })
  const problem = { code: 'session-ended' } as const
  const waits: number[] = []
  for (let times = 0; times < 3; times++) {
    const { wait } = hold.on(problem)
    expect(hold.on({ code: 'unexpected' })).toEqual({ problem, wait })
    await clock.advance(wait)
    waits.push(wait)
  }
  expect(waits[1]).toBeCloseTo(waits[0]! * 2)
  expect(waits[2]).toBeCloseTo(waits[0]! * 4)
  hold.release()
  expect(hold.held).toBeNull()
  expect(hold.on(problem).wait).toBeCloseTo(waits[0]!)
})

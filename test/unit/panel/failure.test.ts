import { describe, expect, it } from 'vitest'
import { classify, noAnswer, refusal, wireFailure } from '../../../electron/panel/failure.ts'
import type { Next } from '../../../electron/panel/failure.ts'
import { TransportError } from '../../../electron/ports.ts'
import type { ProblemCode } from '../../../shared/problem.ts'

/** Every code of the vendor's table with its HTTP status (400 unless given there). (panel-api.md, section 7) */
const documented: Record<number, number> = {
  ...Object.fromEntries([3, 4, 5, 7, 12, 102, 103, 104, 105, 111, 112].map((code) => [code, 400])),
  ...Object.fromEntries(range(201, 281, [205, 216]).map((code) => [code, 400])),
  284: 400,
  ...{ 1: 500, 2: 403, 6: 500, 8: 503, 9: 412, 11: 403, 13: 403, 14: 503, 15: 429, 101: 403 },
  ...{ 204: 404, 208: 403, 219: 403, 221: 403, 225: 403, 229: 404, 231: 409, 236: 402, 238: 403, 239: 404, 240: 403 },
  ...{ 247: 409, 249: 403, 250: 403, 251: 403, 254: 500, 257: 403, 258: 404, 261: 403, 264: 403, 265: 403, 266: 403 },
  ...{ 268: 402, 271: 413, 275: 403, 276: 403, 277: 409, 278: 409 },
}

function range(from: number, to: number, without: readonly number[]): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((code) => !without.includes(code))
}

/** The codes of a purpose that are not simply refused. */
type Special = Partial<Record<number, [Next, ProblemCode]>>

const change: Special = {
  1: ['look-up', 'panel-failed'],
  2: ['reconnect', 'panel-refused'],
  3: ['sign-in', 'session-ended'],
  4: ['sign-in', 'session-ended'],
  6: ['look-up', 'panel-failed'],
  8: ['wait', 'panel-busy'],
  11: ['stop', 'dealer-blocked'],
  13: ['refused', 'permission'],
  14: ['look-up', 'panel-failed'],
  15: ['wait', 'too-many-requests'],
  103: ['stop', 'dealer-blocked'],
  254: ['look-up', 'panel-failed'],
  264: ['wait', 'panel-busy'],
}

const read: Special = {
  ...change,
  1: ['wait', 'panel-failed'],
  6: ['wait', 'panel-failed'],
  14: ['wait', 'panel-failed'],
  229: ['wait', 'panel-busy'],
  254: ['wait', 'panel-failed'],
}

const signIn: Special = {
  ...read,
  3: ['reconnect', 'panel-refused'],
  4: ['reconnect', 'panel-refused'],
  7: ['stop', 'wrong-password'],
  12: ['stop', 'wrong-password'],
  13: ['reconnect', 'panel-refused'],
  102: ['stop', 'wrong-password'],
  105: ['stop', 'too-many-requests'],
  229: ['reconnect', 'panel-refused'],
  248: ['stop', 'wrong-password'],
}

describe('a code of the panel', () => {
  it.each(Object.entries(documented))('%s (HTTP %d) is of its class', (text, status) => {
    const code = Number(text)
    const [next, problem] = change[code] ?? ['refused', 'panel-refused']
    expect(classify('change', code, status)).toEqual({ next, problem, effect: next === 'look-up' ? 'unknown' : 'none' })

    const [readNext, readProblem] = read[code] ?? ['refused', 'panel-refused']
    expect(classify('read', code, status)).toEqual({ next: readNext, problem: readProblem, effect: 'none' })

    const [signInNext, signInProblem] = signIn[code] ?? ['reconnect', 'panel-refused']
    expect(classify('sign-in', code, status)).toEqual({ next: signInNext, problem: signInProblem, effect: 'none' })
  })

  it('that nobody knows is refused for good, unless the server says that it has failed', () => {
    expect(classify('change', 999, 400)).toMatchObject({ next: 'refused', effect: 'none' })
    expect(classify('change', 999, 502)).toMatchObject({ next: 'look-up', effect: 'unknown' })
    expect(classify('change', 7, 500)).toMatchObject({ next: 'look-up', effect: 'unknown' })
  })

  it('that had no effect for certain is so under any status', () => {
    for (const status of [200, 403, 429, 500, 503]) {
      for (const code of [8, 15, 264])
        expect(classify('change', code, status)).toMatchObject({ next: 'wait', effect: 'none' })
    }
  })

  it('goes on to the person with the panel’s words, and says whether trying again may help', () => {
    const facts = { words: 'Wait', httpStatus: 403, answer: { success: false }, host: 'panel.example.com', took: 12 }
    const wait = refusal('change', { ...facts, code: 264 })
    expect(wait.problem).toEqual({
      code: 'panel-busy',
      values: { host: 'panel.example.com' },
      panelCode: 264,
      panelWords: 'Wait',
      again: true,
    })
    expect(wait).toMatchObject({ code: 264, httpStatus: 403, answer: { success: false }, leastWait: 120_000, took: 12 })
    expect(refusal('change', { ...facts, code: 219 }).problem.again).toBe(false)
  })
})

describe('what is no answer of a panel', () => {
  it('leaves the effect of a change unknown, whatever it was', () => {
    // Of a page of a proxy, the status is the proxy's word: the request may have gone through before.
    for (const httpStatus of [200, 302, 401, 403, 404, 407, 413, 429, 502, 511]) {
      for (const problem of ['not-a-panel', 'cut-short'] as const) {
        const failure = noAnswer('change', { problem, httpStatus, host: 'h', took: 12 })
        expect(failure).toMatchObject({ effect: 'unknown', next: 'look-up', code: null, httpStatus })
      }
    }
  })

  it('is told apart from a server in trouble', () => {
    const code = (httpStatus: number) => noAnswer('read', { problem: 'not-a-panel', httpStatus, host: 'h', took: 12 })
    expect(code(200)).toMatchObject({
      problem: { code: 'not-a-panel', again: true },
      next: 'reconnect',
      effect: 'none',
      onTheWay: true,
    })
    expect(code(511), 'a network that wants to be signed in to').toMatchObject({ problem: { code: 'not-a-panel' } })
    expect(code(502)).toMatchObject({
      problem: { code: 'panel-failed', again: true },
      next: 'wait',
      onTheWay: false,
    })
    expect(code(429)).toMatchObject({ problem: { code: 'too-many-requests', again: true }, next: 'wait' })
  })
})

describe('a failure of the wire', () => {
  const reasons = ['unreachable', 'certificate', 'timed-out', 'cut-short', 'redirect', 'aborted'] as const

  it.each(reasons)('%s leaves the effect of a change unknown if it was sent, and only then', (reason) => {
    expect(wireFailure('change', new TransportError(reason, true), 'h')).toMatchObject({
      effect: 'unknown',
      next: 'look-up',
    })
    expect(wireFailure('change', new TransportError(reason, false), 'h').effect).toBe('none')
    for (const sent of [true, false]) {
      for (const purpose of ['read', 'sign-in'] as const) {
        expect(wireFailure(purpose, new TransportError(reason, sent), 'h').effect).toBe('none')
      }
    }
  })

  it('is tried again by the connection where trying the request again at once would not help', () => {
    const next = Object.fromEntries(
      reasons.map((reason) => [reason, wireFailure('read', new TransportError(reason, false), 'h').next]),
    )
    expect(next).toEqual({
      unreachable: 'wait',
      certificate: 'reconnect',
      'timed-out': 'wait',
      'cut-short': 'wait',
      redirect: 'reconnect',
      aborted: 'wait',
    })
  })
})

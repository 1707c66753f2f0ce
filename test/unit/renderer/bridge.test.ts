import { beforeEach, expect, test } from 'vitest'
import { call, onEvent } from '../../../renderer/bridge.ts'
import { type CallMessage, callMessage } from '../../../shared/contract.ts'
import type { HostBridge } from '../../../shared/host-bridge.ts'
import type { ProblemError } from '../../../shared/problem.ts'

let asked: CallMessage[]
let answer: (message: CallMessage) => Promise<unknown>
let tell: (event: unknown) => void

const host: HostBridge = {
  host: 'desktop',
  async call(text) {
    const message = callMessage.parse(JSON.parse(text))
    asked.push(message)
    return JSON.stringify(await answer(message))
  },
  listen(listener) {
    tell = listener
    return () => undefined
  },
}
Object.defineProperty(globalThis, 'window', { value: { fleetbook: host } })

beforeEach(() => {
  asked = []
})

const problemOfCall = () => call('pull.start', {}).catch((error: unknown) => (error as ProblemError).problem)

test('a call goes out as the contract says, each with an id of its own, and its output comes back', async () => {
  answer = () => Promise.resolve({ ok: true, output: { released: 3, keptBack: 1 } })
  expect(await call('outbox.send', { changeSets: [1] })).toEqual({ released: 3, keptBack: 1 })
  await call('outbox.send', { changeSets: [1] })
  const [first, second] = asked.map((message) => callMessage.parse(message))
  expect(first).toMatchObject({ name: 'outbox.send', input: { changeSets: [1] } })
  expect(second?.id).not.toBe(first?.id)
})

test("the core's problem is thrown as it is", async () => {
  const problem = { code: 'offline', again: true }
  answer = () => Promise.resolve({ ok: false, problem })
  expect(await problemOfCall()).toEqual(problem)
})

test('an answer that is not what the contract promises is not handed on', async () => {
  for (const strange of [undefined, 'nonsense', { ok: true, output: 'nonsense' }, { ok: false, problem: {} }]) {
    answer = () => Promise.resolve(strange)
    expect(await problemOfCall()).toEqual({ code: 'bad-call' })
  }
})

test('where nothing answers, that is said', async () => {
  answer = () => Promise.reject(new Error('gone'))
  expect(await problemOfCall()).toMatchObject({ code: 'core-unreachable' })
})

test('events are heard until one stops listening, and what is none is passed over', () => {
  const heard: unknown[] = []
  const stop = onEvent((event) => heard.push(event))
  tell({ event: 'history' })
  tell({ event: 'nonsense' })
  tell(null)
  stop()
  tell({ event: 'history' })
  expect(heard).toEqual([{ event: 'history' }])
})

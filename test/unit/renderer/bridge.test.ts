import { beforeEach, expect, test } from 'vitest'
import { call, onEvent, onGiveUp, onRestart, onReturn, startAgain } from '../../../renderer/bridge.ts'
import { type CallMessage, callMessage } from '../../../shared/contract.ts'
import type { HostBridge, HostListener } from '../../../shared/host-bridge.ts'
import type { ProblemError } from '../../../shared/problem.ts'

let asked: CallMessage[]
let answer: (message: CallMessage) => Promise<unknown>
let told: HostListener
let started = 0

const host: HostBridge = {
  host: 'desktop',
  async call(text) {
    const message = callMessage.parse(JSON.parse(text))
    asked.push(message)
    return JSON.stringify(await answer(message))
  },
  listen(listener) {
    told = listener
    return () => undefined
  },
  startAgain: () => void (started += 1),
  zoom: () => undefined,
  openLogFolder: () => undefined,
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

test('a change whose answer went with the core is not made again, and that is said', async () => {
  answer = () => Promise.reject(new Error('gone'))
  expect(await problemOfCall()).toEqual({ code: 'core-broke-down' })
  expect(asked).toHaveLength(1)
})

test('a question whose answer went with the core is asked once more, and so is an edit, which says what is to stand', async () => {
  let lost = 0
  answer = () => {
    lost += 1
    return lost % 2 === 1
      ? Promise.reject(new Error('gone'))
      : Promise.resolve({ ok: true, output: { views: [], unreadable: [] } })
  }
  expect(await call('views.list', { sheet: 'trackers' })).toEqual({ views: [], unreadable: [] })
  expect(asked).toHaveLength(2)
  answer = () => {
    lost += 1
    return lost % 2 === 1
      ? Promise.reject(new Error('gone'))
      : Promise.resolve({ ok: true, output: { staged: 1, unstaged: 0, skipped: 0, broken: 0 } })
  }
  const cells = [{ id: 1, field: 'label', value: 'Twice' }]
  expect(await call('sheet.stage', { sheet: 'trackers', source: 'type', cells })).toMatchObject({ staged: 1 })
  expect(asked).toHaveLength(4)
})

test('a core that is given up is told of with its log, and another one that takes its place', () => {
  const events: string[] = []
  const stops = [
    onGiveUp((log) => events.push(log)),
    onRestart(() => events.push('restarted')),
    onReturn(() => events.push('returned')),
  ]
  told.gaveUp('/somewhere/log')
  startAgain()
  told.restarted()
  expect(events).toEqual(['/somewhere/log', 'restarted', 'returned'])
  expect(started).toBe(1)
  for (const stop of stops) stop()
})

test('events are heard until one stops listening, and what is none is passed over', () => {
  const heard: unknown[] = []
  const stop = onEvent((event) => heard.push(event))
  told.event({ event: 'history' })
  told.event({ event: 'nonsense' })
  told.event(null)
  stop()
  told.event({ event: 'history' })
  expect(heard).toEqual([{ event: 'history' }])
})

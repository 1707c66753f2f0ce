import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { answerWindow } from '../../../electron/wire/core-end.ts'
import type { Pipe } from '../../../electron/wire/pipe.ts'
import { CoreGone, windowEnd, type WindowEnd } from '../../../electron/wire/window-end.ts'
import type { CallAnswer, CallMessage, CoreEvent } from '../../../shared/contract.ts'

/** A port of Node's as a way between two processes. */
function pipeOf(port: MessagePort): Pipe {
  onTestFinished(() => port.close())
  return {
    send: (message) => port.postMessage(message),
    take: (listener) => void port.on('message', listener),
    ended: (listener) => void port.once('close', listener),
  }
}

/** A core that answers when it is told to, and can end like a process. */
function core(window: WindowEnd, restarted = false) {
  const { port1, port2 } = new MessageChannel()
  const asked: CallMessage[] = []
  const warnings: string[] = []
  let answer: (message: CallMessage) => Promise<CallAnswer> = () => Promise.resolve({ ok: true, output: {} })
  let tell: (event: CoreEvent) => void = () => undefined
  let listening = 0
  const running: Pick<Core, 'call' | 'listen'> = {
    call(message) {
      asked.push(message)
      return answer(message)
    },
    listen(listener) {
      tell = listener
      listening += 1
      return () => void (listening -= 1)
    },
  }
  const log = { info: () => undefined, warn: (text: string) => void warnings.push(text), error: () => undefined }
  answerWindow(pipeOf(port1), running, log)
  window.join(pipeOf(port2), restarted)
  return {
    asked,
    warnings,
    answerWith: (next: typeof answer) => void (answer = next),
    tell: (event: CoreEvent) => tell(event),
    listening: () => listening,
    /** As its process does when it is killed. */
    end() {
      const gone = new Promise((resolve) => port2.once('close', resolve))
      port1.close()
      return gone
    },
  }
}

function heard(window: WindowEnd): string[] {
  const all: string[] = []
  window.listen({
    event: (event) => void all.push(JSON.stringify(event)),
    disconnected: () => void all.push('silent'),
    restarted: () => void all.push('restarted'),
    gaveUp: (log) => void all.push(`gave up ${log}`),
    chosen: (what) => void all.push(`chosen ${what}`),
  })
  return all
}

const call = (id: string): string => JSON.stringify({ id, name: 'status.read', input: {} })

test('calls are answered each with its own answer, whichever comes first', async () => {
  const window = windowEnd()
  const { answerWith } = core(window)
  let late: (answer: CallAnswer) => void = () => undefined
  answerWith(({ id }) =>
    id === 'slow' ? new Promise((resolve) => (late = resolve)) : Promise.resolve({ ok: true, output: id }),
  )
  const slow = window.call(call('slow'))
  expect(JSON.parse(await window.call(call('quick')))).toEqual({ ok: true, output: 'quick' })
  late({ ok: true, output: 'slow' })
  expect(JSON.parse(await slow)).toEqual({ ok: true, output: 'slow' })
})

test('what is no call is refused and reaches no core', async () => {
  const window = windowEnd()
  const { asked, warnings } = core(window)
  for (const nonsense of ['none', '{"id":1}', '[]']) {
    expect(JSON.parse(await window.call(nonsense))).toEqual({ ok: false, problem: { code: 'bad-call' } })
  }
  expect(asked).toEqual([])
  expect(warnings).toHaveLength(3)
})

test('a call that is made before there is a core waits for it', async () => {
  const window = windowEnd()
  const early = window.call(call('early'))
  const { asked } = core(window)
  expect(JSON.parse(await early)).toEqual({ ok: true, output: {} })
  expect(asked.map(({ id }) => id)).toEqual(['early'])
})

test('events are told until the window is gone, and then no more', async () => {
  const window = windowEnd()
  const all = heard(window)
  const { tell, end, listening } = core(window)
  tell({ event: 'history' })
  await expect.poll(() => all).toEqual(['{"event":"history"}'])
  expect(listening()).toBe(1)
  await end()
  await expect.poll(listening).toBe(0)
})

test('a core that ends fails the calls that it had; later ones wait for the next, which is told of', async () => {
  const window = windowEnd()
  const all = heard(window)
  const first = core(window)
  first.answerWith(() => new Promise(() => undefined))
  const lost = window.call(call('lost')).catch((error: unknown) => error)
  await expect.poll(() => first.asked.length).toBe(1)
  await first.end()
  expect(await lost).toBeInstanceOf(CoreGone)
  const next = window.call(call('next'))
  const second = core(window)
  expect(JSON.parse(await next)).toMatchObject({ ok: true })
  expect(second.asked.map(({ id }) => id)).toEqual(['next'])
  expect(all).toEqual(['silent', 'restarted'])
})

test('another way to the core that is there is not needed, and nothing is told of it', async () => {
  const window = windowEnd()
  const all = heard(window)
  const first = core(window)
  const other = core(window)
  await window.call(call('one'))
  expect([first.asked.length, other.asked.length]).toEqual([1, 0])
  expect(all).toEqual([])
})

test('a core that took the place of another is heard of before that one is known to have ended', async () => {
  const window = windowEnd()
  const all = heard(window)
  const first = core(window)
  first.answerWith(() => new Promise(() => undefined))
  const lost = window.call(call('lost')).catch((error: unknown) => error)
  const second = core(window, true)
  expect(await lost).toBeInstanceOf(CoreGone)
  await window.call(call('next'))
  expect(second.asked.map(({ id }) => id)).toEqual(['next'])
  expect(all).toEqual(['silent', 'restarted'])
})

test('while a core is given up calls wait, for a person may want it started after all', async () => {
  const window = windowEnd()
  const all = heard(window)
  const first = core(window)
  await first.end()
  await expect.poll(() => all).toEqual(['silent'])
  const waiting = window.call(call('waiting'))
  window.giveUp('/somewhere/log')
  const { asked } = core(window)
  expect(JSON.parse(await waiting)).toMatchObject({ ok: true })
  expect(asked.map(({ id }) => id)).toEqual(['waiting'])
  expect(all).toEqual(['silent', 'gave up /somewhere/log', 'restarted'])
})

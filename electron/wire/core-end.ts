import { callMessage, type CallAnswer, type CallMessage } from '../../shared/contract.ts'
import type { Core } from '../core.ts'
import type { Log } from '../ports.ts'
import type { Pipe } from './pipe.ts'
import { windowCall, type ToWindow } from './window-messages.ts'

const badCall: CallAnswer = { ok: false, problem: { code: 'bad-call' } }

/** Answers the calls of the window at the other end, and tells it every event, until it is gone. */
export function answerWindow(pipe: Pipe, core: Pick<Core, 'call' | 'listen'>, log: Log): void {
  const send = (message: ToWindow): void => pipe.send(message)

  async function answer(number: number, text: string): Promise<void> {
    const message = callIn(text)
    if (!message) log.warn('A call was refused that was no call')
    send({ number, answer: JSON.stringify(message ? await core.call(message) : badCall) })
  }

  const stop = core.listen((event) => send({ event }))
  pipe.ended(stop)
  pipe.take((message) => {
    const { success, data } = windowCall.safeParse(message)
    if (success) void answer(data.number, data.call)
    else log.warn('A message of the window was none')
  })
}

/** The call that a JSON text holds; null where it is none. */
function callIn(text: string): CallMessage | null {
  try {
    return callMessage.parse(JSON.parse(text))
  } catch {
    return null
  }
}

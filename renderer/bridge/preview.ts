import type { CallMessage } from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Hearing, Wire } from './wire.ts'

async function post(message: CallMessage): Promise<unknown> {
  const answer = await fetch('/bridge/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(message),
  })
  return answer.json()
}

/** The page of the preview host: calls go by POST, events come by an event stream that mends itself. */
export function connectPreview(hearing: Hearing): Wire {
  const events = new EventSource('/bridge/events')
  let lost = false
  events.onmessage = ({ data }: MessageEvent<string>) => {
    try {
      hearing.heard(JSON.parse(data))
    } catch {
      // Not an event of ours.
    }
  }
  events.onerror = () => {
    lost = true
  }
  events.onopen = () => {
    if (lost) hearing.returned()
    lost = false
  }
  return {
    async send(message) {
      try {
        // The core carries out one id once, so that asking again after a broken connection is safe.
        return await post(message).catch(() => post(message))
      } catch (cause) {
        throw new ProblemError({ code: 'core-unreachable', again: true }, { cause })
      }
    },
  }
}

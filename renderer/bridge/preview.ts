import type { CallMessage } from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import { parsed } from './json.ts'
import type { WireListener, Wire } from './wire.ts'

/** Posts a message; asks once more where the connection broke, since the core carries out one id only once. */
async function post(message: CallMessage): Promise<Response> {
  const request: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(message),
  }
  const attempt = async () => {
    const answer = await fetch('/bridge/call', request)
    return new Response(await answer.arrayBuffer(), answer)
  }
  try {
    return await attempt().catch(attempt)
  } catch (cause) {
    throw new ProblemError({ code: 'core-unreachable', again: true }, { cause })
  }
}

/** Milliseconds until a stream of events that was refused is asked for again. */
const again = 2_000

function listen(listener: WireListener): void {
  const events = new EventSource('/bridge/events')
  events.onmessage = ({ data }: MessageEvent<string>) => listener.event(parsed(data))
  // The first time, too: something may have happened before the stream stood.
  events.onopen = () => listener.returned()
  events.onerror = () => {
    listener.disconnected()
    // A stream that broke mends itself; one that was refused, as by a server started anew, does not.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), again)
  }
}

/** The page of the preview host: calls go by POST, events come by an event stream that mends itself. */
export function connectPreview(listener: WireListener): Wire {
  listen(listener)
  return {
    async send(message) {
      const answer = await post(message)
      if (answer.ok) return parsed(await answer.text())
      throw new ProblemError({ code: answer.status === 403 ? 'core-unreachable' : 'bad-call' })
    },
  }
}

import type { DemoPanel } from '../../electron/demo-panel/demo-panel.ts'
import { formDataParameters } from '../../electron/demo-panel/form-data.ts'
import type { SimComputer } from './sim-computer.ts'
import {
  noLongerWanted,
  TransportError,
  type Clock,
  type PanelPost,
  type PanelReply,
  type Transport,
} from '../../electron/ports.ts'

/** A wire to a panel in this process. */
export interface PanelWire extends Transport {
  /** While it is cut, nothing gets out, and the connection of what is under way drops; the panel goes on with that. */
  cut: boolean
  /** While it is so, whoever answers shows a certificate that does not verify, and nothing is sent. */
  untrusted: boolean
  /** Every request that reached the panel, in order. */
  readonly sent: {
    readonly path: string
    readonly api: 'panel' | 'user'
    /** The hash in whose session it came. */
    readonly hash: string | undefined
    /** When it left, and when it arrived. */
    readonly left: number
    readonly at: number
    /** When its answer came back, or the connection dropped; Infinity until then. */
    back: number
    /** Whether what it asked for came back: not where that was refused or spoilt, or nobody waited for it any more. */
    came: boolean
    readonly body: Record<string, unknown>
  }[]
  /** Whose each hash is that the panel has given: `panel`, or `user` and the user's id. */
  readonly given: ReadonlyMap<string, string>
  /** Requests that have left and that the panel has not answered yet. */
  readonly underWay: number
}

/** Whether an answer is what was asked for, and whole; not by taking it apart, since there are large ones. */
const isWell = (body: string): boolean => body.startsWith('{"success":true') && body.endsWith('}')

/** What a request asks for by name; of a file, its text. */
function bodyOf({ headers, body }: PanelPost): Record<string, unknown> {
  const type = headers['Content-Type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return JSON.parse(body) as Record<string, unknown>
  return Object.fromEntries(
    formDataParameters(body, type).map(([name, value]) => [name, typeof value === 'string' ? value : value.text]),
  )
}

/** Milliseconds that a request takes to the panel, and its answer back. */
const oneWay = 20

/**
 * Carries requests from a computer to a panel as a function, in true time and with every way in which a wire can fail.
 * What comes back to a computer that sleeps is there when it wakes; its time-outs go by its own clock.
 */
export function panelWire(panel: DemoPanel, clock: Clock, computer: SimComputer): PanelWire {
  let underWay = 0
  const given = new Map<string, string>()
  /** Aborted while the wire is cut. */
  let cutting = new AbortController()

  /** The few addresses that there are, taken apart once. */
  const paths = new Map<string, string>()
  function pathOf(url: string): string {
    const path = paths.get(url) ?? new URL(url).pathname
    paths.set(url, path)
    return path
  }

  /** Takes in a hash that the panel gives; an answer that is none says nothing. */
  function remember({ path, body }: PanelWire['sent'][number], answer: string): void {
    if (path !== 'account/auth' && path !== 'user/session/create') return
    const [, hash] = /"hash":"(\w+)"/.exec(answer) ?? []
    if (hash !== undefined) given.set(hash, path === 'account/auth' ? 'panel' : `user ${String(body['user_id'])}`)
  }

  async function carry(request: PanelPost, isWaitedFor: () => boolean): Promise<PanelReply> {
    const left = clock.now()
    await clock.sleep(oneWay)
    const path = pathOf(request.url)
    const sent = {
      path: path.replace('/v2/panel/', ''),
      api: path.startsWith('/v2/panel/') ? ('panel' as const) : ('user' as const),
      hash: request.headers['Authorization']?.replace('NVX ', ''),
      left,
      at: clock.now(),
      back: Infinity,
      came: false,
      body: bodyOf(request),
    }
    wire.sent.push(sent)
    const pending = panel.receive({
      method: 'POST',
      path,
      headers: { 'content-type': request.headers['Content-Type'], authorization: request.headers['Authorization'] },
      body: request.body,
    })
    if (pending.delay > 0) await clock.sleep(pending.delay)
    const outcome = pending.act()
    if (outcome.outcome === 'answer') remember(sent, outcome.body)
    await clock.sleep(oneWay + (outcome.outcome === 'answer' ? outcome.delay : 0))
    sent.back = clock.now()
    if (outcome.outcome === 'drop') throw new TransportError('cut-short', true)
    if (outcome.status >= 300 && outcome.status < 400) throw new TransportError('redirect', true)
    sent.came = isWaitedFor() && isWell(outcome.body)
    return outcome
  }

  const wire: PanelWire = {
    get cut() {
      return cutting.signal.aborted
    },
    set cut(cut) {
      if (cut) cutting.abort(noLongerWanted)
      else if (cutting.signal.aborted) cutting = new AbortController()
    },
    untrusted: false,
    sent: [],
    given,
    get underWay() {
      return underWay
    },
    async post(request) {
      if (request.signal?.aborted) throw new TransportError('aborted', false)
      if (wire.cut) throw new TransportError('unreachable', false)
      if (wire.untrusted) throw new TransportError('certificate', false)
      underWay += 1
      const giveUp = new AbortController()
      // The panel goes on working on a request that was given up.
      let isWaitedFor = true
      const carried = carry(request, () => isWaitedFor).finally(() => {
        underWay -= 1
        giveUp.abort(noLongerWanted)
      })
      const timedOut = computer.sleep(request.timeout, giveUp.signal).then(
        () => Promise.reject(new TransportError('timed-out', true)),
        () => carried,
      )
      let deaf = (): void => undefined
      const over = new Promise<never>((_resolve, reject) => {
        const ends = [
          [request.signal, () => reject(new TransportError('aborted', true))],
          [cutting.signal, () => reject(new TransportError('cut-short', true))],
        ] as const
        for (const [signal, end] of ends) signal?.addEventListener('abort', end)
        deaf = () => {
          for (const [signal, end] of ends) signal?.removeEventListener('abort', end)
        }
      })
      carried.catch(() => undefined)
      return Promise.race([carried, timedOut, over]).finally(() => {
        isWaitedFor = false
        deaf()
        return computer.awake()
      })
    },
  }
  return wire
}

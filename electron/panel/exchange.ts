import { z } from 'zod'
import type { Clock, PanelReply, Transport } from '../ports.ts'
import { TransportError } from '../ports.ts'
import { hostOf } from './address.ts'
import { noAnswer, refusal, wireFailure } from './failure.ts'
import type { PanelFailure, Purpose } from './failure.ts'
import type { Limiter } from './limiter.ts'
import { redact } from './redact.ts'

/** What the panel said to a request that went well. */
export interface PanelAnswer {
  readonly json: Record<string, unknown>
  readonly httpStatus: number
  /** Milliseconds from the request to the end of the answer. */
  readonly took: number
}

/** One request, sent exactly once. */
export interface ExchangeOptions {
  readonly purpose: Purpose
  /** The session's hash, for every request but the one that asks for it. */
  readonly hash?: string
  /** What must not be repeated from an answer, beside the hash. */
  readonly secrets?: readonly string[]
  /** Milliseconds until it is given up. */
  readonly timeout: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Posts to a panel and reads what it says; the caller has waited for the limiter. Throws {@link PanelFailure}; a read
 * that its signal ends rejects with the signal's reason.
 */
export type Exchange = (path: string, body: object, options: ExchangeOptions) => Promise<PanelAnswer>

/** Exchanges with the panel at a base address, telling the limiter how they go. */
export function createExchange({
  baseUrl,
  transport,
  clock,
  limiter,
}: {
  baseUrl: string
  transport: Transport
  clock: Clock
  limiter: Limiter
}): Exchange {
  const host = hostOf(baseUrl)

  return async (path, body, { purpose, hash, secrets = [], timeout, signal }) => {
    const known = hash === undefined ? secrets : [hash, ...secrets]
    const began = clock.monotonic()
    const reply = await transport
      .post({
        url: `${baseUrl}/panel/${path}`,
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'Accept-Encoding': 'identity',
          ...(hash === undefined ? {} : { Authorization: `NVX ${hash}` }),
        },
        body: JSON.stringify(body),
        timeout,
        ...(signal ? { signal } : {}),
      })
      .catch((error: unknown) => {
        if (!(error instanceof TransportError)) throw error
        if (purpose !== 'change') signal?.throwIfAborted()
        throw wireFailure(purpose, error, host)
      })
    const took = Math.round(clock.monotonic() - began)
    const read = readReply(purpose, reply, { host, known, took })
    if (reply.status === 429 || read.failure?.code === 15) limiter.tooMany()
    else limiter.fine()
    if (read.failure) throw read.failure
    return { json: read.json, httpStatus: reply.status, took }
  }
}

/** How the panel says no: `{"success": false, "status": {"code", "description"}, "errors"?, …}`. */
const refused = z.object({
  status: z.object({
    code: z.coerce.number().pipe(z.int()),
    description: z.string().catch(''),
  }),
  errors: z.array(z.object({ parameter: z.string().catch(''), error: z.string().catch('') })).catch([]),
})

/** Longest text of the panel that is kept, in characters. */
const mostWords = 500

type ReadReply =
  { readonly json: Record<string, unknown>; readonly failure?: undefined } | { readonly failure: PanelFailure }

function readReply(
  purpose: Purpose,
  reply: PanelReply,
  { host, known, took }: { host: string; known: readonly string[]; took: number },
): ReadReply {
  const httpStatus = reply.status
  const parsed = parseJson(reply.body)
  if (parsed === undefined) {
    const meantJson = reply.body.trim() === '' || /^\s*[{[]/.test(reply.body) || reply.contentType.includes('json')
    return { failure: noAnswer(purpose, { problem: meantJson ? 'cut-short' : 'not-a-panel', httpStatus, host, took }) }
  }
  const json = isObject(parsed) ? parsed : undefined
  if (json?.success === true) {
    const well = httpStatus >= 200 && httpStatus < 300
    return well ? { json } : { failure: noAnswer(purpose, { problem: 'not-a-panel', httpStatus, host, took }) }
  }
  const no = refused.safeParse(json)
  if (!no.success) return { failure: noAnswer(purpose, { problem: 'not-a-panel', httpStatus, host, took }) }
  const { status, errors } = no.data
  const details = errors.map(({ parameter, error }) => (parameter === '' ? error : `${parameter}: ${error}`))
  const words = [status.description, ...details].filter((part) => part !== '').join('; ')
  return {
    failure: refusal(purpose, {
      code: status.code,
      words: String(redact(words, known)).slice(0, mostWords),
      httpStatus,
      answer: redact(json, known),
      host,
      took,
    }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Not by zod, which would copy every page of a pull. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { z } from 'zod'
import type { Clock, PanelReply, Transport } from '../ports.ts'
import { TransportError } from '../ports.ts'
import { hostOf } from './address.ts'
import type { Api } from './api.ts'
import type { ApiName } from './endpoint.ts'
import { fileForm, type PanelFile } from './file-form.ts'
import { noAnswer, refusal, wireFailure } from './failure.ts'
import type { PanelFailure, Purpose } from './failure.ts'
import type { KnownSecrets } from './known-secrets.ts'
import type { Limiter } from './limiter.ts'

declare const ofApi: unique symbol
/** The secret of a session at one API: no other API's exchange takes it. */
export type Hash<Name extends ApiName> = string & { readonly [ofApi]: Name }

/** A hash as an API gives it. */
export function hashShape<Name extends ApiName>() {
  return z
    .string()
    .regex(/^[!-~]+$/)
    .transform((text) => text as Hash<Name>)
}

/** What the panel said to a request that went well. */
export interface PanelAnswer {
  readonly json: Record<string, unknown>
  readonly httpStatus: number
  /** Milliseconds from the request to the end of the answer. */
  readonly took: number
}

/** One request, sent exactly once. */
export interface ExchangeOptions<Name extends ApiName> {
  readonly purpose: Purpose
  /** The session's hash, for every request but the one that asks for it. */
  readonly hash?: Hash<Name>
  /** What must not be repeated from an answer, in addition to every hash. */
  readonly secrets?: readonly string[]
  /** What is sent in place of the body. */
  readonly file?: PanelFile | undefined
  /** Milliseconds until it is given up. */
  readonly timeout: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Posts to an API and reads what it says; the caller has waited for the limiter. Throws {@link PanelFailure}; a read
 * that its signal ends rejects with the signal's reason.
 */
export type Exchange<Name extends ApiName> = (
  path: string,
  body: object,
  options: ExchangeOptions<Name>,
) => Promise<PanelAnswer>

/** Exchanges with one API of the panel at a base address, telling the limiter how they go. */
export function createExchange<Name extends ApiName>({
  baseUrl,
  api,
  transport,
  clock,
  limiter,
  known,
}: {
  baseUrl: string
  api: Pick<Api<Name, unknown>, 'path' | 'authorization'>
  transport: Transport
  clock: Clock
  limiter: Limiter
  known: KnownSecrets
}): Exchange<Name> {
  const host = hostOf(baseUrl)

  return async (path, body, { purpose, hash, secrets = [], file, timeout, signal }) => {
    const hide = (value: unknown) => known.hide(value, hash === undefined ? secrets : [hash, ...secrets])
    const sent = file ? fileForm(file) : { contentType: 'application/json', body: JSON.stringify(body) }
    const began = clock.monotonic()
    const reply = await transport
      .post({
        url: `${baseUrl}/${api.path}${path}`,
        headers: {
          'Content-Type': sent.contentType,
          Accept: 'application/json',
          'Accept-Encoding': 'identity',
          ...(hash === undefined ? {} : { Authorization: api.authorization(hash) }),
        },
        body: sent.body,
        timeout,
        ...(signal ? { signal } : {}),
      })
      .catch((error: unknown) => {
        if (!(error instanceof TransportError)) throw error
        if (purpose !== 'change') signal?.throwIfAborted()
        throw wireFailure(purpose, error, host)
      })
    const took = Math.round(clock.monotonic() - began)
    const read = readReply(purpose, reply, { host, hide, took })
    if (read.failure?.code === tooManyRequests) limiter.tooMany('principal')
    // Not said by the API: what stands before it knows addresses and nobody's name.
    else if (reply.status === 429) limiter.tooMany('address')
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

/** The code by which an API says that it is asked too much. (panel-api.md, section 1) */
const tooManyRequests = 15

/** Longest text of the panel that is kept, in characters. */
const mostWords = 500

type ReadReply =
  { readonly json: Record<string, unknown>; readonly failure?: undefined } | { readonly failure: PanelFailure }

function readReply(
  purpose: Purpose,
  reply: PanelReply,
  { host, hide, took }: { host: string; hide: (value: unknown) => unknown; took: number },
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
      words: String(hide(words)).slice(0, mostWords),
      httpStatus,
      answer: hide(json),
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

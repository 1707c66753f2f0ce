import { z } from 'zod'
import { Refusal } from './errors.ts'
import { formDataParameters } from './form-data.ts'

/** A request as it comes over the wire, with everything that the panel looks at. */
export interface PanelRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What follows the `?`, encoded. */
  readonly query?: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** Parameters by name, before the method looks at them: any JSON value, or text from a form or a query. */
export type RawParameters = Readonly<Record<string, unknown>>

/**
 * The method that a path asks for, such as `tracker/list`, or null where the path is not of the panel. `/v2` may be
 * missing, as on one's own installation, and a slash may stand at the end. (panel-getting-started.txt)
 */
export function methodPath(path: string): string | null {
  return /^(?:\/v2)?\/panel\/([a-z_/]+?)\/*$/.exec(path)?.[1] ?? null
}

/** The method of the User API that a path asks for, such as `task/list`; null where it is not of that API. */
export function userMethodPath(path: string): string | null {
  if (methodPath(path) !== null) return null
  return /^(?:\/v2)?\/([a-z_/]+?)\/*$/.exec(path)?.[1] ?? null
}

/**
 * The parameters of a request, from the query and from a body of JSON or of a form, of which files are part; the body has the last word, and a
 * parameter that is null is absent. Refuses with 5 what cannot be read and with 112 other methods than GET and POST.
 */
export function parametersOf({ method, query, headers, body }: PanelRequest): RawParameters {
  if (method !== 'GET' && method !== 'POST') throw new Refusal(112)
  const parameters = new Map<string, unknown>(new URLSearchParams(query ?? ''))
  for (const [name, value] of bodyParameters(method === 'GET' ? '' : body, headers['content-type'] ?? '')) {
    parameters.set(name, value)
  }
  for (const [name, value] of parameters) if (value === null) parameters.delete(name)
  return Object.fromEntries(parameters)
}

function bodyParameters(body: string, contentType: string): Iterable<[string, unknown]> {
  if (body.trim() === '') return []
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return new URLSearchParams(body)
  if (/^multipart\/form-data\b/i.test(contentType)) return formDataParameters(body, contentType)
  if (!/^application\/json\b/i.test(contentType)) throw new Refusal(5)
  const parsed = jsonObject.safeParse(body)
  if (!parsed.success) throw new Refusal(5)
  return Object.entries(parsed.data)
}

const jsonObject = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), z.unknown()))

/** The hash of a session: from the header `Authorization: NVX <hash>`, else from the parameter `hash`. */
export function hashOf(headers: PanelRequest['headers'], parameters: RawParameters): string | undefined {
  const header = /^NVX\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1]
  if (header !== undefined) return header
  return typeof parameters['hash'] === 'string' ? parameters['hash'] : undefined
}

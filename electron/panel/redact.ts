import { hideSecrets, redacted } from './secret-text.ts'

export { redacted }

const secretKey = /(?:hash|password|authorization|token|secret|command|(?:^|[_-]|api)key)$/i

/**
 * A copy for logs and the journal in which every secret is replaced: whatever stands under a key such as `hash`,
 * `password`, `Authorization`, `key`, `token` or `command`, at any depth, in text that holds JSON, a query or a header;
 * and each of `known`, wherever it occurs.
 */
export function redact(value: unknown, known: readonly string[] = []): unknown {
  return redactValue(value, { known: known.filter((secret) => secret !== ''), above: new Set() })
}

interface Context {
  readonly known: readonly string[]
  /** The objects that we are inside of, against circles. */
  readonly above: Set<object>
}

function redactValue(value: unknown, context: Context): unknown {
  if (typeof value === 'string') return redactText(value, context)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (context.above.has(value)) return '[circle]'
  if (ArrayBuffer.isView(value)) return '[bytes]'
  context.above.add(value)
  try {
    if (Array.isArray(value)) return value.map((entry) => redactValue(entry, context))
    if (value instanceof Map) return redactEntries([...(value as Map<unknown, unknown>)], context)
    if (value instanceof Set) return [...(value as Set<unknown>)].map((entry) => redactValue(entry, context))
    return redactEntries(value instanceof Error ? errorEntries(value) : Object.entries(value), context)
  } finally {
    context.above.delete(value)
  }
}

function redactEntries(entries: readonly (readonly [unknown, unknown])[], context: Context): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const name = redactText(String(key), context)
      return [name, secretKey.test(name) ? redacted : redactValue(value, context)]
    }),
  )
}

/** Message, stack and cause are not enumerable, and yet they are what a log is read for. */
function errorEntries(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error
  return [
    ...Object.entries({ name, message, stack }),
    ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]),
    ...Object.entries(error).filter(([key]) => key !== 'name'),
  ]
}

function redactText(text: string, context: Context): string {
  const withoutKnown = context.known.reduce((rest, secret) => rest.replaceAll(secret, redacted), text)
  return redactJson(withoutKnown, context) ?? hideSecrets(withoutKnown)
}

/** The text, redacted, where it is JSON with something to hide; otherwise undefined, lest plain text be rewritten. */
function redactJson(text: string, context: Context): string | undefined {
  if (!/^\s*[{["]/.test(text)) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    const hidden = JSON.stringify(redactValue(parsed, context))
    return hidden === JSON.stringify(parsed) ? undefined : hidden
  } catch {
    return undefined
  }
}

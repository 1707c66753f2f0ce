/** What stands where a secret stood. */
export const redacted = '•••'

const names = '[\\w-]*(?:hash|password|authorization|token|secret|command)|(?:[\\w-]*[_-]|api)?key'
/** The name that stands in quotes before a value in JSON: all of it. */
const secretName = new RegExp(`^(?:${names})$`, 'i')
/** `name=secret` as in a query or a form. */
const inQuery = new RegExp(`(^|[^\\w-])(${names})=[^&\\s"'<>]*`, 'gi')
/** `Authorization: NVX secret`, and the credential by itself. */
const inHeader = /\b(authorization\s*:)[^\r\n]*|\b(NVX)\s+\S+/gi

const word = /[\w-]*/y
const backslashes = /\\*/y
const colon = /\s*:\s*/y
const bareValue = /[^\s,}\]]+/y

/** Where what `pattern`, a sticky one, matches at `at` ends; -1 where it does not match there. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** How many backslashes stand right before `at`, none of them before `from`. */
function backslashesBefore(text: string, at: number, from: number): number {
  let start = at
  while (start > from && text[start - 1] === '\\') start -= 1
  return at - start
}

/** Where the secret is that stands under the name which the quote at `quote` opens; null where it opens none. */
function secretUnder(text: string, quote: number, escapes: number): { from: number; to: number } | null {
  const nameEnd = endOf(word, text, quote + 1)
  if (!secretName.test(text.slice(quote + 1, nameEnd))) return null
  // The closing quote tells how often this JSON has been put into JSON; what is before the opening one may be more.
  const closing = endOf(backslashes, text, nameEnd)
  const depth = closing - nameEnd
  if (text[closing] !== '"' || depth > escapes) return null
  const from = endOf(colon, text, closing + 1)
  if (from < 0) return null
  const opening = endOf(backslashes, text, from)
  if (text[opening] !== '"' || opening - from !== depth) {
    const to = endOf(bareValue, text, from)
    return to < 0 ? null : { from, to }
  }
  for (let last = opening + 1; ;) {
    const end = text.indexOf('"', last)
    // What is cut off counts to the end.
    if (end < 0) return { from, to: text.length }
    if (backslashesBefore(text, end, last) === depth) return { from, to: end + 1 }
    last = end + 1
  }
}

/** `"name": "secret"` within a longer text, however often it was escaped. */
function hideInJson(text: string): string {
  const parts: string[] = []
  let kept = 0
  for (let quote = text.indexOf('"'), from = 0; quote >= 0; quote = text.indexOf('"', from)) {
    const secret = secretUnder(text, quote, backslashesBefore(text, quote, from))
    if (secret) {
      parts.push(text.slice(kept, secret.from), redacted)
      kept = secret.to
    }
    from = secret?.to ?? quote + 1
  }
  return parts.join('') + text.slice(kept)
}

/**
 * A text that may hold JSON, a query or a header anywhere, with every secret in it replaced. Goes over the text once,
 * whatever stands in it: an answer of some panel is somebody else's text.
 */
export function hideSecrets(text: string): string {
  return hideInJson(text)
    .replace(inQuery, `$1$2=${redacted}`)
    .replace(inHeader, (_match, header?: string, scheme?: string) => `${header ?? scheme} ${redacted}`)
}

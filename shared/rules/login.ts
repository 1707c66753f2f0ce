import { tidyIdentifier } from './identifier.ts'

/** The address in a text such as `mailto:anna@example.com` or `Anna <anna@example.com>`; any other text tidied alone. */
export function tidyLogin(text: string): string {
  const bare = tidyIdentifier(text)
  const inBrackets = /^[^<>]*<([^<>]+@[^<>]+)>$/.exec(bare)
  const address = (inBrackets?.[1] ?? bare).trim()
  const link = /^mailto:([^?]+)/i.exec(address)
  return (link?.[1] ?? address).trim()
}

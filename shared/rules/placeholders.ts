import type { Problem } from '../problem.ts'

/** What a command can name of the tracker to which it goes, and the field of the tracker that holds it. */
export const placeholders = { imei: 'deviceId', label: 'label', phone: 'phone', id: 'panelId' } as const
type Name = keyof typeof placeholders

/** A tracker, as far as it is named in commands. */
export type Named = Readonly<Partial<Record<(typeof placeholders)[Name], string | number | null>>>

// A word in braces alone: what is sent as JSON has other things in them. Two braces stand for one.
const inBraces = /\{\{([a-z_]+)\}\}|\{([a-z_]+)\}/giu

const isName = (word: string): word is Name => Object.hasOwn(placeholders, word)

/** The first placeholder of a command that there is none of; null where all are known. */
export function checkPlaceholders(command: string): Problem | null {
  for (const [, , word] of command.matchAll(inBraces)) {
    if (word === undefined || isName(word.toLowerCase())) continue
    const known = Object.keys(placeholders).map((name) => `{${name}}`)
    return { code: 'placeholder-unknown', values: { value: `{${word}}`, known: known.join(', ') } }
  }
  return null
}

/** A command as it goes to a tracker; null where that lacks what one of its placeholders names. */
export function filledIn(command: string, tracker: Named): string | null {
  let isLacking = false
  const filled = command.replace(inBraces, (whole, literal: string | undefined, word: string | undefined) => {
    if (literal !== undefined) return `{${literal}}`
    const name = word?.toLowerCase() ?? ''
    if (!isName(name)) return whole
    const value = String(tracker[placeholders[name]] ?? '')
    isLacking ||= value === ''
    return value
  })
  return isLacking ? null : filled
}

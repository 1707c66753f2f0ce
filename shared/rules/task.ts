import type { Problem } from '../problem.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import { textOf } from '../sheets/column-edit.ts'
import { isInvisible, tidyIdentifier } from './identifier.ts'
import { checkPrintable } from './text.ts'

// The rules for what a route or a checkpoint says of itself. (user-tasks-openapi.json, Task; panel-additions.md, B)

/** Longest texts that the panel takes, in characters. */
export const longestOf = { label: 200, description: 1024, externalId: 100 } as const

/** What a stop's numbers may be: metres and minutes. */
export const rangeOf = { radius: [1, 300_000], minutes: [0, 512_000] } as const

/** How far around a stop one has arrived, in metres, where nobody says it. */
export const usualRadius = 150

function checkLength(text: string, most: number): Problem | null {
  return text.length > most ? { code: 'text-long', values: { length: text.length, most } } : null
}

/** The rule for the label of a route or a checkpoint: 1 to 200 characters, and something to be seen. */
export function checkTaskLabel(label: string): Problem | null {
  if (isInvisible(label)) return { code: 'name-empty' }
  return checkLength(label, longestOf.label) ?? checkPrintable(label)
}

/** The rule for a description: up to 1,024 characters; it may be empty, and have lines. */
export function checkDescription(text: string): Problem | null {
  return checkLength(text, longestOf.description) ?? checkPrintable(text, 'lines')
}

/** The rule for an external id: up to 100 characters; empty where there is none. */
export function checkExternalId(text: string): Problem | null {
  return checkLength(text, longestOf.externalId) ?? checkPrintable(text)
}

/** The rule for an address: what can be printed. No maximum is documented. */
export function checkAddress(text: string): Problem | null {
  return checkPrintable(text)
}

/** A whole number as it is written, with blanks between its thousands or without; any other text as it is. */
export function readWhole(text: string): number | string {
  const bare = tidyIdentifier(text).replace(/(?<=\d)\s(?=\d{3}(?!\d))/g, '')
  return /^-?\d{1,9}$/.test(bare) ? Number(bare) : text
}

/** The rule for a whole number between two others, both included. */
export function checkWhole(value: CellValue, [least, most]: readonly [number, number]): Problem | null {
  if (typeof value !== 'number') return { code: 'not-a-number', values: { value: textOf(value) } }
  return value < least || value > most ? { code: 'number-range', values: { value, least, most } } : null
}

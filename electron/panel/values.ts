// What stands in an answer of a panel, as we take it: see answers.ts.

/** An object of an answer. */
export type Row = Readonly<Record<string, unknown>>

/** A text; numbers, which some versions give for identifiers, keep their digits. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A finite number, also where it is given as text. */
export function number(value: unknown): number {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : 0
}

/** A whole number that can be held exactly, or null. */
export function wholeOrNull(value: unknown): number | null {
  const found = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : null
}

/** A whole number; 0 where there is none. */
export function whole(value: unknown): number {
  return wholeOrNull(value) ?? 0
}

/** Whether a flag is set. */
export function yes(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1'
}

/** The same; null where it was not shown. */
export function yesOrNull(value: unknown): boolean | null {
  return value === undefined || value === null || value === '' ? null : yes(value)
}

/** An object; null where it is none. */
export function row(value: unknown): Row | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null
}

/** An object that was not shown. */
export const nothing: Row = {}

/** A panel's id: a positive whole number. Without one, nothing can be done with a row. */
export function id(value: unknown): number | null {
  const found = wholeOrNull(value)
  return found !== null && found > 0 ? found : null
}

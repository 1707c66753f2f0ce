import type { z } from 'zod'
import type { Problem, ProblemCode } from './problem.ts'

/**
 * What is kept as JSON for long, and may be read by an earlier or a later program than wrote it: parameters of
 * operations, undo steps, mappings, saved views, looks.
 */
export interface Versioned<Value> {
  /** The version that this program writes; a change of the shape counts it up. */
  readonly version: number
  readonly shape: z.ZodType<Value>
  /** By each earlier version: makes what was kept in it into what the version after it keeps. */
  readonly upgrade?: Upgrades | undefined
}

export type Upgrades = Readonly<Record<number, (kept: unknown) => unknown>>

/** What was kept, in the present version; or why this program cannot read it. */
export type Read<Value> = { readonly value: Value } | { readonly unreadable: Problem }

/** Why something that was kept cannot be read: it is left as it is, shown with the reason, and nothing is done with it. */
export const unreadableCodes = [
  'kept-newer',
  'kept-no-json',
  'kept-misfit',
  'kept-damaged',
  'kind-unknown',
] as const satisfies readonly ProblemCode[]

/** Whether a problem says that something cannot be read. */
export function isUnreadable({ code }: Problem): boolean {
  return (unreadableCodes as readonly ProblemCode[]).includes(code)
}

/** What was read, or something else where nothing was kept, or nothing that this version can read. */
export function readOr<Value, Otherwise>(read: Read<Value> | null, otherwise: Otherwise): Value | Otherwise {
  return read && 'value' in read ? read.value : otherwise
}

/** Reads what was kept in some version. Never throws, and never leaves a field out: what it does not know does not fit. */
export function readVersioned<Value>(
  { version: present, shape, upgrade }: Versioned<Value>,
  version: number,
  text: string,
): Read<Value> {
  if (version > present) return { unreadable: { code: 'kept-newer', values: { version } } }
  try {
    let kept: unknown = JSON.parse(text)
    for (let from = version; from < present; from++) {
      const next = upgrade?.[from]
      if (!next) return { unreadable: { code: 'kept-misfit', values: { place: 'version' } } }
      kept = next(kept)
    }
    const parsed = shape.safeParse(kept)
    const place = parsed.success ? lostIn(kept, parsed.data) : parsed.error.issues[0]?.path.join('.')
    if (parsed.success && place === null) return { value: parsed.data }
    return { unreadable: { code: 'kept-misfit', ...(place ? { values: { place } } : {}) } }
  } catch (error) {
    // An upgrade may stumble over what was never in that version's shape.
    return { unreadable: { code: error instanceof SyntaxError ? 'kept-no-json' : 'kept-misfit' } }
  }
}

/** Where a field was kept that the shape does not know, and that would be lost with what comes of it; null: nowhere. */
function lostIn(kept: unknown, value: unknown): string | null {
  if (typeof kept !== 'object' || kept === null || typeof value !== 'object' || value === null) return null
  // Asked of every row of a long step: the place is put together only where there is one, from within.
  for (const name of Object.keys(kept)) {
    if (!Object.hasOwn(value, name)) return name
    const lost = lostIn((kept as Record<string, unknown>)[name], (value as Record<string, unknown>)[name])
    if (lost !== null) return `${name}.${lost}`
  }
  return null
}

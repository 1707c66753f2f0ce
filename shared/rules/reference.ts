import type { Problem, ProblemCode } from '../problem.ts'
import { tidyIdentifier } from './identifier.ts'
import { tidyLogin } from './login.ts'

/** What a cell can hold the id of. */
export const references = ['plan', 'user', 'equipment', 'tracker'] as const
export type Reference = (typeof references)[number]

/** Something that a cell can hold the id of. */
export interface Referent {
  readonly id: number
  /** By this it is shown in a cell: a plan's name, a user's login, an equipment's name. */
  readonly name: string
  /** What else it is called, such as a user's first and last name. */
  readonly otherNames: readonly string[]
}

/** A tracker as a cell names it: by its label, or by the device's id. */
export function trackerReferent(tracker: {
  readonly panelId: number
  readonly label: string
  readonly deviceId: string
}): Referent {
  const { panelId, label, deviceId } = tracker
  return { id: panelId, name: label, otherNames: [deviceId].filter((other) => other !== '') }
}

/** What a text names: the id, or why that cannot be told. */
export type Named = { readonly id: number } | { readonly problem: Problem }

const codes: Readonly<Record<Reference, { readonly unknown: ProblemCode; readonly ambiguous: ProblemCode }>> = {
  plan: { unknown: 'plan-unknown', ambiguous: 'plan-ambiguous' },
  user: { unknown: 'owner-unknown', ambiguous: 'owner-ambiguous' },
  equipment: { unknown: 'equipment-unknown', ambiguous: 'equipment-ambiguous' },
  tracker: { unknown: 'driver-unknown', ambiguous: 'driver-ambiguous' },
}

/** So many candidates are named. */
const mostCandidates = 5
/** So much of a text is repeated in a problem. */
const mostText = 100

const tidied: Readonly<Record<Reference, (text: string) => string>> = {
  plan: tidyIdentifier,
  user: tidyLogin,
  equipment: tidyIdentifier,
  tracker: tidyIdentifier,
}

/** A name as it is compared: without what programs put around it, and upper and lower case alike. */
export function nameKey(reference: Reference, text: string): string {
  return tidied[reference](text).toLowerCase()
}

/** The id that a text is written as, `12` or `#12`; null for any other text. */
export function idIn(text: string): number | null {
  const [, digits] = /^#?([1-9]\d{0,14})$/.exec(tidyIdentifier(text)) ?? []
  return digits === undefined ? null : Number(digits)
}

/** How one of several with the same name is called without doubt: it is read back as that very one. */
export function idText(id: number): string {
  return `#${id}`
}

/** The problem of a text that names nothing that is known. */
export function unknownReference(reference: Reference, text: string): Problem {
  return { code: codes[reference].unknown, values: { value: text.slice(0, mostText) } }
}

/**
 * Makes ready to find out what texts name among these; those that bear none of the names may be left out. An id or the
 * name that cells show goes before anything else that something is called by. Where several fit, the one whose shown
 * name is the text letter by letter is meant, unless the text is the id of another; else it is ambiguous, and never
 * guessed. With `#` before it, a number is an id and nothing else.
 */
export function namedAmong(reference: Reference, referents: readonly Referent[]): (text: string) => Named {
  const byId = new Map(referents.map((referent) => [referent.id, referent]))
  const byName = new Map<string, Referent[]>()
  const byOtherName = new Map<string, Referent[]>()
  // One may be handed over twice: found by its id, and by its name.
  for (const referent of byId.values()) {
    put(byName, nameKey(reference, referent.name), referent)
    for (const name of new Set(referent.otherNames.map((one) => nameKey(reference, one)))) {
      put(byOtherName, name, referent)
    }
  }

  return (text) => {
    const id = idIn(text)
    const numbered = id === null ? undefined : byId.get(id)
    if (tidyIdentifier(text).startsWith('#') && id !== null) {
      return numbered ? { id: numbered.id } : { problem: unknownReference(reference, text) }
    }
    const key = nameKey(reference, text)
    const named = key === '' ? [] : (byName.get(key) ?? [])
    const first = [...new Set([...(numbered ? [numbered] : []), ...named])]
    const found = first.length > 0 || key === '' ? first : (byOtherName.get(key) ?? [])
    const exact = numbered ? [] : found.filter(({ name }) => name === text)
    const [only, ...others] = exact.length === 1 ? exact : found
    if (!only) return { problem: unknownReference(reference, text) }
    if (others.length === 0) return { id: only.id }
    const candidates = [only, ...others].slice(0, mostCandidates).map((one) => `${one.name} (${idText(one.id)})`)
    if (found.length > mostCandidates) candidates.push('…')
    const values = { value: text.slice(0, mostText), candidates: candidates.join(', ') }
    return { problem: { code: codes[reference].ambiguous, values } }
  }
}

function put(map: Map<string, Referent[]>, key: string, referent: Referent): void {
  const others = map.get(key)
  if (others) others.push(referent)
  else map.set(key, [referent])
}

import { z } from 'zod'
import { problem, type Problem } from '../problem.ts'
import { unknownReference } from '../rules/reference.ts'
import { isMadeOf } from '../rules/text.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'

/**
 * The parameters of a kind that edits fields of a row: what they shall be, and what they were. Kinds of this
 * shape share everything that has to do with bases and conflicts.
 */
export function editParams<Fields extends z.ZodRawShape>(fields: Fields) {
  const some = z.object(fields).partial()
  return {
    /** Our id of the row. */
    row: z.int(),
    /** What it shall be, for the fields that a person touched. */
    set: some,
    /** What the panel held when the edit was made, for the same fields. */
    base: some,
    /**
     * Where a base is not what the panel held but what an earlier operation, not yet settled then, was to make it:
     * that operation's id. If it comes to nothing, its own base takes the place of this one's.
     */
    baseFrom: z.record(z.string(), z.int()).default({}),
  }
}

/** An id that a cell names, or the text that names nothing: such an edit is kept as it was typed, and never sent. */
export const reference = z.union([z.int(), z.string()])

/** The parameters of a kind of which some fields name something by its id. */
export const referenceParams = {
  /** Of fields that are still texts, since what they name could not be told: why. */
  unresolved: z.record(z.string(), problem).default({}),
}

const ofTracker = z.looseObject({ tracker: z.int() })

/** An edit as it was kept while only trackers could be edited: the row was called by what it is. */
export function rowOfTracker(kept: unknown): unknown {
  const { tracker, ...rest } = ofTracker.parse(kept)
  return { row: tracker, ...rest }
}

const values = z.record(z.string(), z.unknown())

/** An edit of whatever kind, for code that treats them all alike. What else the kind has is kept. */
export const anyEdit = z.looseObject({
  row: z.int(),
  set: values,
  base: values,
  baseFrom: z.record(z.string(), z.int()).default({}),
  unresolved: z.record(z.string(), problem).optional(),
})
export type AnyEdit = z.infer<typeof anyEdit>

/**
 * Parameters as an edit; null where their kind edits no cells. They have been parsed as their kind's, so those that have
 * these names have them by {@link editParams}: asked of every row of a long step, they are not parsed once more.
 */
export function editIn(params: unknown): AnyEdit | null {
  return isEdit(params) ? params : null
}

function isEdit(params: unknown): params is AnyEdit {
  return typeof params === 'object' && params !== null && inEveryEdit.every((name) => name in params)
}

const inEveryEdit: readonly (keyof AnyEdit)[] = ['row', 'set', 'base', 'baseFrom']

/** The fields of an edit in conflict for which nobody has yet said what they shall be. */
export function clashing(edit: Pick<AnyEdit, 'set' | 'base'>, theirs: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(theirs).filter((field) => edit.set[field] !== undefined && edit.base[field] !== theirs[field])
}

/**
 * What a row holds against an edit's base, field by field: neither what it was made against nor what is wanted. A
 * field that was not shown is undefined, and nothing is known against it.
 */
export function thirdValues(
  edit: Pick<AnyEdit, 'set'>,
  base: Readonly<Record<string, unknown>>,
  held: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const theirs = Object.entries(held).filter(
    ([field, value]) =>
      edit.set[field] !== undefined && value !== undefined && value !== base[field] && value !== edit.set[field],
  )
  return theirs.length > 0 ? Object.fromEntries(theirs) : null
}

/**
 * What the panel has made of texts that were set, by field; null where it holds them as they were. A text that is quite
 * another is somebody else's.
 */
export function madeOf(
  set: Readonly<Record<string, unknown>>,
  held: Readonly<Record<string, unknown>>,
): Record<string, string> | null {
  const made = Object.entries(set).flatMap(([field, given]) => {
    const kept = held[field]
    if (typeof given !== 'string' || typeof kept !== 'string' || kept === given) return []
    return isMadeOf(kept, given) ? [[field, kept] as const] : []
  })
  return made.length > 0 ? Object.fromEntries(made) : null
}

/**
 * Whether what a row holds shows that an edit took effect, each field as it was set or as the panel may have made of it.
 * What only stands as it did before shows nothing: "North" may be what is left of "North gate", or never have been it.
 */
export function showsEffect(
  { set, base }: Pick<AnyEdit, 'set' | 'base'>,
  held: Readonly<Record<string, unknown>>,
): boolean {
  const asked = Object.entries(set).filter(([, value]) => value !== undefined)
  const made = madeOf(set, held) ?? {}
  return (
    asked.every(([field, value]) => held[field] === value || field in made) &&
    asked.some(([field, value]) => held[field] === value || held[field] !== base[field])
  )
}

const resultWithMade = z.looseObject({ made: z.record(z.string(), z.string()) })

/** What an edit came to: what was set, as the panel is known to have kept it. */
export function keptBy({ set }: Pick<AnyEdit, 'set'>, result: unknown): Record<string, unknown> {
  const parsed = resultWithMade.safeParse(result)
  return parsed.success ? { ...set, ...parsed.data.made } : set
}

/** The first rule of a field's column that an edit breaks; null where it keeps them all. */
export function firstBroken(
  edits: Readonly<Record<string, ColumnEdit>>,
  set: Readonly<Record<string, unknown>>,
  unresolved: Readonly<Record<string, Problem>> = {},
): Problem | null {
  // Asked of every row of a long step, of which most set one field.
  for (const field of Object.keys(edits)) {
    const edit = set[field] === undefined ? undefined : edits[field]
    const problem = edit ? brokenBy(edit, shown(set[field]), unresolved[field]) : null
    if (problem) return problem
  }
  return null
}

/** The rule that a value breaks; of a text that names nothing, `unresolved` says why. */
export function brokenBy(
  { check, refersTo, list, secret, mayBeEmpty }: ColumnEdit,
  value: CellValue,
  unresolved?: Problem,
): Problem | null {
  const broken = check(value)
  if (list || secret) return broken && (unresolved ?? broken)
  if (broken || !refersTo || typeof value === 'number' || (mayBeEmpty && value === '')) return broken
  return unresolved ?? unknownReference(refersTo, String(value))
}

/** An edit's changes as they are shown: old → new, field by field. */
export function changesOf({ set, base }: Pick<AnyEdit, 'set' | 'base'>) {
  return Object.entries(set).map(([field, to]) => ({ field, from: shown(base[field]), to: shown(to) }))
}

function shown(value: unknown): CellValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

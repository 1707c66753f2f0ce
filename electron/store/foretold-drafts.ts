import { entityOf, isOwnId, laneOfRow, rowOfLane, type EntityName, type RowRef } from '../../shared/entities/entity.ts'
import {
  editsOf,
  isKindName,
  kindOf,
  kindsMadeWithParts,
  readParams,
  type KindName,
} from '../../shared/operations/catalogue.ts'
import { brokenBy } from '../../shared/operations/edit.ts'
import type { Seen } from '../../shared/operations/kind.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'

/** Values by the name of a field. */
export type Values = Readonly<Record<string, unknown>>

/** An operation as the journal has it, as far as a refusal of it is foretold. */
export interface JournalRow {
  readonly id: number
  readonly kind: string
  readonly version: number
  readonly params: string
  readonly state: string
  readonly broken: number
}

/** An operation among others on one row. */
export interface Shared {
  readonly id: number
  readonly state: OperationState
  readonly params: string
}

/** A draft, as far as a refusal of it is foretold. */
export interface Draft {
  readonly kind: KindName
  readonly params: unknown
  /** The row that it is about, and its lane. */
  readonly row: RowRef | null
  readonly lane: string | null
  /** All rows of its entity that it reaches. */
  readonly rows: readonly RowRef[]
  /** The operations before it on its row, and what they set together. */
  before: readonly number[]
  set: Values
  /** The rows of which it takes what they have, by their lanes, with the operations in those. */
  from: ReadonlyMap<string, readonly number[]>
  /** The operations by which they give it up. */
  after: readonly number[]
  /** What its rows hold, by their lanes. */
  held: ReadonlyMap<string, Values>
  /** What it goes in one request with, of a kind that makes a whole with its parts; null for all others. */
  readonly goesWith: string | null
  /** Why the panel would refuse that request for it. */
  clash: Problem | null
  /** By which values its kind asks for other rows that it depends on; null where it asks for none. */
  asked: readonly (string | number | null)[]
  /** These rows. */
  others: readonly (readonly Values[])[]
}

/** What all drafts are held against. */
export interface Surroundings extends Pick<Seen, 'plans' | 'equipment' | 'clockIn'> {
  /** The signed-in dealer. */
  readonly dealer: number | null
}

/** An operation as a draft that is looked at; null where it is none, or cannot be read, which is found by others. */
export function draftOf({ kind, version, params: text, state, broken }: JournalRow): Draft | null {
  if (state !== 'draft' || broken !== 0 || !isKindName(kind)) return null
  const read = readParams(kind, version, text)
  if ('unreadable' in read) return null
  const { entity, describe, lanes } = kindOf(kind)
  const { row: about } = describe(read.value)
  const row = about === undefined ? null : { entity, id: about }
  const rows = lanes(read.value).flatMap((lane) => rowOfLane(lane) ?? [])
  const lane = row && laneOfRow(row)
  return { ...alone, kind, params: read.value, row, lane, rows, goesWith: requestOf(kind, read.value) }
}

/** What has just been staged for a row for which nothing was, as the staging has it: nothing of it need be read again. */
export interface JustStaged {
  readonly id: number
  readonly kind: KindName
  readonly params: unknown
  readonly row: RowRef
  readonly lane: string
  /** All lanes that it is in. */
  readonly lanes: readonly string[]
  /** What the row holds, with all that refusals of this kind depend on. */
  readonly held: Values
}

/** As a draft; null where more has to be read: it reaches other rows, or goes in one request with others. */
export function draftAlone({ kind, params, row, lane, lanes, held }: JustStaged): Draft | null {
  for (const other of lanes) if (other !== lane && rowOfLane(other)) return null
  if (requestOf(kind, params) !== null) return null
  return { ...alone, kind, params, row, lane, rows: [row], goesWith: null, held: new Map([[lane, held]]) }
}

/** A draft that has been held against nothing yet: one for all, since there may be very many. */
const alone = {
  before: [],
  set: {},
  from: new Map(),
  after: [],
  clash: null,
  held: new Map(),
  asked: [],
  others: [],
} satisfies Partial<Draft>

/** What makes a whole with its parts, and each of these: the key of the request in which they go. */
function requestOf(kind: KindName, params: unknown): string | null {
  for (const { name, madeWith } of kindsMadeWithParts()) {
    if (name === kind || madeWith.kind === kind) return kindOf(kind).batchKey(params)
  }
  return null
}

/**
 * Which of the drafts that make a whole with its parts, oldest first, would have the request refused, each with the
 * reason. Once the whole is released, what follows goes by itself.
 */
export function clashesAmong(drafts: readonly Draft[]): Map<Draft, Problem> {
  const makers = kindsMadeWithParts()
  const maker = makers.find(({ name }) => drafts.some(({ kind }) => kind === name))
  const parts = drafts.filter(({ kind }) => kind === maker?.madeWith.kind)
  const found = maker?.madeWith.clashes?.(parts.map(({ params }) => params)) ?? []
  return new Map(found.map(({ at, problem }) => [parts[at]!, problem]))
}

/** Has a draft stand behind those operations on its row that go before it, and may set what it depends on. */
export function standBehind(draft: Draft, before: readonly Shared[]): void {
  draft.before = before.map(({ id }) => id)
  for (const { state, params } of before) {
    if (state === 'rejected' || state === 'conflict' || !draft.row) continue
    draft.set = { ...draft.set, ...setBy(draft.row.entity, params) }
  }
}

/** Of the operations on a row, the one by which it gives up what it has in a field; null where it keeps that, or gets it back. */
export function givesUp(
  { entity, field, value }: { readonly entity: EntityName; readonly field: string; readonly value: unknown },
  operations: readonly Shared[],
): number | null {
  let giving: number | null = null
  for (const { id, state, params } of operations) {
    if (state === 'rejected' || state === 'conflict') continue
    const set = setBy(entity, params)
    if (set[field] !== undefined) giving = set[field] === value ? null : (giving ?? id)
  }
  return giving
}

/** Why the panel would refuse a draft; null where nothing is known to speak against it. */
export function problemOf(draft: Draft, around: Surroundings): Problem | null {
  const { kind, params, rows, held, others, clash } = draft
  const { ownOnly: foreign, foretell } = kindOf(kind)
  const { plans, equipment, clockIn, dealer } = around
  const isOthers = ({ entity, id }: RowRef) => {
    const { dealerIn } = entityOf(entity)
    return dealerIn !== undefined && isForeign(held.get(laneOfRow({ entity, id }))?.[dealerIn], dealer)
  }
  if (foreign && rows.some(isOthers)) return { code: foreign }
  const seen = seenOf(draft)
  if (!seen || !foretell) return clash
  const why = foretell.why(params, seen, {
    plans,
    equipment,
    clockIn,
    others,
    isForeign: (whose) => isForeign(whose, dealer),
  })
  return why ?? clash
}

/** What its row is seen to hold, with what is staged before it; null where nothing is known of the row. */
export function seenOf({ row, lane, held, set }: Draft): Values | null {
  // Of a row that we are to make the panel holds nothing, and what others hold is known all the same.
  const seen = row && lane !== null && (held.get(lane) ?? (isOwnId(row.id) ? {} : undefined))
  if (!seen) return null
  return set === alone.set ? seen : { ...seen, ...set }
}

/** Whether a row is another dealer's. A panel that does not say whose it is gives 0: that is taken for our own. */
export const isForeign = (whose: unknown, own: number | null): boolean =>
  own !== null && typeof whose === 'number' && whose > 0 && whose !== own

/** What an edit sets, by the fields of the row that hold it; without what breaks a rule, which is never sent. */
function setBy(entity: EntityName, params: string): Values {
  const fields = editsOf(entity)
  return Object.fromEntries(
    Object.entries((parsed(params)?.['set'] ?? {}) as Values).flatMap(([field, value]) => {
      const edit = fields.get(field)?.edit
      const isCell = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      return edit && isCell && !brokenBy(edit, value) ? [[edit.heldIn ?? field, value]] : []
    }),
  )
}

/** JSON of an object; null for anything else, which is somebody else's matter. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

import {
  entityName,
  entityOf,
  laneOfRow,
  rowOfLane,
  type EntityName,
  type RowRef,
} from '../../shared/entities/entity.ts'
import {
  editsOf,
  isKindName,
  kindOf,
  knownKinds,
  readParams,
  type KindName,
} from '../../shared/operations/catalogue.ts'
import { brokenBy } from '../../shared/operations/edit.ts'
import type { Foretelling, Seen } from '../../shared/operations/kind.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Cache } from './cache.ts'
import type { Sqlite } from './database.ts'
import { watchForetold, type AtPlace, type WatchedPlace } from './foretold-watch.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * Finds drafts that the panel would refuse, by what it was last seen to hold: rows of another dealer, and what the
 * kinds themselves foretell. It ends with the pull that shows otherwise, so it is looked up and never written down: what
 * was read for each draft is remembered, and only what has been altered since is read again.
 */
export interface Foretold {
  /** By the drafts' ids, why. */
  drafts(): ReadonlyMap<number, Problem>
  /** Looks at up to so many operations that have come or been altered; answers how many are left to be looked at. */
  lookAt(most: number): number
}

/** A draft, as far as a refusal of it is foretold. */
interface Draft {
  readonly kind: KindName
  readonly params: unknown
  /** The row that it is about. */
  readonly row: RowRef | null
  /** All rows of its entity that it reaches. */
  readonly rows: readonly RowRef[]
  /** The operations before it on its row, and what they set together. */
  before: readonly number[]
  set: Values
  /** What its rows hold, by their lanes. */
  held: ReadonlyMap<string, Values>
  /** Other rows that it depends on, as its kind asks for them. */
  others: readonly (readonly Values[])[]
}

/** Other rows that a kind's refusals depend on, and the place where changes of them are noted. */
interface OtherRows {
  readonly asked: NonNullable<Foretelling['others']>[number]
  readonly place: number
}

/** What refusals are foretold by, as the kinds say. */
function whatIsForetold() {
  const kinds = knownKinds().flatMap((name) => (isKindName(name) ? [kindOf(name)] : []))
  const places: WatchedPlace[] = []
  /** By entity: the place of its rows themselves, and the fields that are read of them. */
  const rows = new Map<EntityName, { readonly place: number; readonly fields: readonly string[] }>()
  for (const entity of entityName.options) {
    const mine = kinds.filter((kind) => kind.entity === entity && (kind.foretell || kind.ownOnly))
    if (mine.length === 0) continue
    const { dealerIn } = entityOf(entity)
    const fields = [
      ...new Set([...mine.flatMap(({ foretell }) => foretell?.from ?? []), ...(dealerIn ? [dealerIn] : [])]),
    ]
    rows.set(entity, { place: places.length, fields })
    places.push({ table: entity, by: 'id', fields })
  }
  const others = new Map<string, readonly OtherRows[]>()
  for (const { name, foretell } of kinds) {
    const some = (foretell?.others ?? []).map((asked) => {
      places.push({ table: asked.entity, by: asked.by, fields: asked.fields })
      return { asked, place: places.length - 1 }
    })
    if (some.length > 0) others.set(name, some)
  }
  const owned = entityName.options.flatMap((table) => {
    const { dealerIn } = entityOf(table)
    return dealerIn && kinds.some((kind) => kind.entity === table && kind.ownOnly) ? { table, dealerIn } : []
  })
  const named = (some: typeof kinds) => some.map(({ name }) => name)
  return {
    ...{ places, rows, others, owned },
    foretelling: named(kinds.filter((kind) => kind.foretell)),
    ownOnly: named(kinds.filter((kind) => kind.ownOnly)),
  }
}

/** Begins to look at the drafts of a journal; `own` is the signed-in dealer's id. */
export function foretoldIn(journal: Sqlite, cache: Cache, own: () => number | null): Foretold {
  const { places, rows: rowsOf, others: othersOf, owned, foretelling, ownOnly } = whatIsForetold()
  const watch = watchForetold(journal, cache.database, places, owned)
  const listed = 'IN (SELECT value FROM json_each(?))'
  const lastId = journal.prepare<[], number | null>('SELECT max(id) FROM operation').pluck()
  const openAfter = journal
    .prepare<[string, number], number>(
      `SELECT id FROM operation INDEXED BY operation_open_by_kind
       WHERE kind ${listed} AND id > ? AND state NOT IN ('done', 'discarded')`,
    )
    .pluck()
  const selectOperations = journal.prepare<[string], Row>(
    `SELECT id, kind, version, params, state, broken IS NOT NULL AS broken FROM operation WHERE id ${listed}`,
  )
  // Lanes of one operation alone, nearly all of them, are passed over within the index.
  const selectShared = journal.prepare<[string], { lane: string; id: number; state: OperationState; params: string }>(
    `WITH shared AS (
       SELECT lane.lane FROM json_each(?) AS asked CROSS JOIN lane ON lane.lane = asked.value
       GROUP BY lane.lane HAVING count(*) > 1
     )
     SELECT lane.lane, operation.id, operation.state, operation.params FROM shared
     CROSS JOIN lane ON lane.lane = shared.lane CROSS JOIN operation ON operation.id = lane.operation
     ORDER BY operation.id`,
  )
  const inLanes = journal.prepare<[string], number>(`SELECT DISTINCT operation FROM lane WHERE lane ${listed}`).pluck()

  const drafts = new Map<number, Draft>()
  /** By an operation, the drafts that stand behind it on a row. */
  const behind = new Map<number, Set<number>>()
  /** By other rows, the drafts that depend on them. */
  const leaning = new Map<string, Set<number>>()
  const toLook = new Set<number>()
  let found: ReadonlyMap<number, Problem> = new Map()
  let lists: Pick<Seen, 'plans' | 'equipment'> | null = null
  let dealer: number | null = null
  let upTo = 0
  /** Of which kinds all that is open has been taken up to there. */
  let taken: readonly string[] = foretelling

  function forgetAll(): void {
    for (const known of [drafts, behind, leaning, toLook]) known.clear()
    found = new Map()
    upTo = 0
  }

  /** Takes up what has come, and what has been altered. */
  function gather(): void {
    if (!watch.stands()) forgetAll()
    const altered = watch.take()
    for (const id of altered.operations) {
      toLook.add(id)
      for (const draft of behind.get(id) ?? []) toLook.add(draft)
    }
    const lanes: string[] = []
    for (const at of altered.rows) {
      const { table } = places[at.place]!
      const entity = entityName.safeParse(table).data
      if (entity && rowsOf.get(entity)?.place === at.place) lanes.push(laneOfRow({ entity, id: Number(at.value) }))
      else for (const draft of leaning.get(keyOf(at)) ?? []) toLook.add(draft)
    }
    if (lanes.length > 0) for (const id of inLanes.all(JSON.stringify(lanes))) if (drafts.has(id)) toLook.add(id)
    if (altered.lists) lists = null
    takeDealer()
    const last = lastId.get() ?? 0
    if (last > upTo) for (const id of openAfter.all(JSON.stringify(taken), upTo)) toLook.add(id)
    upTo = last
    if (lists) return
    lists = {
      plans: new Map(cache.tariffs().map((plan) => [plan.id, plan])),
      equipment: new Set(cache.equipment().map(({ id }) => id)),
    }
    tellAnew()
  }

  /** As long as no row of another dealer has come, only few kinds have to be looked at. */
  function takeDealer(): void {
    const now = own()
    if (taken === foretelling && watch.dealers().some((whose) => isForeign(whose, now))) {
      taken = [...new Set([...foretelling, ...ownOnly])]
      upTo = 0
    }
    if (now === dealer) return
    dealer = now
    tellAnew()
  }

  function look(ids: readonly number[]): void {
    const looked: [number, Draft][] = []
    const minded: number[] = []
    const settled: number[] = []
    for (const row of selectOperations.all(JSON.stringify(ids))) {
      forget(row.id)
      ;(isSettled(row) ? settled : minded).push(row.id)
      const draft = draftOf(row)
      if (draft) looked.push([row.id, draft])
    }
    watch.unmind(settled)
    const own = looked.flatMap(([, { row }]) => (row ? laneOfRow(row) : []))
    const shared = new Map<string, Shared[]>()
    for (const { lane, ...operation } of own.length > 0 ? selectShared.all(JSON.stringify(own)) : []) {
      const others = shared.get(lane)
      if (others) others.push(operation)
      else shared.set(lane, [operation])
    }
    const held = heldBy(looked.flatMap(([, draft]) => draft.rows))
    const others = lookForOthers(looked)
    for (const [id, draft] of looked) {
      standBehind(id, draft, draft.row ? (shared.get(laneOfRow(draft.row)) ?? []) : [])
      draft.held = new Map(draft.rows.map(laneOfRow).flatMap((lane) => entryOf(held, lane)))
      draft.others = others.of(draft)
      for (const at of leansOn(draft)) {
        const others = leaning.get(keyOf(at))
        if (others) others.add(id)
        else leaning.set(keyOf(at), new Set([id]))
      }
      drafts.set(id, draft)
      minded.push(...draft.before)
    }
    const rows = looked.flatMap(([, draft]) => draft.rows.flatMap(({ entity, id }) => placed(entity, id)))
    watch.mind(minded, [...rows, ...looked.flatMap(([, draft]) => leansOn(draft))])
    tell(ids)
  }

  const placed = (entity: EntityName, value: number): AtPlace[] => {
    const place = rowsOf.get(entity)?.place
    return place === undefined ? [] : [{ place, value }]
  }

  /** What rows hold of what refusals depend on, by their lanes. */
  function heldBy(rows: readonly RowRef[]): Map<string, Values> {
    const held = new Map<string, Values>()
    for (const [entity, { fields }] of rowsOf) {
      const ids = [...new Set(rows.flatMap((row) => (row.entity === entity ? row.id : [])))]
      if (ids.length === 0) continue
      for (const [id, values] of cache.fieldsOf(entity, ids, fields)) held.set(laneOfRow({ entity, id }), values)
    }
    return held
  }

  /** The other rows that a draft depends on, by where changes of them are noted. */
  function leansOn({ kind, params }: Pick<Draft, 'kind' | 'params'>): AtPlace[] {
    return (othersOf.get(kind) ?? []).flatMap(({ asked, place }) => {
      const value = asked.of(params)
      return value === null ? [] : { place, value }
    })
  }

  /** Looks for other rows that drafts depend on: once for all of them. */
  function lookForOthers(looked: readonly (readonly [number, Draft])[]) {
    const found = new Map<OtherRows, ReadonlyMap<string | number, readonly (Values & { readonly id: number })[]>>()
    for (const kind of new Set(looked.map(([, draft]) => draft.kind))) {
      const mine = looked.flatMap(([, draft]) => (draft.kind === kind ? draft : []))
      for (const other of othersOf.get(kind) ?? []) {
        const { entity, by, fields, of } = other.asked
        const values = new Set(mine.flatMap(({ params }) => of(params) ?? []))
        found.set(other, cache.fieldsBy(entity, by, [...values], fields))
      }
    }
    return {
      of: ({ kind, params, row }: Draft): (readonly Values[])[] =>
        (othersOf.get(kind) ?? []).map((other) => {
          const { entity, of } = other.asked
          const rows = found.get(other)?.get(of(params) ?? '') ?? []
          return rows.filter(({ id }) => row?.entity !== entity || row.id !== id)
        }),
    }
  }

  function draftOf({ id, kind, version, params: text, state, broken }: Row): Draft | null {
    if (state !== 'draft' || broken !== 0 || !isKindName(kind) || !taken.includes(kind)) return null
    const read = readParams(kind, version, text)
    // What cannot be read stays for that, and is found by others.
    if ('unreadable' in read) return null
    const known = drafts.get(id)
    const { entity, describe, lanes } = kindOf(kind)
    const { row: about } = describe(read.value)
    const row = about === undefined ? null : { entity, id: about }
    const rows = lanes(read.value).flatMap((lane) => rowOfLane(lane) ?? [])
    const [before, held] = [known?.before ?? [], new Map<string, Values>()]
    return { kind, params: read.value, row, rows, before, set: {}, held, others: [] }
  }

  /** What stands before a draft on the same row goes before it, and may set what the draft depends on. */
  function standBehind(id: number, draft: Draft, others: readonly Shared[]): void {
    const before = others.filter((other) => other.id < id)
    draft.before = before.map((other) => other.id)
    for (const other of before) {
      const drafts = behind.get(other.id)
      if (drafts) drafts.add(id)
      else behind.set(other.id, new Set([id]))
      if (other.state === 'rejected' || other.state === 'conflict') continue
      if (draft.row) draft.set = { ...draft.set, ...setBy(draft.row.entity, other.params) }
    }
  }

  function forget(id: number): void {
    for (const before of drafts.get(id)?.before ?? []) {
      const others = behind.get(before)
      others?.delete(id)
      if (others?.size === 0) behind.delete(before)
    }
    const draft = drafts.get(id)
    for (const at of draft ? leansOn(draft) : []) {
      const others = leaning.get(keyOf(at))
      others?.delete(id)
      if (others?.size === 0) leaning.delete(keyOf(at))
    }
    drafts.delete(id)
  }

  function problemOf({ kind, params, row, rows, set, held, others }: Draft): Problem | null {
    const { ownOnly: foreign, foretell } = kindOf(kind)
    const isOthers = ({ entity, id }: RowRef) => {
      const { dealerIn } = entityOf(entity)
      return dealerIn !== undefined && isForeign(held.get(laneOfRow({ entity, id }))?.[dealerIn], dealer)
    }
    if (foreign && rows.some(isOthers)) return { code: foreign }
    const seen = row && held.get(laneOfRow(row))
    if (!seen || !foretell || !lists) return null
    return foretell.why(
      params,
      { ...seen, ...set },
      { ...lists, others, isForeign: (whose) => isForeign(whose, dealer) },
    )
  }

  /** Tells what is foretold of some operations; who was told before keeps what that was. */
  function tell(ids: Iterable<number>): void {
    let told: Map<number, Problem> | null = null
    for (const id of ids) {
      const draft = drafts.get(id)
      const problem = draft && problemOf(draft)
      if (!problem && !found.has(id)) continue
      told ??= new Map(found)
      if (problem) told.set(id, problem)
      else told.delete(id)
    }
    found = told ?? found
  }

  /** Of all drafts by what is remembered of them. */
  function tellAnew(): void {
    tell(drafts.keys())
  }

  function lookAt(most: number): number {
    gather()
    const ids: number[] = []
    for (const id of toLook) {
      if (ids.length >= most) break
      ids.push(id)
      toLook.delete(id)
    }
    if (ids.length > 0) look(ids)
    return toLook.size
  }

  return {
    lookAt,
    drafts() {
      lookAt(Infinity)
      return found
    },
  }
}

interface Row {
  readonly id: number
  readonly kind: string
  readonly version: number
  readonly params: string
  readonly state: string
  readonly broken: number
}

/** An operation among others on one row. */
interface Shared {
  readonly id: number
  readonly state: OperationState
  readonly params: string
}

/** A panel that does not say whose a row is gives 0: that is taken for our own. */
const isForeign = (whose: unknown, own: number | null) =>
  own !== null && typeof whose === 'number' && whose > 0 && whose !== own

const isSettled = ({ state }: Row) => state === 'done' || state === 'discarded'

const keyOf = ({ place, value }: AtPlace) => `${place}:${value}`

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

function entryOf<Value>(map: ReadonlyMap<string, Value>, key: string): [string, Value][] {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
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

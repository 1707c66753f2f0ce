import { z } from 'zod'
import { isKindName, kindOf, knownKinds, readParams, type KindName } from '../../shared/operations/catalogue.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Cache, ForetoldBy } from './cache.ts'
import type { Sqlite } from './database.ts'
import { watchForetold } from './foretold-watch.ts'

/** What an earlier edit may set that a refusal depends on. */
const earlier = z.object({ hidden: z.boolean().optional(), plan: z.int().optional() }).catch({})

/**
 * Finds drafts that the panel would refuse, by what it was last seen to hold: trackers of another dealer, and what the
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
  readonly tracker: number | undefined
  /** All trackers that it reaches. */
  readonly trackers: readonly number[]
  /** The operations before it on its tracker, and what they set together. */
  before: readonly number[]
  set: z.infer<typeof earlier>
  /** What its trackers hold. */
  held: ReadonlyMap<number, ForetoldBy>
}

const kinds = knownKinds().flatMap((name) => (isKindName(name) ? [kindOf(name)] : []))
const namesOf = (some: typeof kinds) => some.map(({ name }) => name)
const ownOnly = namesOf(kinds.filter((kind) => kind.ownOnly))
const foretelling = namesOf(kinds.filter((kind) => kind.foretell))

/** Begins to look at the drafts of a journal; `own` is the signed-in dealer's id. */
export function foretoldIn(journal: Sqlite, cache: Cache, own: () => number | null): Foretold {
  const watch = watchForetold(journal, cache.database)
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
  /** By an operation, the drafts that stand behind it on a tracker. */
  const behind = new Map<number, Set<number>>()
  const toLook = new Set<number>()
  let found: ReadonlyMap<number, Problem> = new Map()
  let plans: ReadonlyMap<number, Tariff> | null = null
  let dealer: number | null = null
  let upTo = 0
  /** Of which kinds all that is open has been taken up to there. */
  let taken: readonly string[] = foretelling

  function forgetAll(): void {
    for (const known of [drafts, behind, toLook]) known.clear()
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
    if (altered.trackers.length > 0) {
      const lanes = JSON.stringify(altered.trackers.map(laneOf))
      for (const id of inLanes.all(lanes)) if (drafts.has(id)) toLook.add(id)
    }
    if (altered.plans) plans = null
    takeDealer()
    const last = lastId.get() ?? 0
    if (last > upTo) for (const id of openAfter.all(JSON.stringify(taken), upTo)) toLook.add(id)
    upTo = last
    if (plans) return
    plans = new Map(cache.tariffs().map((plan) => [plan.id, plan]))
    tellAnew()
  }

  /** As long as no tracker of another dealer has come, only few kinds have to be looked at. */
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
    const own = looked.flatMap(([, { tracker }]) => (tracker === undefined ? [] : laneOf(tracker)))
    const shared = new Map<string, Shared[]>()
    for (const { lane, ...operation } of own.length > 0 ? selectShared.all(JSON.stringify(own)) : []) {
      const others = shared.get(lane)
      if (others) others.push(operation)
      else shared.set(lane, [operation])
    }
    const trackers = [...new Set(looked.flatMap(([, draft]) => draft.trackers))]
    const held = cache.trackers.foretoldBy(trackers)
    for (const [id, draft] of looked) {
      const others = draft.tracker === undefined ? [] : (shared.get(laneOf(draft.tracker)) ?? [])
      standBehind(id, draft, others)
      draft.held = new Map(draft.trackers.flatMap((tracker) => entryOf(held, tracker)))
      drafts.set(id, draft)
      minded.push(...draft.before)
    }
    watch.mind(minded, trackers)
    tell(ids)
  }

  function draftOf({ id, kind, version, params: text, state, broken }: Row): Draft | null {
    if (state !== 'draft' || broken !== 0 || !isKindName(kind) || !taken.includes(kind)) return null
    const read = readParams(kind, version, text)
    // What cannot be read stays for that, and is found by others.
    if ('unreadable' in read) return null
    const known = drafts.get(id)
    const { row: tracker } = kindOf(kind).describe(read.value)
    const trackers = kindOf(kind).lanes(read.value).flatMap(trackerOf)
    return { kind, params: read.value, tracker, trackers, before: known?.before ?? [], set: {}, held: new Map() }
  }

  /** What stands before a draft on the same tracker goes before it, and may set what the draft depends on. */
  function standBehind(id: number, draft: Draft, others: readonly Shared[]): void {
    const before = others.filter((other) => other.id < id)
    draft.before = before.map((other) => other.id)
    for (const other of before) {
      const drafts = behind.get(other.id)
      if (drafts) drafts.add(id)
      else behind.set(other.id, new Set([id]))
      if (other.state === 'rejected' || other.state === 'conflict') continue
      const { hidden, plan } = earlier.parse(parsed(other.params)?.['set'])
      draft.set = { hidden: hidden ?? draft.set.hidden, plan: plan ?? draft.set.plan }
    }
  }

  function forget(id: number): void {
    for (const before of drafts.get(id)?.before ?? []) {
      const others = behind.get(before)
      others?.delete(id)
      if (others?.size === 0) behind.delete(before)
    }
    drafts.delete(id)
  }

  function problemOf({ kind, params, tracker, trackers, set, held }: Draft): Problem | null {
    const declared = kindOf(kind)
    if (declared.ownOnly && trackers.some((id) => isForeign(held.get(id)?.dealerId ?? 0, dealer))) {
      return { code: 'tracker-foreign' }
    }
    const seen = tracker === undefined ? undefined : held.get(tracker)
    if (!seen || !declared.foretell || !plans) return null
    const asItWillBe = { ...seen, hidden: set.hidden ?? seen.hidden, tariffId: set.plan ?? seen.tariffId }
    return declared.foretell(params, { tracker: asItWillBe, plans })
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

/** An operation among others on one tracker. */
interface Shared {
  readonly id: number
  readonly state: OperationState
  readonly params: string
}

/** A panel that does not say whose a tracker is gives 0: that is taken for our own. */
const isForeign = (whose: number, own: number | null) => own !== null && whose > 0 && whose !== own

const isSettled = ({ state }: Row) => state === 'done' || state === 'discarded'

const laneOf = (tracker: number) => `tracker:${tracker}`

function trackerOf(lane: string): number[] {
  const found = /^tracker:(\d+)$/.exec(lane)
  return found ? [Number(found[1])] : []
}

function entryOf<Value>(map: ReadonlyMap<number, Value>, key: number): [number, Value][] {
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

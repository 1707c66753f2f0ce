import { entityName, laneOfRow } from '../../shared/entities/entity.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Seen } from '../../shared/operations/kind.ts'
import { momentAt } from '../../shared/rules/moment.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Cache } from './cache.ts'
import type { Sqlite } from './database.ts'
import {
  clashesAmong,
  draftAlone,
  draftOf,
  givesUp,
  isForeign,
  problemOf,
  standBehind,
  type Draft,
  type JournalRow,
  type JustStaged,
  type Shared,
} from './foretold-drafts.ts'
import { whatIsForetold } from './foretold-kinds.ts'
import { foretoldRows, type FoundRows } from './foretold-rows.ts'
import { watchForetold, type AtPlace } from './foretold-watch.ts'
import { inList, isOpen } from './in-sql.ts'
import type { Journal } from './journal.ts'
import { whileUnchanged } from './unchanged.ts'

/**
 * Finds drafts that the panel would refuse, by what it was last seen to hold: rows of another dealer, and what the
 * kinds themselves foretell. It ends with the pull that shows otherwise, so it is looked up and never written down: what
 * was read for each draft is remembered, and only what has been altered since is read again.
 */
export interface Foretold {
  /** By the drafts' ids, why. */
  drafts(): ReadonlyMap<number, Problem>
  /** By the drafts' ids, the operations that give up what they take: those that would be refused if they went before. */
  goesAfter(): ReadonlyMap<number, readonly number[]>
  /** The lanes of rows whose drafts take what rows in these lanes have. */
  takingFrom(lanes: readonly string[]): string[]
  /** Takes up what has just been staged, by what the staging knows of it; what depends on more is looked at later. */
  takeUp(staged: readonly JustStaged[]): void
  /** Looks at up to so many operations that have come or been altered; answers how many are left to be looked at. */
  lookAt(most: number): number
}

/** What is foretold by, besides what the files hold. */
export interface AroundForetelling {
  /** The signed-in dealer's id. */
  own(): number | null
  /** What a clock on the wall shows: minutes since 1970, UTC. */
  minute(): number
}

const aMinute = 60_000

/** Has drafts of a journal be kept back as long as the panel would refuse them. */
export function keepForetoldBack(journal: Journal, cache: Cache, around: AroundForetelling): Foretold {
  const foretold = foretoldIn(journal.database, cache, around)
  // Every status and every row that is shown asks for it, and most of them when nothing has been written.
  const drafts = whileUnchanged(
    [journal.database, cache.database],
    () => foretold.drafts(),
    () => `${around.own()} ${around.minute()}`,
  )
  journal.foretellBy({
    drafts,
    goesAfter() {
      drafts()
      return foretold.goesAfter()
    },
    takeUp: (staged) => foretold.takeUp(staged),
  })
  return foretold
}

/** What clocks of zones show in the present minute, each asked for once: of very many drafts. */
function clocksOf(minute: () => number): Seen['clockIn'] {
  const shown = new Map<string, string | null>()
  let since = NaN
  return (zone) => {
    if (since !== minute()) shown.clear()
    since = minute()
    const known = shown.get(zone)
    if (known !== undefined) return known
    const now = momentAt(zone, since * aMinute)
    shown.set(zone, now)
    return now
  }
}

/** Begins to look at the drafts of a journal. */
export function foretoldIn(journal: Sqlite, cache: Cache, around: AroundForetelling): Foretold {
  const what = whatIsForetold()
  const { places, rows: rowsOf, owned, foretelling, ownOnly } = what
  const read = foretoldRows(cache, what)
  const watch = watchForetold(journal, cache.database, places, owned)
  const lastId = journal.prepare<[], number | null>('SELECT max(id) FROM operation').pluck()
  const openAfter = journal
    .prepare<[string, number], number>(
      `SELECT id FROM operation INDEXED BY operation_open_by_kind
       WHERE kind ${inList} AND id > ? AND state NOT IN ('done', 'discarded')`,
    )
    .pluck()
  const selectOpen = journal.prepare<[string], JournalRow>(
    `SELECT id, kind, version, iif(state = 'draft', params, '') AS params, state, broken IS NOT NULL AS broken
     FROM operation WHERE id ${inList} AND ${isOpen}`,
  )
  // Lanes of one operation alone, nearly all of them, are passed over within the index.
  const selectShared = journal.prepare<[string], Shared & { readonly lane: string }>(
    `WITH shared AS (
       SELECT lane.lane FROM json_each(?) AS asked CROSS JOIN lane ON lane.lane = asked.value
       GROUP BY lane.lane HAVING count(*) > 1
     )
     SELECT lane.lane, operation.id, operation.state, operation.params FROM shared
     CROSS JOIN lane ON lane.lane = shared.lane CROSS JOIN operation ON operation.id = lane.operation
     ORDER BY operation.id`,
  )
  const selectInLanes = journal.prepare<[string], Shared & { readonly lane: string }>(
    `SELECT lane.lane, operation.id, operation.state, operation.params
     FROM lane CROSS JOIN operation ON operation.id = lane.operation WHERE lane.lane ${inList} ORDER BY operation.id`,
  )
  const inLanes = journal.prepare<[string], number>(`SELECT DISTINCT operation FROM lane WHERE lane ${inList}`).pluck()

  const drafts = new Map<number, Draft>()
  /** By an operation, the drafts that stand behind it on a row. */
  const behind = new Map<number, Set<number>>()
  /** By other rows, the drafts that depend on them. */
  const leaning = new Map<string, Set<number>>()
  /** By the lane of a row, the drafts that take what it has. */
  const taking = new Map<string, Set<number>>()
  /** By drafts, the operations that give up what they take. */
  const after = new Map<number, readonly number[]>()
  /** By their request, the drafts that make a whole with its parts. */
  const going = new Map<string, Set<number>>()
  const toLook = new Set<number>()
  let found: ReadonlyMap<number, Problem> = new Map()
  let lists: { readonly plans: Seen['plans']; readonly equipment: Seen['equipment'] } | null = null
  let dealer: number | null = null
  let minute = NaN
  const clockIn = clocksOf(() => minute)
  let upTo = 0
  /** Of which kinds all that is open has been taken up to there. */
  let taken: readonly string[] = foretelling

  function forgetAll(): void {
    for (const known of [drafts, behind, leaning, taking, after, going, toLook]) known.clear()
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
    takeTime()
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
    const now = around.own()
    if (taken === foretelling && watch.dealers().some((whose) => isForeign(whose, now))) {
      taken = [...new Set([...foretelling, ...ownOnly])]
      upTo = 0
    }
    if (now === dealer) return
    dealer = now
    tellAnew()
  }

  /** What was to come may be over a minute later. */
  function takeTime(): void {
    const present = around.minute()
    if (present === minute) return
    minute = present
    tell([...drafts].flatMap(([id, { kind }]) => (kindOf(kind).foretell?.inTime ? id : [])))
  }

  function look(ids: readonly number[]): void {
    const looked: [number, Draft][] = []
    const watched: number[] = []
    const known = new Set(ids.filter((id) => drafts.has(id)))
    const requests = new Set(ids.flatMap((id) => drafts.get(id)?.goesWith ?? []))
    const open = new Map(selectOpen.all(JSON.stringify(ids)).map((row) => [row.id, row]))
    // Very many at once after an undo: of what is settled nothing is read.
    const settled = ids.filter((id) => !open.has(id))
    for (const id of settled) forget(id)
    watch.unwatch(settled)
    for (const row of open.values()) {
      forget(row.id)
      watched.push(row.id)
      const draft = taken.includes(row.kind) ? draftOf(row) : null
      if (draft) looked.push([row.id, draft])
    }
    const own = looked.flatMap(([, { lane }]) => lane ?? [])
    const shared = new Map<string, Shared[]>()
    for (const { lane, ...operation } of own.length > 0 ? selectShared.all(JSON.stringify(own)) : []) {
      const others = shared.get(lane)
      if (others) others.push(operation)
      else shared.set(lane, [operation])
    }
    const held = read.heldBy(looked.flatMap(([, draft]) => draft.rows))
    for (const [id, draft] of looked) {
      const onRow = draft.lane === null ? [] : (shared.get(draft.lane) ?? [])
      standBehind(
        draft,
        onRow.filter((other) => other.id < id),
      )
      draft.held = new Map(draft.rows.map(laneOfRow).flatMap((lane) => entryOf(held, lane)))
      draft.asked = read.askedBy(draft)
    }
    const others = read.lookForOthers(looked)
    const giving = readGiving(looked.flatMap(([, draft]) => others.of(draft)))
    for (const [id, draft] of looked) {
      takeFromOthers(draft, others.of(draft), giving)
      for (const before of dependsOn(draft)) addTo(behind, before, id)
      for (const lane of draft.from.keys()) addTo(taking, lane, id)
      if (draft.after.length > 0) after.set(id, draft.after)
      for (const at of read.leansOn(draft)) addTo(leaning, keyOf(at), id)
      keep(id, draft, known.has(id))
      if (draft.goesWith !== null) {
        addTo(going, draft.goesWith, id)
        requests.add(draft.goesWith)
      }
      watched.push(...dependsOn(draft))
    }
    const rows = looked.flatMap(([, draft]) => draft.rows.flatMap(({ entity, id }) => read.placeOf(entity, id)))
    watch.watch(watched, [...rows, ...looked.flatMap(([, draft]) => read.leansOn(draft))])
    tell([...ids, ...lookAtWholes(requests)])
  }

  function keep(id: number, draft: Draft, wasKnown: boolean): void {
    // What is staged for a row may give up what others take.
    const takers = draft.lane === null || wasKnown || taking.size === 0 ? null : taking.get(draft.lane)
    for (const taker of takers ?? []) toLook.add(taker)
    drafts.set(id, draft)
  }

  function takeUp(staged: readonly JustStaged[]): void {
    gather()
    const watched: number[] = []
    const rows: AtPlace[] = []
    for (const one of staged) {
      const { id, row } = one
      const place = rowsOf.get(row.entity)?.place
      const draft = toLook.has(id) && !what.others.has(one.kind) ? draftAlone(one) : null
      if (!draft || place === undefined) continue
      toLook.delete(id)
      keep(id, draft, false)
      watched.push(id)
      rows.push({ place, value: row.id })
    }
    watch.watch(watched, rows)
    tell(watched)
  }

  /** Looks which parts contradict each other in these requests; answers what has come to, or does no more. */
  function lookAtWholes(requests: ReadonlySet<string>): number[] {
    return [...requests].flatMap((request) => {
      const ids = [...(going.get(request) ?? [])].sort((a, b) => a - b)
      const found = clashesAmong(ids.flatMap((id) => drafts.get(id) ?? []))
      return ids.filter((id) => {
        const draft = drafts.get(id)
        const before = draft?.clash ?? null
        if (draft) draft.clash = found.get(draft) ?? null
        return draft?.clash !== before
      })
    })
  }

  /** What is staged for rows that have what others may take, by their lanes. */
  function readGiving(found: readonly FoundRows[]): Map<string, Shared[]> {
    const lanes = found.flatMap(({ asked, rows }) => (asked.vacant === undefined ? [] : rows.map(laneIn(asked))))
    const giving = new Map<string, Shared[]>(lanes.map((lane) => [lane, []]))
    if (lanes.length === 0) return giving
    for (const { lane, ...operation } of selectInLanes.all(JSON.stringify([...giving.keys()]))) {
      giving.get(lane)?.push(operation)
    }
    return giving
  }

  function forget(id: number): void {
    const draft = drafts.get(id)
    if (!draft) return
    if (draft.goesWith) takeFrom(going, draft.goesWith, id)
    for (const before of dependsOn(draft)) takeFrom(behind, before, id)
    for (const lane of draft.from.keys()) takeFrom(taking, lane, id)
    after.delete(id)
    for (const at of read.leansOn(draft)) takeFrom(leaning, keyOf(at), id)
    drafts.delete(id)
  }

  /** Tells what is foretold of some operations; who was told before keeps what that was. */
  function tell(ids: Iterable<number>): void {
    let told: Map<number, Problem> | null = null
    const around = lists && { ...lists, clockIn, dealer }
    for (const id of ids) {
      const draft = drafts.get(id)
      const problem = draft && around && problemOf(draft, around)
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
    takeUp,
    lookAt,
    drafts() {
      // What comes may give up what another takes, which is looked at once more then.
      while (lookAt(Infinity) > 0);
      return found
    },
    goesAfter: () => after,
    takingFrom(lanes) {
      const takers = new Set(taking.size === 0 ? [] : lanes.flatMap((lane) => [...(taking.get(lane) ?? [])]))
      return [...takers].flatMap((id) => drafts.get(id)?.lane ?? [])
    },
  }
}

/** Has a draft take what other rows have that give it up, and depend on those that do not. */
function takeFromOthers(
  draft: Draft,
  found: readonly FoundRows[],
  giving: ReadonlyMap<string, readonly Shared[]>,
): void {
  const from = new Map<string, readonly number[]>()
  const after = new Set<number>()
  draft.others = found.map(({ asked, value, rows }) => {
    if (asked.vacant === undefined) return rows
    return rows.filter((row) => {
      const lane = laneIn(asked)(row)
      const operations = giving.get(lane) ?? []
      from.set(
        lane,
        operations.map(({ id }) => id),
      )
      const giver = givesUp({ entity: asked.entity, field: asked.by, value }, operations)
      if (giver !== null) after.add(giver)
      return giver === null
    })
  })
  draft.from = from
  draft.after = [...after]
}

/** The operations that a draft is looked at anew with. */
const dependsOn = ({ before, from }: Draft): readonly number[] => [...before, ...[...from.values()].flat()]

const laneIn =
  ({ entity }: FoundRows['asked']) =>
  ({ id }: { readonly id: number }) =>
    laneOfRow({ entity, id })

const keyOf = ({ place, value }: AtPlace) => `${place}:${value}`

function addTo<Key>(sets: Map<Key, Set<number>>, key: Key, id: number): void {
  const others = sets.get(key)
  if (others) others.add(id)
  else sets.set(key, new Set([id]))
}

function takeFrom<Key>(sets: Map<Key, Set<number>>, key: Key, id: number): void {
  const others = sets.get(key)
  others?.delete(id)
  if (others?.size === 0) sets.delete(key)
}

function entryOf<Value>(map: ReadonlyMap<string, Value>, key: string): [string, Value][] {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
}

import { turns } from '../../shared/entities/entity.ts'
import { finalStates, operationStates } from '../../shared/operations/states.ts'
import { inList, isOpen, many, quoted } from './in-sql.ts'
import type { Commit, Sqlite } from './database.ts'
import { toOperation, type StoredOperation } from './operation.ts'

/** What may go next, and when what waits is tried again. Times are steady ones. */
export interface Queue {
  /** Released operations whose lanes nothing holds, oldest first, but for some kinds. */
  heads(most: number, without: ReadonlySet<number>, withoutKinds?: readonly string[]): StoredOperation[]
  /** Released operations of a kind that wait for one alone, and for nothing else. */
  along(operation: number, kind: string): StoredOperation[]
  /** The released operations that take turns with each of these, oldest first, itself among them. */
  withTurns(operations: readonly number[]): ReadonlyMap<number, readonly StoredOperation[]>
  /** Those of these that could go if they went together, and so on until all that are left can. */
  goingTogether(operations: readonly number[]): ReadonlySet<number>
  /** Whether all of these are heads of their lanes, and released; what they need of each other they may have together. */
  areHeads(operations: readonly number[]): boolean
  /** Whether anything that is not settled was staged behind an operation in one of its lanes. */
  isFollowed(id: number): boolean
  /** The operations that have to be settled before one may go, if all of them are released. */
  standsBehind(id: number): number[]
  /** How many of these operations something must be settled before that is released and stands before them. */
  countBehindReleased(operations: readonly number[]): number
  /** Operations that are to be tried, or looked up, again by this time. What is unknown for good never is. */
  due(state: 'waiting' | 'unknown', now: number): StoredOperation[]
  /** When the next operation that waits is tried, or with `unknown` the next one is looked up; null where none is. */
  nextDue(unknown: boolean): number | null
  /** All of a kind that are not settled. */
  openOf(kind: string): StoredOperation[]
  /** What waits of a kind is not tried before `at`. */
  putOff(kind: string, at: number): void
  /** When an unknown operation is looked up again; null: not by itself. */
  lookAgain(id: number, at: number | null): void
}

// A draft does not hold its lane: it has not been released. Everything else that is not settled holds what was staged
// later; and what may be at the panel at this moment holds what was staged before it too, and released after it: so
// does one of a state that nobody can read. Where turns are taken, that alone holds: who goes first of those that may go
// is chosen when they are read.
const notAtPanel = quoted(operationStates.filter((state) => state !== 'sending' && state !== 'unknown'))
const isHeadWith = (among: string) => `head.state = 'ready' AND head.${isOpen} AND NOT EXISTS (
     SELECT 1 FROM unfinished WHERE unfinished.operation = head.id
   ) AND NOT EXISTS (
     SELECT 1 FROM dependency LEFT JOIN operation AS needed ON needed.id = dependency.needs
     WHERE dependency.operation = head.id AND needed.state IS NOT 'done'${among}
   ) AND NOT EXISTS (
     SELECT 1 FROM lane AS mine
     JOIN lane AS other ON other.lane = mine.lane AND other.operation <> mine.operation
     JOIN operation AS holder ON holder.id = other.operation
     WHERE mine.operation = head.id
       AND (holder.state NOT IN (${notAtPanel})
         OR (mine.lane < '${turns}' AND holder.id < head.id AND holder.state NOT IN ('draft', ${quoted(finalStates)})))
   )`

const isHead = isHeadWith('')

/** The queue of an open journal. */
export function queueIn(database: Sqlite, commit: Commit): Queue {
  const dueWhere = (where: string) =>
    database.prepare<[number]>(`SELECT * FROM operation WHERE ${where} AND ${isOpen} ORDER BY id`)
  const selectDue = {
    waiting: dueWhere(`state = 'waiting' AND coalesce(retry_at, 0) <= ?`),
    unknown: dueWhere(`state = 'unknown' AND retry_at <= ?`),
  }
  const selectHeads = database.prepare<[string, number]>(
    `SELECT * FROM operation AS head WHERE kind NOT ${inList} AND ${isHead} ORDER BY id LIMIT +?`,
  )
  const selectAlong = database.prepare<[{ id: number; kind: string }]>(
    `SELECT head.* FROM dependency AS mine CROSS JOIN operation AS head ON head.id = mine.operation
     WHERE mine.needs = @id AND head.kind = @kind AND ${isHeadWith(' AND dependency.needs <> @id')} ORDER BY head.id`,
  )
  const selectOpen = database.prepare<[string]>(`SELECT * FROM operation WHERE kind = ? AND ${isOpen} ORDER BY id`)
  const selectFollower = database.prepare<[number]>(
    `SELECT 1 FROM lane AS mine JOIN lane AS other ON other.lane = mine.lane AND other.operation > mine.operation
     WHERE mine.operation = ? LIMIT 1`,
  )
  const selectBefore = database
    .prepare<[{ id: number }], number>(
      `SELECT needs FROM dependency CROSS JOIN operation AS needed ON needed.id = dependency.needs
       WHERE dependency.operation = @id AND needed.state NOT IN (${quoted(finalStates)})
       UNION SELECT other.operation FROM lane AS mine
       CROSS JOIN lane AS other ON other.lane = mine.lane AND other.operation < mine.operation
       WHERE mine.operation = @id AND mine.lane < '${turns}'`,
    )
    .pluck()
  const amongThem = 'SELECT value FROM json_each(@operations)'
  const countHeads = database.prepare<[{ operations: string }], { n: number }>(
    `SELECT count(*) AS n FROM operation AS head
     WHERE head.id IN (${amongThem}) AND ${isHeadWith(` AND dependency.needs NOT IN (${amongThem})`)}`,
  )
  const selectHeadsAmong = database
    .prepare<[{ operations: string }], number>(
      `SELECT head.id FROM operation AS head
       WHERE head.id IN (${amongThem}) AND ${isHeadWith(` AND dependency.needs NOT IN (${amongThem})`)}`,
    )
    .pluck()
  const selectWithTurns = database.prepare<[{ operations: string }], { lead: number }>(
    `SELECT DISTINCT first.id AS lead, other.* FROM operation AS first
     CROSS JOIN lane AS mine ON mine.operation = first.id AND mine.lane >= '${turns}'
     CROSS JOIN lane ON lane.lane = mine.lane
     CROSS JOIN operation AS other ON other.id = lane.operation
     WHERE first.id IN (${amongThem}) AND other.state = 'ready'
     ORDER BY other.id`,
  )
  const countBehind = database
    .prepare<[string], number>(
      `SELECT count(DISTINCT mine.operation) FROM lane AS mine
       JOIN lane AS other ON other.lane = mine.lane AND other.operation < mine.operation
       JOIN operation AS holder ON holder.id = other.operation AND holder.state <> 'draft'
       WHERE mine.operation ${inList} AND mine.lane < '${turns}'`,
    )
    .pluck()
  const selectTurns = database.prepare<[string], { operation: number; lane: string }>(
    `SELECT operation, lane FROM lane WHERE operation ${inList} AND lane >= '${turns}' ORDER BY operation`,
  )
  const anyTurns = database.prepare<[]>(`SELECT 1 FROM lane WHERE lane >= '${turns}' LIMIT 1`)
  const selectNextDue = database
    .prepare<[string], number | null>(
      `SELECT min(retry_at) FROM operation
       WHERE state IN ('waiting', ?) AND state NOT IN ('done', 'discarded') AND retry_at IS NOT NULL`,
    )
    .pluck()
  const putOffKind = database.prepare(
    `UPDATE operation SET retry_at = max(?, coalesce(retry_at, 0)) WHERE state = 'waiting' AND kind = ?`,
  )
  const setRetry = database.prepare(`UPDATE operation SET retry_at = ? WHERE id = ? AND state = 'unknown'`)

  /** Of operations that may go, those that wait for their turn, as others are under way or go first. */
  function waitingForTurn(ids: readonly number[], underWay: ReadonlySet<number>): ReadonlySet<number> {
    if (anyTurns.get() === undefined) return new Set()
    const taken = new Map<string, number>()
    const later = new Set<number>()
    const first = (operation: number) => (underWay.has(operation) ? 0 : 1)
    const turnsOfAll = selectTurns
      .all(many([...underWay, ...ids]))
      .sort((a, b) => first(a.operation) - first(b.operation))
    for (const { operation, lane } of turnsOfAll) {
      const before = taken.get(lane)
      if (before === undefined) taken.set(lane, operation)
      else if (before !== operation) later.add(operation)
    }
    return later
  }

  return {
    openOf: (kind) => selectOpen.all(kind).map(toOperation),
    heads(most, without, withoutKinds = []) {
      const found = selectHeads
        .all(JSON.stringify(withoutKinds), most + without.size)
        .map(toOperation)
        .filter((operation) => !without.has(operation.id))
      const later = waitingForTurn(
        found.map(({ id }) => id),
        without,
      )
      return found.filter(({ id }) => !later.has(id)).slice(0, most)
    },
    along: (id, kind) => selectAlong.all({ id, kind }).map(toOperation),
    withTurns(operations) {
      const found = new Map<number, StoredOperation[]>()
      for (const row of selectWithTurns.all({ operations: many(operations) })) {
        const others = found.get(row.lead)
        if (others) others.push(toOperation(row))
        else found.set(row.lead, [toOperation(row)])
      }
      return found
    },
    goingTogether(operations) {
      for (let left = operations; ;) {
        const going = selectHeadsAmong.all({ operations: many(left) })
        if (going.length === left.length) return new Set(going)
        left = going
      }
    },
    areHeads: (operations) => countHeads.get({ operations: many(operations) })?.n === operations.length,
    isFollowed: (id) => selectFollower.get(id) !== undefined,
    standsBehind: (id) => selectBefore.all({ id }),
    countBehindReleased: (operations) => countBehind.get(many(operations)) ?? 0,
    due: (state, now) => selectDue[state].all(now).map(toOperation),
    nextDue: (unknown) => selectNextDue.get(unknown ? 'unknown' : 'waiting') ?? null,
    putOff: (kind, at) => void commit(() => putOffKind.run(at, kind)),
    lookAgain: (id, at) => void commit(() => setRetry.run(at, id)),
  }
}

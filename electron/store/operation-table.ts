import { kindOf } from '../../shared/operations/catalogue.ts'
import {
  edges,
  finalStates,
  operationStates,
  type OpenState,
  type OperationState,
} from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Commit, Sqlite } from './database.ts'
import { inList, isOpen, many, openStates, quoted } from './in-sql.ts'
import { manyRows } from './many-rows.ts'
import { toOperation, type Change, type NewOperation, type Operation, type StoredOperation } from './operation.ts'

/** Operations, with the lanes that they are in and the ways between their states. */
export interface OperationTable {
  add(changeSet: number, operation: NewOperation, at: number): number
  /** The same for many; answers their ids, in their order. */
  addAll(changeSet: number, operations: readonly NewOperation[], at: number): number[]
  /**
   * Rewrites a draft, in the present version of its kind; nothing else may be edited. `lanes` are those that it has from
   * now on, where it may have others.
   */
  rewrite(
    operation: Pick<Operation, 'id' | 'kind'>,
    params: unknown,
    broken: Problem | null,
    lanes?: readonly string[],
  ): void

  /**
   * Has an operation wait until others are done that give up what it takes. That ends where it becomes a draft again:
   * what gives it up then is found with its next release.
   */
  goAfter(operation: number, givingUp: readonly number[]): void
  /** Adds a draft that does the rest of what another one was to do, of the same row of a file; answers its id. */
  addRest(of: Operation, params: unknown, lanes: readonly string[], at: number): number

  byIds(ids: readonly number[]): StoredOperation[]
  /** Operations in these lanes that are not settled, oldest first. */
  inLanes(lanes: readonly string[]): Map<string, StoredOperation[]>
  /** The lanes that an operation is in: those of one that is not settled. */
  lanesHeld(operation: number): string[]
  /** The same for many. */
  lanesHeldBy(operations: readonly number[]): { readonly operation: number; readonly lane: string }[]
  /** Operations in a state that is not final; not those whose state itself cannot be read. */
  inState(state: OpenState, most?: number): StoredOperation[]
  /** Those of these operations that are in one of some states, oldest first. */
  among(operations: readonly number[], states: readonly OperationState[]): number[]
  /**
   * Moves operations along an edge of the diagram; answers those that were in a state from which it is allowed, and
   * leaves the others alone. One whose state cannot be read may be discarded, and nothing else.
   */
  move(ids: readonly number[], to: OperationState, change?: Change): number[]
}

const fromStates = (to: OperationState) => operationStates.filter((from) => edges[from].includes(to))

/** The operations of an open journal. */
export function operationTable(database: Sqlite, commit: Commit): OperationTable {
  const insertOperations = manyRows(database, 'operation', [
    ...['change_set', 'kind', 'version', 'params', 'subject', 'state', 'broken', 'file_row', 'staged_at'],
  ])
  const insertCells = database.prepare('INSERT INTO imported_row VALUES (?, ?)')
  const insertDependency = database.prepare('INSERT INTO dependency (operation, needs) VALUES (?, ?)')
  const insertGivenUp = database.prepare(
    'INSERT OR IGNORE INTO dependency (operation, needs, given_up) VALUES (?, ?, 1)',
  )
  const forgetGivenUp = database.prepare<[string]>(`DELETE FROM dependency WHERE operation ${inList} AND given_up = 1`)
  const copyCells = database.prepare('INSERT INTO imported_row SELECT ?, cells FROM imported_row WHERE operation = ?')
  const insertLanes = manyRows(database, 'lane', ['lane', 'operation'])
  const rewriteDraft = database.prepare(
    `UPDATE operation SET params = ?, version = ?, broken = ? WHERE id = ? AND state IN ('draft', 'conflict')`,
  )
  const selectByIds = database.prepare<[string]>(`SELECT * FROM operation WHERE id ${inList} ORDER BY id`)
  const selectInLanes = database.prepare<[string], { in_lane: string }>(
    `SELECT lane.lane AS in_lane, operation.* FROM lane JOIN operation ON operation.id = lane.operation
     WHERE lane.lane ${inList} ORDER BY operation.id`,
  )
  const selectLanesHeld = database.prepare<[number], string>('SELECT lane FROM lane WHERE operation = ?').pluck()
  const selectLanesHeldBy = database.prepare<[string], { operation: number; lane: string }>(
    `SELECT operation, lane FROM lane WHERE operation ${inList}`,
  )
  const selectAmong = database
    .prepare<[string, string], number>(`SELECT id FROM operation WHERE id ${inList} AND state ${inList} ORDER BY id`)
    .pluck()
  const inStates = new Map(
    openStates.map((state) => [
      state,
      database.prepare<[number]>(`SELECT * FROM operation WHERE state = '${state}' AND ${isOpen} ORDER BY id LIMIT +?`),
    ]),
  )
  const dropLanes = database.prepare<[string]>(`DELETE FROM lane WHERE operation ${inList}`)
  // One statement for all of them: SQLite keeps a copy of each page that a statement writes to, and most are the same.
  const moves = new Map(
    operationStates.map((to) => [
      to,
      database
        .prepare<[Record<string, string | number | null>], number>(
          `UPDATE operation SET state = '${to}',
           problem = CASE WHEN @hasProblem THEN @problem ELSE NULL END,
           theirs = CASE WHEN @hasTheirs THEN @theirs ELSE theirs END,
           result = CASE WHEN @hasResult THEN @result ELSE result END,
           part = CASE WHEN @hasPart THEN @part ELSE part END,
           retry_at = @retryAt
         WHERE id IN (SELECT value FROM json_each(@ids)) AND (+state IN (${quoted(fromStates(to))})
           ${to === 'discarded' ? `OR +state NOT IN (${quoted(operationStates)})` : ''})
         RETURNING id`,
        )
        .pluck(),
    ]),
  )

  function move(ids: readonly number[], to: OperationState, change: Change = {}): number[] {
    if (ids.length === 0) return []
    return commit(() => {
      const statement = moves.get(to)
      if (!statement) return fail('unexpected')
      const changed = new Set(
        statement.all({
          ids: many(ids),
          hasProblem: Number(change.problem !== undefined),
          problem: change.problem ? JSON.stringify(change.problem) : null,
          hasTheirs: Number(change.theirs !== undefined),
          theirs: change.theirs ? JSON.stringify(change.theirs) : null,
          hasResult: Number(change.result !== undefined),
          result: change.result ? JSON.stringify(change.result) : null,
          // A draft may be changed: what it was narrowed down to says nothing of it any more.
          hasPart: Number(change.part !== undefined || to === 'draft'),
          part: change.part ?? '',
          retryAt: change.retryAt ?? null,
        }),
      )
      // In the order in which they were asked for, each once.
      const moved = ids.filter((id) => changed.delete(id))
      if (finalStates.includes(to)) dropLanes.run(many(moved))
      if (to === 'draft' && moved.length > 0) forgetGivenUp.run(many(moved))
      return moved
    })
  }

  function addAll(changeSet: number, operations: readonly NewOperation[], at: number): number[] {
    return commit(() => {
      const last = insertOperations(
        operations.map(({ kind, version, params, subject, broken, fileRow }) => [
          ...[changeSet, kind, version, JSON.stringify(params), subject, 'draft'],
          ...[broken ? JSON.stringify(broken) : null, fileRow, at],
        ]),
      )
      // Nobody else writes here, and ids are given one after the other.
      const ids = operations.map((_, index) => last - operations.length + 1 + index)
      insertLanes(operations.flatMap(({ lanes }, index) => lanes.map((lane) => [lane, ids[index]!])))
      operations.forEach(({ after = [], cells }, index) => {
        for (const needed of after) insertDependency.run(ids[index], needed)
        if (cells) insertCells.run(ids[index], JSON.stringify(cells))
      })
      return ids
    })
  }

  return {
    add: (changeSet, operation, at) => addAll(changeSet, [operation], at)[0]!,
    addAll,
    rewrite: ({ id, kind }, params, broken, lanes) =>
      void commit(() => {
        // The lanes come first: triggers that note what is rewritten find those that it has from now on.
        if (lanes) {
          dropLanes.run(many([id]))
          insertLanes(lanes.map((lane) => [lane, id]))
        }
        const { version } = kindOf(kind)
        const { changes } = rewriteDraft.run(
          JSON.stringify(params),
          version,
          broken ? JSON.stringify(broken) : null,
          id,
        )
        if (changes === 0) fail('not-allowed-in-state', { operation: id })
      }),
    goAfter: (operation, givingUp) =>
      void commit(() => {
        for (const needed of givingUp) insertGivenUp.run(operation, needed)
      }),
    addRest: ({ id, kind, subject, changeSet, fileRow }, params, lanes, at) =>
      commit(() => {
        const rest = { kind, version: kindOf(kind).version, params, subject, broken: null, lanes, fileRow }
        const [added = 0] = addAll(changeSet, [rest], at)
        copyCells.run(added, id)
        return added
      }),
    move,
    // Often there are none, such as of what has just been refused.
    byIds: (ids) => (ids.length === 0 ? [] : selectByIds.all(many(ids)).map(toOperation)),
    inLanes(lanes) {
      const found = new Map<string, StoredOperation[]>()
      if (lanes.length === 0) return found
      for (const raw of selectInLanes.all(JSON.stringify(lanes))) {
        const held = found.get(raw.in_lane)
        if (held) held.push(toOperation(raw))
        else found.set(raw.in_lane, [toOperation(raw)])
      }
      return found
    },
    lanesHeld: (operation) => selectLanesHeld.all(operation),
    lanesHeldBy: (operations) => selectLanesHeldBy.all(many(operations)),
    inState: (state, most = -1) => (inStates.get(state)?.all(most) ?? []).map(toOperation),
    among: (operations, states) => selectAmong.all(many(operations), many(states)),
  }
}

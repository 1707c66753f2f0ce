import type { Problem } from '../../shared/problem.ts'
import type { Commit, Sqlite } from './database.ts'
import { toOperation, type StoredOperation } from './operation.ts'
import type { OperationTable } from './operation-table.ts'

/** What came of operations, in the sequence in which the cache takes it over. */
export interface Outcomes {
  /** Settles operations as done and gives each its place in the sequence of outcomes. */
  finish(results: ReadonlyMap<number, Record<string, unknown> | null>): void
  /** Says something more of what came of operations, by their places in the sequence; answers their change sets. */
  remark(outcomes: readonly number[], problem: Problem): number[]
  lastOutcome(): number
  /** How many outcomes have a place in their sequence that cannot be read, or have lost it. */
  outcomesOutOfPlace(): number
  outcomesAfter(sequence: number, most: number): StoredOperation[]
  /** All that was done of a kind, in the sequence of outcomes. */
  doneOf(kind: string): StoredOperation[]
}

// A place that no journal can have come to is damage, and takes no others with it.
const lastPossible = Number.MAX_SAFE_INTEGER / 2
const isOutcome = `outcome BETWEEN 1 AND ${lastPossible}`
/** The place of the last outcome, as a question. */
export const lastOutcome = `SELECT max(outcome) AS n FROM operation WHERE ${isOutcome}`

/** The outcomes of an open journal. */
export function outcomesIn(database: Sqlite, commit: Commit, { move }: Pick<OperationTable, 'move'>): Outcomes {
  const maxOutcome = database.prepare<[], { n: number | null }>(lastOutcome)
  const countOutOfPlace = database
    .prepare<[], number>(
      `SELECT count(*) FROM operation WHERE CASE WHEN outcome IS NULL THEN state = 'done' ELSE NOT ${isOutcome} END`,
    )
    .pluck()
  const setOutcome = database.prepare('UPDATE operation SET outcome = ? WHERE id = ?')
  // With two lower bounds SQLite may begin at the other one, and go through all that was ever settled.
  const selectOutcomes = database.prepare<[number, number]>(
    `SELECT * FROM operation WHERE outcome > max(?, 0) AND outcome <= ${lastPossible} ORDER BY outcome LIMIT +?`,
  )
  const setRemark = database
    .prepare<[string, string], number>(
      `UPDATE operation SET problem = ? WHERE outcome IN (SELECT value FROM json_each(?)) RETURNING change_set`,
    )
    .pluck()
  const selectDone = database.prepare<[string]>(
    `SELECT * FROM operation WHERE kind = ? AND state = 'done' ORDER BY outcome`,
  )

  return {
    finish: (results) =>
      void commit(() => {
        let sequence = maxOutcome.get()?.n ?? 0
        for (const [id, result] of results) {
          if (move([id], 'done', { result }).length > 0) setOutcome.run(++sequence, id)
        }
      }),
    remark: (outcomes, problem) =>
      commit(() => [...new Set(setRemark.all(JSON.stringify(problem), JSON.stringify(outcomes)))]),
    lastOutcome: () => maxOutcome.get()?.n ?? 0,
    outcomesOutOfPlace: () => countOutOfPlace.get() ?? 0,
    outcomesAfter: (sequence, most) => selectOutcomes.all(sequence, most).map(toOperation),
    doneOf: (kind) => selectDone.all(kind).map(toOperation),
  }
}

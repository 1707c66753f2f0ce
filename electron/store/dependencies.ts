import type { Commit, Sqlite } from './database.ts'
import { inList, isOpen, many } from './in-sql.ts'

/** That an operation needs another one. */
export interface Dependency {
  readonly operation: number
  readonly needs: number
}

/** What operations need of each other. */
export interface Dependencies {
  /** What needs one of these operations, and is not settled itself. */
  needing(operations: readonly number[]): Dependency[]
  /** What these operations need. */
  neededBy(operations: readonly number[]): Dependency[]
  /** Has an operation need others in place of some that come to nothing. */
  needInstead(operation: number, gone: readonly number[], instead: readonly number[]): void
}

/** The dependencies of an open journal. */
export function dependenciesIn(database: Sqlite, commit: Commit): Dependencies {
  const selectNeeding = database.prepare<[string], Dependency>(
    `SELECT dependency.operation, dependency.needs FROM dependency
     CROSS JOIN operation ON operation.id = dependency.operation AND operation.${isOpen}
     WHERE dependency.needs ${inList} ORDER BY dependency.operation, dependency.needs`,
  )
  const selectNeeded = database.prepare<[string], Dependency>(
    `SELECT operation, needs FROM dependency WHERE operation ${inList} ORDER BY operation, needs`,
  )
  const forget = database.prepare<[number, string]>(`DELETE FROM dependency WHERE operation = ? AND needs ${inList}`)
  const insert = database.prepare('INSERT OR IGNORE INTO dependency (operation, needs) VALUES (?, ?)')

  return {
    needing: (operations) => selectNeeding.all(many(operations)),
    neededBy: (operations) => selectNeeded.all(many(operations)),
    needInstead: (operation, gone, instead) =>
      void commit(() => {
        forget.run(operation, many(gone))
        for (const needed of instead) insert.run(operation, needed)
      }),
  }
}

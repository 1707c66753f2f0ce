import type { Problem } from '../../shared/problem.ts'
import type { Sqlite } from './database.ts'
import { toOperation } from './operation.ts'

/** Why operations cannot be read, by their ids. */
export type UnreadableOperations = ReadonlyMap<number, Problem>

/**
 * Finds the operations that are not settled and cannot be read. This program writes none such, so they are looked for
 * once, and again only where somebody else has written to the file. Those settled meanwhile may still be among them.
 */
export interface Unreadable {
  operations(): UnreadableOperations
  /** Looks at up to so many operations that have not been looked at; answers how many are left. */
  lookAt(most: number): number
}

/** Begins to look at the operations of a journal. */
export function unreadableIn(database: Sqlite): Unreadable {
  const writtenByOthers = database.prepare('PRAGMA data_version').pluck()
  const open = database.prepare<[], number>(`SELECT id FROM operation WHERE state NOT IN ('done', 'discarded')`).pluck()
  const byIds = database.prepare<[string]>('SELECT * FROM operation WHERE id IN (SELECT value FROM json_each(?))')
  let asOf: unknown
  /** SQLite is asked once for all that is done in one go: a status alone looks here several times. */
  let asked = false
  let toLook: number[] = []
  let found: UnreadableOperations = new Map()

  function lookAt(most: number): number {
    if (!asked) {
      const now = writtenByOthers.get()
      asked = true
      queueMicrotask(() => (asked = false))
      if (now !== asOf) {
        toLook = open.all()
        found = new Map()
        asOf = now
      }
    }
    if (toLook.length === 0) return 0
    const unreadable = new Map<number, Problem>()
    for (const raw of byIds.all(JSON.stringify(toLook.splice(-Math.min(most, toLook.length))))) {
      const operation = toOperation(raw)
      if (operation.unreadable) unreadable.set(operation.id, operation.unreadable)
    }
    if (unreadable.size > 0) found = new Map([...found, ...unreadable])
    return toLook.length
  }

  return {
    lookAt,
    operations() {
      lookAt(Infinity)
      return found
    },
  }
}

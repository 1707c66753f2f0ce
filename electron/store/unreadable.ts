import type { Problem } from '../../shared/problem.ts'
import type { Sqlite } from './database.ts'
import { toOperation } from './operation.ts'

/** Why operations cannot be read, by their ids. */
export type UnreadableOperations = ReadonlyMap<number, Problem>

/**
 * Finds the operations that are not settled and cannot be read. This program writes none such, so they are looked for
 * once, and again only where somebody else has written to the file. Those settled meanwhile may still be among them.
 */
export function unreadableIn(database: Sqlite): () => UnreadableOperations {
  const writtenByOthers = database.prepare('PRAGMA data_version').pluck()
  const open = database.prepare(`SELECT * FROM operation WHERE state NOT IN ('done', 'discarded')`)
  let asOf: unknown
  let found: UnreadableOperations = new Map()
  return () => {
    const now = writtenByOthers.get()
    if (now !== asOf) {
      const unreadable = new Map<number, Problem>()
      for (const raw of open.iterate()) {
        const operation = toOperation(raw)
        if (operation.unreadable) unreadable.set(operation.id, operation.unreadable)
      }
      found = unreadable
      asOf = now
    }
    return found
  }
}

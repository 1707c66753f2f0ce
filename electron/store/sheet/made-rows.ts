import type { Sqlite } from '../database.ts'
import { manyRows } from '../many-rows.ts'

type Stored = string | number | null

/**
 * Rows of an entity that the panel does not have yet, as they are shown. They stand in a table of the file with the
 * indexes of their sheet: a file of a hundred thousand takes no memory, and is sorted and searched like what was pulled.
 */
export interface MadeRows {
  /** Takes all away that an earlier process has left: they are made from the journal, which may be another by now. */
  begin(): void
  /** Which of these it holds. */
  among(ids: readonly number[]): number[]
  /** Takes those with these ids away. */
  takeAway(ids: readonly number[]): void
  /** Adds rows, by the columns. */
  add(rows: readonly (readonly Stored[])[]): void
  count(): number
}

/** The rows that a table holds of what is to be made; null where an entity has no such table, and nothing makes its rows. */
export function madeRowsIn(database: Sqlite, table: string | null, columns: readonly string[]): MadeRows {
  if (table === null) {
    return { begin: () => undefined, among: () => [], takeAway: () => undefined, add: () => undefined, count: () => 0 }
  }
  const any = database.prepare(`SELECT 1 FROM ${table} LIMIT 1`)
  const those = database
    .prepare<[string], number>(`SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`)
    .pluck()
  const remove = database.prepare<[string]>(`DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`)
  const count = database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck()
  const insert = manyRows(database, table, columns)
  return {
    begin: () => void (any.get() && database.exec(`DELETE FROM ${table}`)),
    among: (ids) => (any.get() ? those.all(JSON.stringify(ids)) : []),
    takeAway: (ids) => void (any.get() && remove.run(JSON.stringify(ids))),
    add: (rows) => void (rows.length > 0 && insert(rows)),
    count: () => count.get() ?? 0,
  }
}

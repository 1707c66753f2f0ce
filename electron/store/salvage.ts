import Database from 'better-sqlite3'
import type { Sqlite } from './database.ts'

/** In an order in which what others refer to comes first. */
const tables = ['change_set', 'operation', 'lane', 'attempt', 'attempt_operation', 'undo_step', 'setting']

/**
 * Takes over every row that can still be read from a damaged journal into a new one of the same shape; answers how
 * many. A row that cannot be read, or whose parent could not, is left behind in the damaged file, which is kept.
 */
export function salvage(damaged: string, into: Sqlite): number {
  let source: Sqlite
  try {
    source = new Database(damaged, { readonly: true })
  } catch {
    return 0
  }
  let rows = 0
  try {
    for (const table of tables) rows += salvageTable(source, into, table)
  } finally {
    source.close()
  }
  return rows
}

function salvageTable(source: Sqlite, into: Sqlite, table: string): number {
  const columns = into
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map((column) => column.name)
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  let rows = 0
  try {
    for (const row of source.prepare(`SELECT ${columns.join(', ')} FROM ${table}`).iterate()) {
      try {
        rows += insert.run(row).changes
      } catch {
        // Its parent was lost: it cannot stand alone.
      }
    }
  } catch {
    // The damage begins here: keep what came before it.
  }
  return rows
}

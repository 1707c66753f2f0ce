import Database from 'better-sqlite3'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import type { Sqlite } from './database.ts'

/**
 * Takes over every row that can still be read from a damaged journal, of whichever version, into a new one; answers how
 * many. `readOperation` throws at an operation that makes no sense. A row that cannot be read, or whose parent could
 * not, is left behind in the damaged file, which is kept.
 */
export function salvage(damaged: string, into: Sqlite, readOperation: (row: unknown) => unknown): number {
  let source: Sqlite
  try {
    source = new Database(damaged, { readonly: true })
  } catch {
    return 0
  }
  let rows = 0
  try {
    into.transaction(() => {
      for (const table of tablesOf(into)) rows += salvageTable(source, into, table, readOperation)
      restoreLanes(into)
    })()
  } finally {
    source.close()
  }
  return rows
}

function salvageTable(source: Sqlite, into: Sqlite, table: string, readOperation: (row: unknown) => unknown): number {
  // A file of an earlier version has fewer columns: what is new begins as a migration would have begun it.
  const known = columnsOf(source, table)
  const columns = columnsOf(into, table).filter((name) => known.includes(name))
  if (columns.length === 0) return 0
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  let rows = 0
  // From both ends, since whatever lies behind a damaged page cannot be reached across it.
  for (const order of ['', 'ORDER BY 1 DESC']) {
    try {
      for (const row of source.prepare(`SELECT ${columns.join(', ')} FROM ${table} ${order}`).iterate()) {
        try {
          if (table === 'operation') readOperation(row)
          rows += insert.run(row).changes
        } catch {
          // Its own bytes are spoilt, or its parent was lost: it cannot stand.
        }
      }
      return rows
    } catch {
      // The damage begins here: keep what came before it.
    }
  }
  return rows
}

/** The tables in the order in which they were made: what others refer to comes first. */
function tablesOf(database: Sqlite): string[] {
  return database
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all()
}

/** The columns of a table; none where there is no such table, or its shape cannot be read. */
function columnsOf(database: Sqlite, table: string): string[] {
  try {
    return database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  } catch {
    return []
  }
}

/** Gives open operations their lanes again where those were lost: without them they would not keep their order. */
function restoreLanes(into: Sqlite): void {
  const open = into
    .prepare<[], { id: number; kind: string; params: string }>(
      `SELECT id, kind, params FROM operation WHERE state NOT IN ('done', 'discarded')`,
    )
    .all()
  const insert = into.prepare('INSERT OR IGNORE INTO lane VALUES (?, ?)')
  for (const { id, kind, params } of open) {
    if (!isKindName(kind)) continue
    const parsed = kindOf(kind).params.safeParse(JSON.parse(params))
    if (parsed.success) for (const lane of kindOf(kind).lanes(parsed.data)) insert.run(lane, id)
  }
}

import type { Sqlite } from './database.ts'

/** So many rows go in one statement, the most that there are: beyond that, little is gained by more. */
const rowsAtOnce = [250, 50, 10, 1] as const

type Stored = string | number | null

/**
 * Inserts rows into a table, many of them to a statement, which takes half the time of one to each. Answers the last
 * one's rowid; 0 where there was none.
 */
export function manyRows(
  database: Sqlite,
  table: string,
  columns: readonly string[],
): (rows: readonly (readonly Stored[])[]) => number {
  const row = `(${columns.map(() => '?').join(', ')})`
  const prepare = (rows: number) =>
    database.prepare<Stored[]>(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`,
    )
  const inserts = rowsAtOnce.map((rows) => ({ rows, insert: prepare(rows) }))
  return (rows) => {
    let last = 0
    let at = 0
    for (const { rows: some, insert } of inserts) {
      for (; at + some <= rows.length; at += some) {
        last = Number(insert.run(...rows.slice(at, at + some).flat()).lastInsertRowid)
      }
    }
    return last
  }
}

import type { Sqlite } from './database.ts'

/** So many rows go in one statement: beyond that, little is gained by more. */
const rowsAtOnce = 50

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
  const one = prepare(1)
  const many = prepare(rowsAtOnce)
  return (rows) => {
    let last = 0
    let at = 0
    for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce) {
      last = Number(many.run(...rows.slice(at, at + rowsAtOnce).flat()).lastInsertRowid)
    }
    for (const left of rows.slice(at)) last = Number(one.run(...left).lastInsertRowid)
    return last
  }
}

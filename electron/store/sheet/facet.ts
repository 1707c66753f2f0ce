import type { CellValue } from '../../../shared/contract/looking.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import { likePattern } from '../folding.ts'
import type { Sqlite } from '../database.ts'
import { cellOf, columnOf, sources } from './sources.ts'

/** So many values are named at most. */
const most = 200

/** The distinct values of a column as they are shown, most frequent first, that hold what is searched for. */
export function facetOf(
  database: Sqlite,
  sheet: SheetName,
  field: string,
  search: string,
): { values: { value: CellValue; count: number }[]; more: boolean } {
  const column = columnOf(sheet, field)
  const { table, copies, made } = sources[sheet]
  const counted = (from: string, sign: '' | '-', where = 'TRUE') =>
    `SELECT ${column.key} AS key, ${column.value} AS value, ${sign}count(*) AS n FROM ${from} WHERE ${where} GROUP BY 1, 2`
  // A table's index counts its rows at once; those that have a copy are taken off, and the copies counted instead.
  const parts = [
    counted(table, ''),
    counted(table, '-', `id IN (SELECT id FROM ${copies})`),
    counted(copies, ''),
    ...(made === null ? [] : [counted(made, '')]),
  ]
  const found = database
    .prepare<[string, number], { value: unknown; count: number }>(
      `SELECT value, sum(n) AS count FROM (${parts.join(' UNION ALL ')})
       WHERE coalesce(key, '') LIKE ? ESCAPE '\\' GROUP BY key, value HAVING count > 0 ORDER BY 2 DESC, key, 1 LIMIT +?`,
    )
    .all(likePattern(search), most + 1)
  return {
    values: found.slice(0, most).map(({ value, count }) => ({ value: cellOf(column, value), count })),
    more: found.length > most,
  }
}

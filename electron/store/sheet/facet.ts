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
  const found = database
    .prepare<[string, number], { value: unknown; count: number }>(
      `SELECT ${column.value} AS value, count(*) AS count FROM ${sources[sheet].shown}
       WHERE coalesce(${column.key}, '') LIKE ? ESCAPE '\\' GROUP BY ${column.key}, 1 ORDER BY 2 DESC, ${column.key}, 1 LIMIT ?`,
    )
    .all(likePattern(search), most + 1)
  return {
    values: found.slice(0, most).map(({ value, count }) => ({ value: cellOf(column, value), count })),
    more: found.length > most,
  }
}

import type { CellValue } from '../../../shared/contract/looking.ts'
import type { EntityName } from '../../../shared/entities/entity.ts'
import { sheetsOf, wholes, type CellsByField } from '../../../shared/entities/wholes.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { inList } from '../in-sql.ts'
import { cellOf, columnOf, sources } from './sources.ts'

/** What parts that are to be made, or to come, show of their wholes, such as the name of a route at its stops. */
export interface ToldByWholes {
  /**
   * What parts show of these wholes, by the fields of the parts. Of a whole that is to be made that is what is staged; of
   * one that is there what it holds, as its other parts show it too until a change of it is sent.
   */
  cells(part: EntityName, ids: readonly number[]): ReadonlyMap<number, CellsByField>
  /** The parts that are to be made of rows of an entity, by the entities of these parts. */
  partsMade(entity: EntityName, ids: readonly number[]): { readonly part: EntityName; readonly ids: number[] }[]
}

/** The column of a part's table that says of which whole it is. */
export function wholeColumn(part: EntityName): string | null {
  const whole = wholes.find((each) => each.part === part)
  if (!whole) return null
  const sheet = sheetsOf(whole).part
  return columnOf(sheet, sheets[sheet].order[0]).key
}

/** Reads wholes in the tables of a cache, those that are to be made among them. */
export function toldByWholes(database: Sqlite): ToldByWholes {
  return {
    cells(part, ids) {
      const whole = wholes.find((each) => each.part === part)
      if (!whole || ids.length === 0) return new Map<number, CellsByField>()
      const { whole: sheet } = sheetsOf(whole)
      const { table, made } = sources[sheet]
      const told = Object.entries(whole.tells).map(([field, from]) => ({ field, column: columnOf(sheet, from) }))
      const found = [table, ...(made === null ? [] : [made])].flatMap((from) =>
        database
          .prepare<[string], unknown[]>(
            `SELECT id, ${told.map(({ column }) => column.value).join(', ')} FROM ${from} WHERE id ${inList}`,
          )
          .raw()
          .all(JSON.stringify(ids)),
      )
      return new Map(
        found.map(([id, ...stored]) => [
          Number(id),
          Object.fromEntries(
            told.map(({ field, column }, at): [string, CellValue] => [field, cellOf(column, stored[at]) ?? '']),
          ),
        ]),
      )
    },
    partsMade(entity, ids) {
      if (ids.length === 0) return []
      return wholes.flatMap((whole) => {
        const { made } = sources[sheetsOf(whole).part]
        if (whole.entity !== entity || made === null) return []
        const parts = database
          .prepare<[string], number>(`SELECT id FROM ${made} WHERE ${wholeColumn(whole.part)} ${inList}`)
          .pluck()
          .all(JSON.stringify(ids))
        return parts.length === 0 ? [] : [{ part: whole.part, ids: parts }]
      })
    },
  }
}

import { entityOf, entityOfSheet } from '../../../shared/entities/entity.ts'
import { toldApart, type ToldApart } from '../../../shared/entities/told-apart.ts'
import type { Problem } from '../../../shared/problem.ts'
import { sheets, type SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import { fold } from '../folding.ts'
import { inList, many } from '../in-sql.ts'
import type { Journal } from '../journal.ts'
import { leavingIn } from './leaving.ts'
import { columnOf, sources } from './sources.ts'

/** A value that is staged for a row, and that another row of the same owner has. */
export interface Double {
  readonly id: number
  readonly field: string
  readonly problem: Problem
}

/** Finds values by which rows are told apart, and that are staged for a second one: as the others hold them, or will. */
export function doublesIn(cache: Cache, journal: Journal): (sheet: SheetName, ids: readonly number[]) => Double[] {
  const leaving = leavingIn(journal)

  function doublesOf({ entity, field, of, code }: ToldApart, ids: readonly number[]): Double[] {
    const { sheet } = entityOf(entity)
    const { table, shown, open } = sources[sheet]
    const { value, key } = columnOf(sheet, field)
    const [owner, name] = [of, sheets[sheet].named].map((each) => columnOf(sheet, each).value)
    // What the panel holds already nobody has staged.
    const staged = cache.database
      .prepare<[string], { id: number; value: string; owner: string | number }>(
        `SELECT id, ${value} AS value, ${owner} AS owner FROM ${shown} AS mine
         WHERE id ${inList} AND id IN (SELECT id FROM temp.${open}) AND ${value} <> ''
           AND ${value} IS NOT (SELECT ${value} FROM main.${table} AS held WHERE held.id = mine.id)`,
      )
      .all(many(ids))
    if (staged.length === 0) return []
    const gone = leaving(entity)
    // As the sheet's index has them; those alike but for their case are told apart below.
    const values = [...new Set(staged.map((row) => (key === value ? row.value : fold(row.value))))]
    const holders = cache.database
      .prepare<[string], { id: number; value: string; owner: string | number; name: string }>(
        `SELECT id, ${value} AS value, ${owner} AS owner, ${name} AS name FROM ${shown}
         WHERE ${key} ${inList} ORDER BY id`,
      )
      .all(many(values))
      .filter(({ id }) => !gone.has(id))
    // The first two of each: of any row one of them is another.
    const holdersOf = new Map<string, (typeof holders)[number][]>()
    for (const row of holders) {
      const known = holdersOf.get(keyOf(row))
      if (!known) holdersOf.set(keyOf(row), [row])
      else if (known.length < 2) known.push(row)
    }
    return staged.flatMap((row): Double[] => {
      if (gone.has(row.id)) return []
      const other = holdersOf.get(keyOf(row))?.find(({ id }) => id !== row.id)
      return other ? [{ id: row.id, field, problem: { code, values: { name: other.name } } }] : []
    })
  }

  return (sheet, ids) =>
    toldApart.filter(({ entity }) => entity === entityOfSheet(sheet)).flatMap((each) => doublesOf(each, ids))
}

const keyOf = ({ owner, value }: { readonly owner: string | number; readonly value: string }) => `${owner} ${value}`

import type { SheetQuery } from '../../../shared/contract/looking.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { conditionsOf } from './conditions.ts'
import { columnOf, isEmpty, sources } from './sources.ts'

/** A row of the order: its id, and what the column of the groups holds. */
export type Placed = readonly [id: number, value: unknown]

/**
 * The rows that fit a question, in their order: first by the group's column, then as it is sorted, alike ones by id;
 * what is empty comes last. `ids` names the rows that `only` leaves.
 */
export function orderOf(database: Sqlite, query: SheetQuery, ids: readonly number[] | null): number[] {
  const { statement, bound } = select(database, query, ids, [])
  return emptyLast(database, query, statement.pluck().all(...bound) as number[], (id) => id)
}

/** The same, with what the column `field` holds. */
export function orderWith(database: Sqlite, query: SheetQuery, ids: readonly number[] | null, field: string): Placed[] {
  const { statement, bound } = select(database, query, ids, [columnOf(query.sheet, field).value])
  return emptyLast(database, query, statement.raw().all(...bound) as unknown as Placed[], ([id]) => id)
}

/** What the rows are sorted by, most important first; never nothing. */
function sortOf({ sheet, sort, group }: SheetQuery): SheetQuery['sort'] {
  const given = sort.length > 0 ? sort : [{ field: sheets[sheet].order, descending: false }]
  if (group === null) return given
  const own = given.find(({ field }) => field === group)
  return [own ?? { field: group, descending: false }, ...given.filter(({ field }) => field !== group)]
}

function select(database: Sqlite, query: SheetQuery, ids: readonly number[] | null, read: readonly string[]) {
  const conditions = conditionsOf(query, ids)
  const sort = sortOf(query)
  const terms = sort.flatMap(({ field, descending }, index) => {
    const column = columnOf(query.sheet, field)
    const by = column.key === column.value ? [column.key] : [column.key, column.value]
    // Of the first, what is empty is put behind afterwards: its index gives it in front.
    const filledFirst = index > 0 && !descending ? [`${isEmpty(column)} ASC`] : []
    return [...filledFirst, ...by.map((name) => `${name} ${descending ? 'DESC' : 'ASC'}`)]
  })
  const expressions = [...terms.map((term) => term.replace(/ (ASC|DESC)$/, '')), ...read]
  // Whatever it is sorted by has to be selected as well, or the two parts of what is shown could not be merged.
  const statement = database.prepare<unknown[]>(
    `SELECT ${['id', ...read, ...expressions].join(', ')} FROM ${sources[query.sheet].shown}
     ${conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : ''}
     ORDER BY ${[...terms, `id ${sort[0]?.descending ? 'DESC' : 'ASC'}`].join(', ')}`,
  )
  return { statement, bound: conditions.flatMap((condition) => condition.bound) }
}

/** Puts those behind the others that are empty in the first column: ascending, they stand in front. */
function emptyLast<Row>(database: Sqlite, query: SheetQuery, rows: Row[], idOf: (row: Row) => number): Row[] {
  const [first] = sortOf(query)
  if (!first || first.descending) return rows
  const ask = database
    .prepare<[number], number>(
      `SELECT ${isEmpty(columnOf(query.sheet, first.field))} FROM ${sources[query.sheet].shown} WHERE id = ?`,
    )
    .pluck()
  let from = 0
  for (let to = rows.length; from < to;) {
    const middle = Math.floor((from + to) / 2)
    const row = rows[middle]
    if (row !== undefined && ask.get(idOf(row))) from = middle + 1
    else to = middle
  }
  return from === 0 ? rows : [...rows.slice(from), ...rows.slice(0, from)]
}

import { firstOwnId } from '../../../shared/entities/entity.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { writesTo } from '../statements.ts'
import { interleave } from './interleave.ts'
import { isEmpty, sources, type Piece, type SourceColumn } from './sources.ts'

/** In an answer of the file, the id of a copy is its row's and this: no row has such an id. */
const copied = 2 * firstOwnId
const isCopy = (id: number) => id >= copied
const rowOfCopy = (id: number) => (isCopy(id) ? id - copied : id)

/** A row's id, and what one of its columns holds. */
export type Held = readonly [id: number, stored: unknown]

/** The rows of a sheet as they are shown. Each question is about the columns of one index, and answered from it alone. */
export interface Shown {
  /** The ids of the rows that fulfil a condition, in no order. */
  idsWhere(condition: Piece): Set<number>
  /** All ids by a column, alike ones by id, both the other way round if descending. What is empty comes last either way. */
  idsBy(column: SourceColumn, descending: boolean): readonly number[]
  /** All ids by a column, ascending, with what it holds; what is empty first. */
  heldBy(column: SourceColumn): readonly Held[]
}

/**
 * Questions about the rows that a table holds, those that are yet to be made, and the copies with what is staged, which
 * count in place of their rows. SQLite could leave out a row that has a copy; to pass over it here takes a fraction of the time. `isStaged`
 * says of a column whether any copy may hold something else in it than its row: of the others the table alone is asked.
 */
export function shownRows(
  database: Sqlite,
  sheet: SheetName,
  isStaged: (column: SourceColumn) => boolean = () => false,
): Shown {
  const { table, made, copies, shown } = sources[sheet]
  let asOf: number | undefined
  let withCopy = new Set<number>()
  let anyMade = false
  /** The last order that was asked for: further searching or filtering asks for it again. */
  let lastOrder: { readonly by: string; readonly ids: readonly number[] } | null = null

  function catchUp(): void {
    const now = writesTo(database)
    if (now === asOf) return
    asOf = now
    withCopy = new Set(database.prepare<[], number>(`SELECT id FROM ${copies}`).pluck().all())
    anyMade = made !== null && database.prepare(`SELECT 1 FROM ${made} LIMIT 1`).get() !== undefined
    lastOrder = null
  }

  const placesOf = ({ key, value }: SourceColumn) => (key === value ? [key, 'id'] : [key, value, 'id'])

  /** The rows of one table by a column, with `what` beside their ids. */
  const alone = (column: SourceColumn, from: string, what: string) =>
    `SELECT id${what} FROM ${from} ORDER BY ${placesOf(column).join(', ')}`

  /** Every row by a column, with its id and `what`; those of copies as {@link copied} says. */
  function together(column: SourceColumn, fromCopies: boolean, what: string): string {
    if (!fromCopies && !anyMade) return alone(column, table, what)
    const by = placesOf(column)
    const shift = what === '' ? 2 : 3
    const rows = (id: string, from: string) => `SELECT ${id}${what}, ${by.join(', ')} FROM ${from}`
    const parts = [
      rows('id', table),
      ...(anyMade ? [rows('id', made!)] : []),
      ...(fromCopies ? [rows(`id + ${copied}`, copies)] : []),
    ]
    return `${parts.join(' UNION ALL ')} ORDER BY ${by.map((_, index) => index + shift).join(', ')}`
  }
  const needsCopies = (column: SourceColumn) => withCopy.size > 0 && isStaged(column)
  const isPassedOver = (id: number) => !isCopy(id) && withCopy.has(id)

  /** How many of these rows, with the empty ones in front, are empty. */
  function emptyOf(ids: readonly number[], column: SourceColumn): number {
    const ask = database.prepare<[number], number>(`SELECT ${isEmpty(column).sql} FROM ${shown} WHERE id = ?`).pluck()
    let from = 0
    for (let to = ids.length; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if (ask.get(ids[middle] ?? 0) === 1) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Every row by a column, ascending, as `what` reads it beside its id; copies in place of their rows. */
  function ascending<Row>(
    column: SourceColumn,
    what: string,
    read: (sql: string) => readonly Row[],
    idOf: (row: Row) => number,
    as: (row: Row, id: number) => Row,
  ): readonly Row[] {
    const fromCopies = needsCopies(column)
    if (anyMade && !fromCopies) {
      const inOne = interleave(database, [table, made!], column, (from) => read(alone(column, from, what)), idOf)
      if (inOne) return inOne
    }
    const rows = read(together(column, fromCopies, what))
    if (!fromCopies) return rows
    const kept: Row[] = []
    for (const row of rows) if (!isPassedOver(idOf(row))) kept.push(as(row, rowOfCopy(idOf(row))))
    return kept
  }

  function order(column: SourceColumn, descending: boolean): readonly number[] {
    const ids = ascending(
      column,
      '',
      (sql) => database.prepare<[], number>(sql).pluck().all(),
      (id) => id,
      (_, id) => id,
    )
    const empty = emptyOf(ids, column)
    if (descending) {
      const back = ids.slice(empty).reverse()
      return empty === 0 ? back : back.concat(ids.slice(0, empty).reverse())
    }
    return empty === 0 ? ids : ids.slice(empty).concat(ids.slice(0, empty))
  }

  return {
    idsWhere({ sql, bound }) {
      catchUp()
      const ask = (from: string) =>
        database
          .prepare<unknown[], number>(`SELECT id FROM ${from} WHERE ${sql}`)
          .pluck()
          .all(...bound)
      const ids = new Set(ask(table))
      if (withCopy.size > 0) {
        for (const id of withCopy) ids.delete(id)
        for (const id of ask(copies)) ids.add(id)
      }
      if (anyMade) for (const id of ask(made!)) ids.add(id)
      return ids
    },
    idsBy(column, descending) {
      catchUp()
      const by = `${column.key} ${descending}`
      if (lastOrder?.by !== by) lastOrder = { by, ids: order(column, descending) }
      return lastOrder.ids
    },
    heldBy(column) {
      catchUp()
      return ascending<Held>(
        column,
        `, ${column.value}`,
        (sql) => database.prepare<[], [number, unknown]>(sql).raw().all(),
        ([id]) => id,
        ([, stored], id) => [id, stored],
      )
    },
  }
}

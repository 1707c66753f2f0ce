import { firstOwnId } from '../../../shared/entities/entity.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { writesTo } from '../statements.ts'
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
 * Questions about the rows that a table holds, and about the copies with what is staged, which count in place of
 * theirs. SQLite could leave out a row that has a copy; to pass over it here takes a fraction of the time. `isStaged`
 * says of a column whether any copy may hold something else in it than its row: of the others the table alone is asked.
 */
export function shownRows(
  database: Sqlite,
  sheet: SheetName,
  isStaged: (column: SourceColumn) => boolean = () => false,
): Shown {
  const { table, copies, shown } = sources[sheet]
  let asOf: number | undefined
  let withCopy = new Set<number>()
  /** The last order that was asked for: whoever goes on searching or filtering asks for it again. */
  let lastOrder: { readonly by: string; readonly ids: readonly number[] } | null = null

  function catchUp(): void {
    const now = writesTo(database)
    if (now === asOf) return
    asOf = now
    withCopy = new Set(database.prepare<[], number>(`SELECT id FROM ${copies}`).pluck().all())
    lastOrder = null
  }

  /** Every row by a column, with `what` beside its id; those of copies as {@link copied} says. */
  function ordered({ key, value }: SourceColumn, direction: 'ASC' | 'DESC', fromCopies: boolean, what = ''): string {
    const by = key === value ? [key, 'id'] : [key, value, 'id']
    if (!fromCopies) {
      return `SELECT id${what} FROM ${table} ORDER BY ${by.map((name) => `${name} ${direction}`).join(', ')}`
    }
    const order = by.map((_, index) => `${index + 3} ${direction}`).join(', ')
    const rows = (id: string, from: string) => `SELECT ${id}, ${value}, ${by.join(', ')} FROM ${from}`
    return `${rows('id', table)} UNION ALL ${rows(`id + ${copied}`, copies)} ORDER BY ${order}`
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

  function order(column: SourceColumn, descending: boolean): number[] {
    const fromCopies = needsCopies(column)
    let ids = database
      .prepare<[], number>(ordered(column, descending ? 'DESC' : 'ASC', fromCopies))
      .pluck()
      .all()
    if (fromCopies) {
      const kept: number[] = []
      for (const id of ids) if (!isPassedOver(id)) kept.push(rowOfCopy(id))
      ids = kept
    }
    const empty = descending ? 0 : emptyOf(ids, column)
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
      const fromCopies = needsCopies(column)
      const rows = database
        .prepare<[], [number, unknown]>(ordered(column, 'ASC', fromCopies, `, ${column.value}`))
        .raw()
        .all()
      if (!fromCopies) return rows
      const kept: Held[] = []
      for (const [id, stored] of rows) if (!isPassedOver(id)) kept.push([rowOfCopy(id), stored])
      return kept
    },
  }
}

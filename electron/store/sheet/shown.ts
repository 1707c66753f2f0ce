import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { sources, type Piece, type SourceColumn } from './sources.ts'

/** A row's id, and what one of its columns holds. */
export type Held = readonly [id: number, stored: unknown]

/** The rows of a sheet as they are shown. Each question is about the columns of one index, and answered from it alone. */
export interface Shown {
  /** The ids of the rows that fulfil a condition, in no order. */
  idsWhere(condition: Piece): Set<number>
  /** All ids by a column, alike ones by id; all of it the other way round if descending. What is empty counts least. */
  idsBy(column: SourceColumn, descending: boolean): number[]
  /** The same, ascending, with what the column holds. */
  heldBy(column: SourceColumn): Held[]
}

/**
 * Questions about the rows that a table holds, and about the copies with what is staged, which count in place of
 * theirs. SQLite could leave out a row that has a copy; to pass over it here takes a fraction of the time.
 */
export function shownRows(database: Sqlite, sheet: SheetName): Shown {
  const { table, copies } = sources[sheet]
  const copied = new Set(copies ? (database.prepare(`SELECT id FROM ${copies}`).pluck().all() as number[]) : [])

  /** Every row by a column; the id of a copy comes as a negative number. */
  function ordered({ key, value }: SourceColumn, direction: 'ASC' | 'DESC'): string {
    const by = key === value ? [key, 'id'] : [key, value, 'id']
    const order = by.map((_, index) => `${index + 3} ${direction}`).join(', ')
    const rows = `SELECT id, ${value}, ${by.join(', ')} FROM ${table}`
    if (copied.size === 0) return `${rows} ORDER BY ${order}`
    return `${rows} UNION ALL SELECT -id, ${value}, ${by.join(', ')} FROM ${copies} ORDER BY ${order}`
  }
  const isPassedOver = (id: number) => id > 0 && copied.has(id)

  return {
    idsWhere({ sql, bound }) {
      const ask = (from: string) =>
        database
          .prepare<unknown[], number>(`SELECT id FROM ${from} WHERE ${sql}`)
          .pluck()
          .all(...bound)
      const ids = new Set(ask(table))
      if (copies && copied.size > 0) {
        for (const id of copied) ids.delete(id)
        for (const id of ask(copies)) ids.add(id)
      }
      return ids
    },
    idsBy(column, descending) {
      const ids = database
        .prepare<[], number>(ordered(column, descending ? 'DESC' : 'ASC'))
        .pluck()
        .all()
      if (copied.size === 0) return ids
      const shown: number[] = []
      for (const id of ids) if (!isPassedOver(id)) shown.push(Math.abs(id))
      return shown
    },
    heldBy(column) {
      const rows = database.prepare<[], [number, unknown]>(ordered(column, 'ASC')).raw().all()
      if (copied.size === 0) return rows
      const shown: Held[] = []
      for (const [id, stored] of rows) if (!isPassedOver(id)) shown.push([Math.abs(id), stored])
      return shown
    },
  }
}

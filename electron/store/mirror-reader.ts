import { fail } from '../../shared/problem.ts'
import type { Sqlite, Statement } from './database.ts'
import { inList, many } from './in-sql.ts'
import { mirrors, type Mirror, type MirrorName, type ModelOf } from './mirror.ts'

/** A row as it is kept. */
export type Row = Record<string, string | number | null>

/** Reads what was pulled, by questions that are the same for all mirrored tables. */
export interface MirrorReader {
  /** Rows as their models. */
  read<Model, Asked extends unknown[]>(mirror: Mirror<Model>, select: Statement<Asked, Row>, ...asked: Asked): Model[]
  /** The same, by what they are asked for. */
  keyed<Model, Wanted extends string | number>(
    mirror: Mirror<Model>,
    select: Statement<[string], Row>,
    wanted: readonly Wanted[],
    key: (model: Model) => Wanted,
  ): Map<Wanted, Model>
  /** Rows, by our ids. */
  byIds<Name extends MirrorName>(name: Name, ids: readonly number[]): Map<number, ModelOf<Name>>
  /** The panel's ids of the rows that are there, by ours. */
  panelIdsOf(name: MirrorName, ids: readonly number[]): Map<number, number>
  /** Some fields of rows, by our ids; for many of them quicker than all that they hold. */
  fieldsOf(name: MirrorName, ids: readonly number[], fields: readonly string[]): Map<number, Record<string, unknown>>
  /** Some fields of rows, and their ids, by the values that they hold in a field. */
  fieldsBy(
    name: MirrorName,
    by: string,
    values: readonly (string | number)[],
    fields: readonly string[],
  ): Map<string | number, ({ readonly id: number } & Record<string, unknown>)[]>
}

/** The reader of an open cache; `lookOver` takes out what cannot be read. */
export function mirrorReader(database: Sqlite, lookOver: () => void): MirrorReader {
  function read<Model, Asked extends unknown[]>(
    { model }: Mirror<Model>,
    select: Statement<Asked, Row>,
    ...asked: Asked
  ): Model[] {
    lookOver()
    return select.all(...asked).map(model)
  }
  const keyed = <Model, Wanted extends string | number>(
    mirror: Mirror<Model>,
    select: Statement<[string], Row>,
    wanted: readonly Wanted[],
    key: (model: Model) => Wanted,
  ) => new Map(wanted.length === 0 ? [] : read(mirror, select, many(wanted)).map((entry) => [key(entry), entry]))

  /** Some fields of the rows that hold one of these values in a field: id, value, fields. */
  function fieldsWhere(
    name: MirrorName,
    by: string,
    wanted: readonly (string | number)[],
    fields: readonly string[],
  ): [id: number, value: string | number, fields: Record<string, unknown>][] {
    lookOver()
    const { table, cells } = mirrors[name]
    const asked = cells.filter(({ field }) => fields.includes(field))
    const column = cells.find(({ field }) => field === by)?.column ?? fail('unexpected')
    const columns = ['id', column, ...asked.map((cell) => cell.column)].join(', ')
    return database
      .prepare<[string], unknown[]>(`SELECT ${columns} FROM ${table} WHERE ${column} ${inList}`)
      .raw()
      .all(many(wanted))
      .map((stored) => {
        // Asked of every row of a long step, so nothing is made for each cell.
        const values: Record<string, unknown> = {}
        asked.forEach(({ field, isFlag }, at) => (values[field] = isFlag ? stored[at + 2] !== 0 : stored[at + 2]))
        return [Number(stored[0]), stored[1] as string | number, values]
      })
  }

  function byIds<Name extends MirrorName>(name: Name, ids: readonly number[]) {
    const mirror = mirrors[name] as unknown as Mirror<ModelOf<Name> & { readonly id: number }>
    const select = database.prepare<[string], Row>(`SELECT * FROM ${mirror.table} WHERE id ${inList}`)
    return keyed(mirror, select, ids, (row) => row.id)
  }

  return {
    read,
    keyed,
    byIds,
    panelIdsOf(name, ids) {
      if (ids.length === 0) return new Map()
      lookOver()
      const { table, key } = mirrors[name]
      const select = database.prepare<[string], { id: number; panelId: number }>(
        `SELECT id, ${key} AS panelId FROM ${table} WHERE id ${inList}`,
      )
      return new Map(select.all(many(ids)).map(({ id, panelId }) => [id, panelId]))
    },
    fieldsOf: (name, ids, fields) =>
      new Map(fieldsWhere(name, 'id', ids, fields).map(([id, , values]) => [id, values])),
    fieldsBy(name, by, wanted, fields) {
      const found = new Map<string | number, ({ readonly id: number } & Record<string, unknown>)[]>()
      if (wanted.length === 0) return found
      for (const [id, value, values] of fieldsWhere(name, by, wanted, fields)) {
        const row = { ...values, id }
        const others = found.get(value)
        if (others) others.push(row)
        else found.set(value, [row])
      }
      return found
    },
  }
}

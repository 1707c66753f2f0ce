import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { SheetQuery } from '../../shared/contract/looking.ts'
import { sheets, type SheetName } from '../../shared/sheets/catalogue.ts'
import { conditionsOf } from '../../electron/store/sheet/conditions.ts'
import { columnOf, isEmpty, sources, type SourceColumn } from '../../electron/store/sheet/sources.ts'
import { fold } from '../../electron/store/folding.ts'

/** A staged label, by our id of the tracker. */
export interface StagedLabel {
  readonly id: number
  readonly label: string
}

/** A sheet asked in SQL alone, on the file of a core that has it open. */
export interface BareSql {
  /** Lays staged labels over the rows, in a table of its own. */
  stage(labels: readonly StagedLabel[]): void
  /** The ids of all that answers a question, in its order; and reads the first hundred rows. Groups are counted. */
  ids(query: SheetQuery): number[]
  close(): void
}

/** The columns that a staged label changes. */
const staged = ['label', 'label_folded', 'search'] as const
const firstRows = 100

/** The path of the cache of the one profile in a data folder. */
export function cacheIn(folder: string): string {
  const [profile] = readdirSync(join(folder, 'profiles'))
  return join(folder, 'profiles', profile ?? '', 'cache.db')
}

/** Waits for the last of the indexes, which are made after a pull. */
export async function untilIndexed(folder: string): Promise<void> {
  const cache = new Database(cacheIn(folder), { readonly: true })
  const last = cache.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint_sheet_created'`)
  while (!last.get()) await sleep(50)
  cache.close()
}

/**
 * Opens the cache of a core for reading, with nothing around it. Rows that are yet to be made stand in one table with the
 * others then, as they were staged when it is opened.
 */
export function bareSql(folder: string, sheet: SheetName = 'trackers'): BareSql {
  const database = new Database(cacheIn(folder), { readonly: true })
  database.pragma('temp_store = MEMORY')
  const { made, columns, search } = sources[sheet]
  const table = made === null ? sources[sheet].table : 'plain'
  if (made !== null) {
    database.exec(`CREATE TEMP TABLE plain AS SELECT * FROM ${sources[sheet].table} UNION ALL SELECT * FROM ${made};
      CREATE UNIQUE INDEX plain_id ON plain (id)`)
    const wanted = [search, ...Object.values(columns).map(({ key, value }) => (key === value ? [key] : [key, value]))]
    for (const [index, some] of wanted.entries()) {
      database.exec(`CREATE INDEX plain_${index} ON plain (${[...some, 'id'].join(', ')})`)
    }
  }
  const compiled = new Map<string, Database.Statement<unknown[], unknown>>()
  const prepare = (sql: string) => {
    const known = compiled.get(sql) ?? database.prepare<unknown[], unknown>(sql)
    compiled.set(sql, known)
    return known
  }
  let isStaged = false

  /** Staged values are joined only by a question that they can change the answer of. */
  const from = (sql: string) => (isStaged && /\b(label|search)/.test(sql) ? 'shown' : table)
  const by = ({ key, value }: SourceColumn) => (key === value ? [key] : [key, value])

  function pick(where: string, order: string, bound: readonly unknown[]): number[] {
    const wanted = where === '' ? '' : `WHERE ${where}`
    return prepare(`SELECT id FROM ${from(where + order)} ${wanted} ORDER BY ${order}`)
      .pluck()
      .all(...bound) as number[]
  }

  /** A group's rows stand together, as the sheet is ordered. */
  function inGroups(group: SourceColumn, where: string, bound: readonly unknown[], then: readonly string[]): number[] {
    const names = by(group).join(', ')
    prepare(`SELECT ${names}, count(*) FROM ${from(names + where)} ${where && `WHERE ${where}`} GROUP BY ${names}`)
      .raw()
      .all(...bound)
    return pick(where, [isEmpty(group).sql, ...by(group), ...then, 'id'].join(', '), bound)
  }

  return {
    stage(labels) {
      isStaged = true
      database.exec(
        'CREATE TEMP TABLE staged (id INTEGER PRIMARY KEY, label TEXT, label_folded TEXT, search TEXT) STRICT',
      )
      const add = database.prepare(
        `INSERT INTO staged SELECT id, @label, @folded, replace(search, label_folded, @folded) FROM ${table} WHERE id = @id`,
      )
      for (const { id, label } of labels) add.run({ id, label, folded: fold(label) })
      const others = database
        .prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`)
        .pluck()
        .all()
        .filter((name) => !staged.some((one) => one === name))
      database.exec(
        `CREATE TEMP VIEW shown AS SELECT ${[
          ...others.map((name) => `t.${name}`),
          ...staged.map((name) => `coalesce(s.${name}, t.${name}) AS ${name}`),
        ].join(', ')} FROM ${table} AS t LEFT JOIN staged AS s ON s.id = t.id`,
      )
    },
    ids(query) {
      const pieces = conditionsOf(query)
      const where = pieces.map(({ sql }) => `(${sql})`).join(' AND ')
      const bound = pieces.flatMap((piece) => piece.bound)
      // The sheets that are asked here have a single column in their own order.
      const [term = { field: sheets[query.sheet].order[0], descending: false }] = query.sort
      const column = columnOf(query.sheet, term.field)
      let ids: number[]
      if (query.group !== null) {
        ids = inGroups(columnOf(query.sheet, query.group), where, bound, [isEmpty(column).sql, ...by(column)])
      } else {
        // What is empty comes last: two questions are answered from the index, one would be sorted.
        const direction = term.descending ? 'DESC' : 'ASC'
        const empty = isEmpty(column).sql
        const order = [...by(column), 'id'].map((name) => `${name} ${direction}`).join(', ')
        const filled = column.holds === 'text' ? `${column.key} > ''` : `${column.key} IS NOT NULL`
        const and = where && ` AND ${where}`
        ids = [...pick(filled + and, order, bound), ...pick(empty + and, `id ${direction}`, bound)]
      }
      const names = Object.values(columns).map(({ value }) => value)
      prepare(`SELECT id, ${names.join(', ')} FROM ${from('label')} WHERE id IN (SELECT value FROM json_each(?))`).all(
        JSON.stringify(ids.slice(0, firstRows)),
      )
      return ids
    },
    close: () => database.close(),
  }
}

import type { Sqlite } from '../database.ts'
import { sources } from './sources.ts'

/** These have an index by the table's own shape, and no two rows that hold the same. */
const unique: ReadonlySet<string> = new Set(['id', 'panel_id'])

/** What an index is on, from its own text. */
const placeOf = (sql: string) => sql.slice(sql.indexOf(' ON ') + 4).replaceAll(/\s+/g, ' ')

const placesIn = (database: Sqlite): ReadonlySet<string> =>
  new Set(
    database
      .prepare<[], string>(`SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
      .pluck()
      .all()
      .map(placeOf),
  )

/** Whether a table has an index on these columns, so that one row is found among many at once. */
export function isIndexed(database: Sqlite, table: string, [first = '', ...others]: readonly string[]): boolean {
  return (
    (others.length === 0 && unique.has(first)) || placesIn(database).has(`${table} (${[first, ...others].join(', ')})`)
  )
}

/**
 * Makes the indexes that sheets are sorted, filtered and searched by, as far as they are missing: one at a time, others
 * having their turn in between. SQLite makes each in one go, a tenth of a second's work for 100,000 rows: so it is made
 * after a `rest`, and none is begun once it `isEnough`. Where one is missing, the answer is the same and takes longer.
 * Answers whether none is missing now.
 */
export async function makeIndexes(
  database: Sqlite,
  rest: () => Promise<unknown>,
  isEnough: () => boolean,
): Promise<boolean> {
  const present = placesIn(database)
  for (const { table, made, columns, search } of Object.values(sources)) {
    const wanted = [search, ...Object.values(columns).map(({ key, value }) => (key === value ? [key] : [key, value]))]
    for (const name of made === null ? [table] : [made, table]) {
      for (const [first, ...others] of wanted) {
        const place = `${name} (${[first, ...others].join(', ')})`
        if (first === undefined || unique.has(first) || present.has(place)) continue
        if (!isEnough()) await rest()
        if (isEnough()) return false
        database.exec(`CREATE INDEX IF NOT EXISTS ${name}_sheet_${first} ON ${place}`)
      }
    }
  }
  return true
}

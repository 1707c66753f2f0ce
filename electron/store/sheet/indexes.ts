import type { Sqlite } from '../database.ts'
import { sources } from './sources.ts'

/** These have an index by the table's own shape. */
const unique: ReadonlySet<string> = new Set(['id', 'panel_id'])

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
  const present = new Set(
    database.prepare<[], string>(`SELECT name FROM main.sqlite_schema WHERE type = 'index'`).pluck().all(),
  )
  for (const { table, columns, search } of Object.values(sources)) {
    const wanted = [search, ...Object.values(columns).map(({ key, value }) => (key === value ? [key] : [key, value]))]
    for (const [first, ...others] of wanted) {
      const name = `${table}_sheet_${first}`
      if (first === undefined || unique.has(first) || present.has(name)) continue
      if (!isEnough()) await rest()
      if (isEnough()) return false
      database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${[first, ...others].join(', ')})`)
    }
  }
  return true
}

import { together, type Sqlite } from './database.ts'
import { mirrors, type Held, type Mirror } from './mirror.ts'

const isHeld: Readonly<Record<Held['as'], (column: string) => string>> = {
  text: (column) => `typeof(${column}) = 'text'`,
  // What JavaScript cannot count to is another number once it is read.
  whole: (column) =>
    `(typeof(${column}) = 'integer' AND ${column} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER})`,
  number: (column) =>
    `(typeof(${column}) IN ('integer', 'real') AND ${column} BETWEEN ${-Number.MAX_VALUE} AND ${Number.MAX_VALUE})`,
}

/**
 * Whether a row holds what its model, and all that is derived from it, may hold: as a condition in SQL. The types of a
 * STRICT table are SQLite's own care, and gone over when a file is looked through; it lets all numbers pass.
 */
function isReadable({ holds }: Pick<Mirror<never>, 'holds'>, isStrict: boolean): string {
  return holds
    .filter(({ as }) => as !== 'text' || !isStrict)
    .map(({ column, as, nullable }) => `(${nullable ? `${column} IS NULL OR ` : ''}${isHeld[as](column)})`)
    .join(' AND ')
}

/**
 * Takes out of the cache the rows that cannot be read, each by itself: the next pull brings them again. This program
 * writes none such, so they are looked for where a file is opened that is not as it was left (`asLeft`), and again only
 * where somebody else has written to it. `onTaken` is told how many they were.
 *
 * SQLite is asked, column by column, instead of parsing each row where it is read: a sheet of 100,000 rows is ordered
 * from indexes alone, and an order that counts rows which cannot be read would have holes. It takes about as
 * long as looking through the file; where nobody has written, some thousandths of a millisecond.
 */
export function keepReadable(
  database: Sqlite,
  { asLeft, onTaken }: { readonly asLeft: boolean; readonly onTaken: (rows: number) => void },
): () => void {
  const writtenByOthers = database.prepare('PRAGMA data_version').pluck()
  const selectStrict = database
    .prepare<[], string>(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict`)
    .pluck()
  let asOf = asLeft ? writtenByOthers.get() : undefined

  return () => {
    const now = writtenByOthers.get()
    if (now === asOf) return
    asOf = now
    together(database, () => {
      const strict = new Set(selectStrict.all())
      let taken = 0
      for (const mirror of Object.values(mirrors)) {
        const readable = isReadable(mirror, strict.has(mirror.table))
        taken += database.prepare(`DELETE FROM ${mirror.table} WHERE NOT (${readable})`).run().changes
      }
      if (taken > 0) onTaken(taken)
    })
  }
}

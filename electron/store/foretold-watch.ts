import type { Sqlite } from './database.ts'
import { mirrors, type MirrorName } from './mirror.ts'

/** Rows of a table by what they hold in a field, and the fields of them that something was foretold by. */
export interface WatchedPlace {
  readonly table: MirrorName
  readonly by: string
  readonly fields: readonly string[]
}

/** What a row holds in the field of a place. */
export type PlaceValue = string | number

/** Rows at a place, by their values. */
export interface AtPlace {
  /** Which of the places, by its index. */
  readonly place: number
  readonly value: PlaceValue
}

/**
 * Notes which operations and rows of the cache have been altered, of those that something was foretold by: in memory, by
 * triggers, so that nobody who writes has to think of it. What a transaction that is rolled back has altered is
 * forgotten with it.
 */
export interface ForetoldWatch {
  /** Has changes of these operations, and of rows with these values, noted from now on. */
  watch(operations: readonly number[], rows: readonly AtPlace[]): void
  /** These operations are settled, and change no more. */
  unwatch(operations: readonly number[]): void
  /** What has been altered since it was last taken; `lists` where plans or equipment have. */
  take(): { readonly operations: number[]; readonly rows: AtPlace[]; readonly lists: boolean }
  /** Whose rows the cache holds, or has held. */
  dealers(): number[]
  /**
   * Whether all that was found by what was taken still stands: not where it was found within a transaction that was
   * rolled back.
   */
  stands(): boolean
}

const journalShape = `
  CREATE TEMP TABLE foretold_by (operation INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_altered (operation INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_taken (times INTEGER NOT NULL) STRICT;
  INSERT INTO foretold_taken VALUES (0);
  CREATE TEMP TRIGGER foretold_operation AFTER UPDATE OF state, params, broken ON main.operation
    WHEN new.id IN (SELECT operation FROM foretold_by) BEGIN
    INSERT INTO foretold_altered SELECT new.id WHERE new.id NOT IN (SELECT operation FROM foretold_altered);
  END;`

/** The column of a field. */
function columnOf(table: MirrorName, field: string): string {
  const found = mirrors[table].cells.find((cell) => cell.field === field)
  if (!found) throw new Error(`There is no ${field} in ${table}`)
  return found.column
}

/** Has rows noted that come, go or are altered at a place. */
function watchPlace({ table, by, fields }: WatchedPlace, place: number): string {
  const column = columnOf(table, by)
  // Of the same type, or the values would be copied for each row that is written, to be compared.
  const type = mirrors[table].holds.find((held) => held.column === column)?.as === 'text' ? 'TEXT' : 'INTEGER'
  const [watched, altered] = [`foretold_by_${place}`, `foretold_altered_${place}`]
  // Not with OR IGNORE: where the statement that fires a trigger has a conflict clause, that one rules in the trigger too.
  const note = (which: string) =>
    `WHEN ${which} IN (SELECT value FROM ${watched}) BEGIN
      INSERT INTO ${altered} SELECT ${which} WHERE ${which} NOT IN (SELECT value FROM ${altered});
    END;`
  const columns = [...new Set([column, ...fields.map((field) => columnOf(table, field))])].join(', ')
  return `
    CREATE TEMP TABLE ${watched} (value ${type} PRIMARY KEY) STRICT;
    CREATE TEMP TABLE ${altered} (value ${type} PRIMARY KEY) STRICT;
    CREATE TEMP TRIGGER foretold_came_${place} AFTER INSERT ON main.${table} ${note(`new.${column}`)}
    CREATE TEMP TRIGGER foretold_changed_${place} AFTER UPDATE OF ${columns} ON main.${table} ${note(`new.${column}`)}
    CREATE TEMP TRIGGER foretold_left_${place} AFTER UPDATE OF ${column} ON main.${table} ${note(`old.${column}`)}
    CREATE TEMP TRIGGER foretold_went_${place} AFTER DELETE ON main.${table} ${note(`old.${column}`)}`
}

/** Has whose rows there are noted, of a table in whose column that stands. */
function watchDealers(table: MirrorName, field: string): string {
  const column = columnOf(table, field)
  return ['INSERT', `UPDATE OF ${column}`]
    .map(
      (event, index) => `
    CREATE TEMP TRIGGER foretold_dealer_${table}_${index} AFTER ${event} ON main.${table}
      WHEN new.${column} NOT IN (SELECT dealer FROM foretold_dealers) BEGIN
      INSERT INTO foretold_dealers VALUES (new.${column});
    END;`,
    )
    .join('\n')
}

const watchLists = (['tariff', 'equipment'] satisfies MirrorName[])
  .flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map(
      (event) => `
    CREATE TEMP TRIGGER foretold_${table}_${event} AFTER ${event} ON main.${table} BEGIN
      INSERT INTO foretold_lists SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM foretold_lists);
    END;`,
    ),
  )
  .join('\n')

/** Begins to note changes, of nothing yet: at these places, and of whose the rows of these tables are. */
export function watchForetold(
  journal: Sqlite,
  cache: Sqlite,
  places: readonly WatchedPlace[],
  owned: readonly { readonly table: MirrorName; readonly dealerIn: string }[],
): ForetoldWatch {
  journal.exec(journalShape)
  cache.exec(`
    CREATE TEMP TABLE foretold_lists (sign INTEGER PRIMARY KEY) STRICT;
    CREATE TEMP TABLE foretold_dealers (dealer INTEGER PRIMARY KEY) STRICT;
    ${watchLists}
    ${places.map(watchPlace).join('\n')}
    ${owned.map(({ table, dealerIn }) => watchDealers(table, dealerIn)).join('\n')}`)
  const listed = 'IN (SELECT value FROM json_each(?))'
  const watchOperations = journal.prepare('INSERT OR IGNORE INTO temp.foretold_by SELECT value FROM json_each(?)')
  const unwatch = journal.prepare(`DELETE FROM temp.foretold_by WHERE operation ${listed}`)
  const altered = journal.prepare<[], number>('SELECT operation FROM temp.foretold_altered').pluck()
  const forgetAltered = journal.prepare('DELETE FROM temp.foretold_altered')
  const at = places.map((_, place) => ({
    watch: cache.prepare<[string]>(`INSERT OR IGNORE INTO temp.foretold_by_${place} SELECT value FROM json_each(?)`),
    altered: cache.prepare<[], PlaceValue>(`SELECT value FROM temp.foretold_altered_${place}`).pluck(),
    forget: cache.prepare(`DELETE FROM temp.foretold_altered_${place}`),
  }))
  const lists = cache.prepare('SELECT 1 FROM temp.foretold_lists')
  const forgetLists = cache.prepare('DELETE FROM temp.foretold_lists')
  const timesTaken = journal.prepare<[], number>('SELECT times FROM temp.foretold_taken').pluck()
  const countTaken = journal.prepare('UPDATE temp.foretold_taken SET times = ?')
  const findDealers = owned.map(({ table, dealerIn }) =>
    cache.prepare(
      `INSERT OR IGNORE INTO temp.foretold_dealers SELECT DISTINCT ${columnOf(table, dealerIn)} FROM main.${table}`,
    ),
  )
  const dealers = cache.prepare<[], number>('SELECT dealer FROM temp.foretold_dealers').pluck()
  let found = false
  let times = 0

  return {
    watch(operations, rows) {
      if (operations.length > 0) watchOperations.run(JSON.stringify(operations))
      const values = places.map((): PlaceValue[] => [])
      for (const { place, value } of rows) values[place]?.push(value)
      values.forEach((some, place) => void (some.length > 0 && at[place]?.watch.run(JSON.stringify(some))))
    },
    unwatch: (operations) => void (operations.length > 0 && unwatch.run(JSON.stringify(operations))),
    take() {
      const operations = altered.all()
      if (operations.length > 0) forgetAltered.run()
      const rows = at.flatMap((each, place) => {
        const values = each.altered.all()
        if (values.length > 0) each.forget.run()
        return values.map((value) => ({ place, value }))
      })
      const hasLists = lists.get() !== undefined
      if (hasLists) forgetLists.run()
      return { operations, rows, lists: hasLists }
    },
    dealers() {
      if (!found) for (const find of findDealers) find.run()
      found = true
      return dealers.all()
    },
    stands() {
      const stood = timesTaken.get() === times
      // Rolled back with whatever is found from here on.
      if (journal.inTransaction || !stood) countTaken.run(++times)
      return stood
    },
  }
}

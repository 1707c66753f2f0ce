import Database from 'better-sqlite3'

/** Hears what this process does with SQLite files. */
export interface SqliteListener {
  /** A file was opened; everything that opens one sets a pragma first. */
  opened(database: Database.Database): void
  /** A transaction is about to begin, or has just been committed. */
  moment(database: Database.Database): void
}

const listeners = new Set<SqliteListener>()
type Work = Parameters<Database.Database['transaction']>[0]
const transaction: Database.Database['transaction'] = Reflect.get(Database.prototype, 'transaction')
const pragma: Database.Database['pragma'] = Reflect.get(Database.prototype, 'pragma')

/** Tells of every file and transaction in this process from now on, until the function that it answers is called. */
export function watchSqlite(listener: SqliteListener): () => void {
  Object.assign(Database.prototype, { transaction: watchedTransaction, pragma: watchedPragma })
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) Object.assign(Database.prototype, { transaction, pragma })
  }
}

function watchedPragma(this: Database.Database, ...args: Parameters<typeof pragma>): unknown {
  for (const listener of listeners) listener.opened(this)
  return pragma.apply(this, args)
}

/** The library's own transactions, with a word before and after each that is not part of another. */
function watchedTransaction<Run extends Work>(this: Database.Database, work: Run): Database.Transaction<Run> {
  const plain = transaction.call(this, work)
  const around = (run: Work): Work => {
    return (...args) => {
      if (this.inTransaction) return run(...(args as unknown[]))
      tell(this)
      const result = run(...(args as unknown[]))
      tell(this)
      return result
    }
  }
  const { deferred, immediate, exclusive } = plain
  const told = { default: around(plain), deferred: around(deferred), immediate: around(immediate) }
  return Object.assign(around(plain), { ...told, exclusive: around(exclusive) }) as Database.Transaction<Run>
}

function tell(database: Database.Database): void {
  for (const listener of listeners) listener.moment(database)
}

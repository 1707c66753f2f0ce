import Database from 'better-sqlite3'

/** Hears of a transaction in a SQLite file, just before it begins and just after it is on disk. */
type CommitListener = (database: Database.Database) => void

const listeners = new Set<CommitListener>()
type Work = Parameters<Database.Database['transaction']>[0]
const original: Database.Database['transaction'] = Reflect.get(Database.prototype, 'transaction')

/** Tells of every transaction in this process from now on, until the function that it answers is called. */
export function listenToCommits(listener: CommitListener): () => void {
  Database.prototype.transaction = watched
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) Database.prototype.transaction = original
  }
}

/** The library's own transactions, with a word before and after each that is not part of another. */
function watched<Run extends Work>(this: Database.Database, work: Run): Database.Transaction<Run> {
  const plain = original.call(this, work)
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
  for (const listener of listeners) listener(database)
}

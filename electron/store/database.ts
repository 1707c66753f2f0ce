import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fail, ProblemError } from '../../shared/problem.ts'

/** An open SQLite file. */
export type Sqlite = Database.Database

/** What a file promises: `full` survives a power cut, `normal` may lose the last moments but never its shape. */
export type Durability = 'full' | 'normal'

/** Opens (or makes) a file with the pragmas that everything here relies on, and reads them back. */
export function openSqlite(path: string, durability: Durability): Sqlite {
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma(`synchronous = ${durability.toUpperCase()}`)
    database.pragma('foreign_keys = ON')
    database.pragma('busy_timeout = 2000')
    // Temporary tables hold what people have typed: they are never written to a file.
    database.pragma('temp_store = MEMORY')
    if (durability === 'full' && process.platform === 'darwin') database.pragma('fullfsync = ON')
    const held = {
      journal: database.pragma('journal_mode', { simple: true }),
      synchronous: database.pragma('synchronous', { simple: true }),
      foreignKeys: database.pragma('foreign_keys', { simple: true }),
    }
    const expected = durability === 'full' ? 2 : 1
    if ((held.journal !== 'wal' && path !== ':memory:') || held.synchronous !== expected || held.foreignKeys !== 1) {
      throw new Error(`SQLite did not take its settings: ${JSON.stringify(held)}`)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Brings a file to the newest version by numbered steps of plain SQL, each in a transaction of its own; a copy of the
 * file is put beside it first. A file that a newer program wrote is refused.
 */
export function migrate(database: Sqlite, steps: readonly string[]): void {
  const from = Number(database.pragma('user_version', { simple: true }))
  if (from > steps.length) fail('journal-newer', { version: from, known: steps.length })
  if (from === steps.length) return
  if (from > 0 && database.name !== ':memory:') {
    const copy = `${database.name}.before-${steps.length}`
    if (!existsSync(copy)) copyTo(database, copy)
  }
  steps.slice(from).forEach((step, index) => {
    database.transaction(() => {
      database.exec(step)
      database.pragma(`user_version = ${from + index + 1}`)
    })()
  })
}

/** Copies a database to a new file, which is there whole or not at all. */
function copyTo(database: Sqlite, path: string): void {
  const part = `${path}.part`
  rmSync(part, { force: true })
  database.prepare('VACUUM INTO ?').run(part)
  renameSync(part, path)
}

/** Whether the file's pages are whole. */
export function isSound(database: Sqlite): boolean {
  try {
    return database.pragma('quick_check', { simple: true }) === 'ok'
  } catch {
    return false
  }
}

/** Whether an error says that the file itself is not (or no longer) a database. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

/** Runs `work` as one commit; a full or read-only disk becomes a problem that says so, and nothing is half-written. */
export function commit<T>(database: Sqlite, work: () => T): T {
  try {
    return database.transaction(work).immediate()
  } catch (error) {
    throw asProblem(error)
  }
}

/** A SQLite error as the problem that it means to a person; any other error as it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Database.SqliteError)) return error
  if (error.code === 'SQLITE_FULL') return new ProblemError({ code: 'disk-full', again: true }, { cause: error })
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR)/.test(error.code)) {
    return new ProblemError({ code: 'disk-read-only', again: true }, { cause: error })
  }
  return error
}

import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { fail, ProblemError, type ProblemCode } from '../../shared/problem.ts'
import { beginPrivate } from './private-files.ts'
import { keepStatements, tookBack, watchOf, type Sqlite } from './statements.ts'
import { syncFile, syncFolder } from './whole-file.ts'

export type { Sqlite, Statement } from './statements.ts'

/** What a file promises: `full` survives a power cut, `normal` may lose the last moments but never its shape. */
export type Durability = 'full' | 'normal'

/** How long another program's lock is waited for: milliseconds. */
const patience = 2000

/** Opens (or makes) a file with the pragmas that everything here relies on, and reads them back. */
export function openSqlite(path: string, durability: Durability): Sqlite {
  // The log next to it takes over who may read the file.
  if (path !== ':memory:') beginPrivate(path)
  const database = keepStatements(new Database(path, { timeout: patience }))
  try {
    database.pragma('journal_mode = WAL')
    database.pragma(`synchronous = ${durability.toUpperCase()}`)
    database.pragma('foreign_keys = ON')
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
 * file is put next to it first. A file that a newer program wrote is refused.
 */
export function migrate(database: Sqlite, steps: readonly string[]): void {
  const from = Number(database.pragma('user_version', { simple: true }))
  if (from > steps.length) fail('journal-newer', { version: from, known: steps.length })
  if (from === steps.length) return
  if (from > 0 && database.name !== ':memory:') {
    const copy = `${database.name}.before-${steps.length}`
    if (!existsSync(copy)) copyWhole(database, copy)
  }
  steps.slice(from).forEach((step, index) => {
    together(database, () => {
      database.exec(step)
      database.pragma(`user_version = ${from + index + 1}`)
    })
  })
}

/** Copies a database to a new file, which is there whole and for good, or not at all. */
export function copyWhole(database: Sqlite, path: string): void {
  const part = `${path}.part`
  rmSync(part, { force: true })
  beginPrivate(part)
  database.prepare('VACUUM INTO ?').run(part)
  syncFile(part)
  renameSync(part, path)
  syncFolder(dirname(path))
}

/** Whether the file's pages are whole. Throws where that cannot be told: the disk fails, or another holds the file. */
export function isSound(database: Sqlite): boolean {
  try {
    return database.pragma('quick_check', { simple: true }) === 'ok'
  } catch (error) {
    if (asProblem(error) !== error) throw error
    return false
  }
}

/** Whether an error says that the file itself is not (or no longer) a database. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)
}

/** Runs work as one commit, or as a part of the one that is under way. */
export type Commit = <T>(work: () => T) => T

type Transaction = Database.Transaction<(work: () => unknown) => unknown>

/** One for each file: the library takes longer to make one than to run it. */
const transactions = new WeakMap<Sqlite, Transaction>()

function transactionOf(database: Sqlite): Transaction {
  let transaction = transactions.get(database)
  if (!transaction) transactions.set(database, (transaction = database.transaction((work: () => unknown) => work())))
  return transaction
}

/** Runs `work` in a transaction of its own, or as a part of the one that is under way. */
export function together<T>(database: Sqlite, work: () => T): T {
  try {
    return transactionOf(database)(work) as T
  } catch (error) {
    tookBack(database)
    throw error
  }
}

/** Runs `work` as one commit; a full or read-only disk becomes a problem that says so, and nothing is half-written. */
export function commit<T>(database: Sqlite, work: () => T): T {
  try {
    const watch = watchOf(database)
    let worked = 0
    const done = transactionOf(database).immediate(() => {
      const made = work()
      worked = watch?.now() ?? 0
      return made
    }) as T
    watch?.took('COMMIT', watch.now() - worked)
    return done
  } catch (error) {
    tookBack(database)
    throw asProblem(error)
  }
}

/**
 * Which problem the codes of SQLite and of the operating system are to a person. SQLite's index of the log cannot be
 * made longer (SHMSIZE) where there is no room for it.
 */
const diskProblems: readonly (readonly [RegExp, ProblemCode])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'disk-full'],
  [/^(SQLITE_(BUSY|LOCKED|PROTOCOL)|EBUSY)/, 'file-locked'],
  [/^(SQLITE_(READONLY|CANTOPEN|PERM)|EROFS|EACCES|EPERM)/, 'disk-read-only'],
  [/^(SQLITE_IOERR|EIO)/, 'disk-failed'],
]

/** An error of SQLite or of the disk as the problem that it means to a person; any other error as it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error && 'code' in error)) return error
  const { code } = error
  const found = diskProblems.find(([codes]) => typeof code === 'string' && codes.test(code))
  return found ? new ProblemError({ code: found[1], again: true }, { cause: error }) : error
}

/** Whether an error says that a file takes no more, while all that it holds can still be read. */
export function takesNoMore(error: unknown): boolean {
  const problem = asProblem(error)
  return problem instanceof ProblemError && ['disk-full', 'disk-read-only'].includes(problem.problem.code)
}

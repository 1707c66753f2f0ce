import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { newFolder } from './core-rig.ts'

const most = 256 * 1024 * 1024

/** Has SQLite's own shell recover a file, and the log beside it, into another file. */
function recover(path: string, into: string): void {
  const recovered = spawnSync('sqlite3', [path, '.recover --ignore-freelist'], { maxBuffer: most })
  spawnSync('sqlite3', [into], { input: recovered.stdout ?? '', maxBuffer: most })
}

/**
 * Whether SQLite's own shell is on this machine, and can recover. That of Debian cannot: it is built without the table of
 * pages that `.recover` reads, and answers nothing. One built from SQLite's own sources with SQLITE_ENABLE_DBPAGE_VTAB does.
 */
export const canRecover = probe()

function probe(): boolean {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return false
  const folder = newFolder()
  try {
    const path = join(folder, 'probe.db')
    const database = new Database(path)
    database.exec('CREATE TABLE operation (id INTEGER PRIMARY KEY); INSERT INTO operation VALUES (1)')
    database.close()
    return readRecovered(path, (recovered) => count(recovered, 'SELECT count(*) FROM operation')) === 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is read from the file that SQLite's own recovery makes of a journal; null where it makes none. */
export function readRecovered<T>(journal: string, read: (recovered: Database.Database) => T): T | null {
  if (!existsSync(journal)) return null
  const folder = newFolder()
  try {
    const [copy, into] = [join(folder, 'journal.db'), join(folder, 'recovered.db')]
    for (const suffix of ['', '-wal']) if (existsSync(journal + suffix)) copyFileSync(journal + suffix, copy + suffix)
    recover(copy, into)
    if (!existsSync(into)) return null
    const database = new Database(into, { readonly: true })
    try {
      return read(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a query counts; null where the recovered file has no such table. */
export function count(recovered: Database.Database, sql: string): number | null {
  try {
    return recovered.prepare<[], number>(sql).pluck().get() ?? null
  } catch {
    return null
  }
}

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { newFolder } from '../support/core-rig.ts'

/** Whether SQLite's own shell is on this machine (Debian: package sqlite3). */
export const hasShell = spawnSync('sqlite3', ['--version']).status === 0

/**
 * How many operations SQLite's own `.recover` reads from a journal and the log beside it, of those that are shown: not
 * what was discarded before it had any part in anything; null where it reads none.
 */
export function recoveredBySqlite(journal: string): number | null {
  const folder = newFolder()
  try {
    const [copy, out] = [join(folder, 'journal.db'), join(folder, 'recovered.db')]
    if (!existsSync(journal)) return null
    for (const suffix of ['', '-wal']) if (existsSync(journal + suffix)) copyFileSync(journal + suffix, copy + suffix)
    const most = 256 * 1024 * 1024
    const { stdout } = spawnSync('sqlite3', [copy, '.recover --ignore-freelist'], { maxBuffer: most })
    spawnSync('sqlite3', [out], { input: stdout, maxBuffer: most })
    return countOperations(out)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function countOperations(path: string): number | null {
  if (!existsSync(path)) return null
  const database = new Database(path, { readonly: true })
  try {
    const sql = `SELECT count(DISTINCT id) FROM operation
      WHERE state <> 'discarded' OR attempts > 0 OR theirs IS NOT NULL`
    return database.prepare<[], number>(sql).pluck().get() ?? null
  } catch {
    return null
  } finally {
    database.close()
  }
}

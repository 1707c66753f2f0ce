import { copyFileSync, existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { copyWhole, migrate, openSqlite, type Sqlite } from './database.ts'
import { countsOf, identityOf, type Identity } from './identity.ts'
import { isWholeJournal } from './journal-shape.ts'
import { journalSteps } from './migrations/journal.ts'
import { salvage } from './salvage.ts'
import { readImage } from './sqlite-image.ts'
import { backupOf, filesOf } from './take-place.ts'

/** A copy of a journal that can be had. */
export interface Backup {
  /** Its name, in the journal's folder. */
  readonly file: string
  /** When it was made: milliseconds since 1970, UTC. */
  readonly at: number
  readonly operations: number
  /** How many requests it knows of. */
  readonly attempts: number
  /** Null where a version made it that did not know. */
  readonly identity: Identity | null
}

/** Keeps a backup of an open journal next to it, in place of the one before, unless that holds the same. */
export function backUp(database: Sqlite): void {
  const path = backupOf(database.name)
  const last = existsSync(path) ? glance(path) : null
  if (last?.identity?.commits === identityOf(database)?.commits && last !== null) return
  copyWhole(database, path)
}

/** The copies next to a journal, whatever they were made for, that are of `journal` or do not say; the latest first. */
export function backupsOf(path: string, journal: string | null): Backup[] {
  const names = filesOf(path).filter((name) => /\.db\.(?:backup|aside-\d+\.backup|before-\d+)$/.test(name))
  return names
    .flatMap((name) => glance(join(dirname(path), name)) ?? [])
    .filter(({ identity }) => journal === null || identity === null || identity.journal === journal)
    .sort((a, b) => (b.identity?.commits ?? 0) - (a.identity?.commits ?? 0) || b.operations - a.operations)
}

/** Whether a copy can take the place of a journal as it stands. */
export function isWholeBackup(path: string): boolean {
  return readCopy(path, isWholeJournal) ?? false
}

/**
 * Makes a new journal at `part`, of the newest version, out of a copy, or out of what can be read of it; `change` is
 * given it before it is closed.
 */
export function unpack(copy: string, part: string, change: (database: Sqlite) => void = () => undefined): void {
  const whole = isWholeBackup(copy)
  if (whole) copyFileSync(copy, part)
  const database = openSqlite(part, 'full')
  try {
    migrate(database, journalSteps)
    if (!whole) salvage(readImage(copy), database)
    change(database)
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

function glance(path: string): Backup | null {
  return readCopy(path, (database) => {
    const { operations, attempts } = countsOf(database)
    return {
      file: path.slice(dirname(path).length + 1),
      at: statSync(path).mtimeMs,
      operations,
      attempts,
      identity: identityOf(database),
    }
  })
}

/** What `read` answers of a copy; null where it cannot be read. */
function readCopy<T>(path: string, read: (database: Sqlite) => T): T | null {
  let database: Sqlite | null = null
  try {
    database = new Database(path, { readonly: true })
    return read(database)
  } catch {
    return null
  } finally {
    database?.close()
  }
}

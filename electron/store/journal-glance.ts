import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { finalStates } from '../../shared/operations/states.ts'
import { readOr, readVersioned, type Versioned } from '../../shared/versioned.ts'
import type { Journal } from './journal.ts'
import { profileRecord, type ProfileRecord } from './profile-record.ts'

const settingName = 'profile'

/** Keeps in the journal what the profile's own file says, for the day on which that cannot be read. */
export function keepProfile(journal: Journal, profile: ProfileRecord): void {
  // When it was opened is left out, so that opening writes nothing on most days.
  const text = JSON.stringify({ ...profile, openedAt: null })
  if (journal.setting(settingName) !== text) journal.setSetting(settingName, text)
}

/**
 * What the journal of a profile says of that profile; null where it says nothing that can be read. The copies beside a
 * journal (from before a migration, damaged ones) are asked after it.
 */
export function profileKept(folder: string, id: string): ProfileRecord | null {
  for (const name of journalFiles(folder)) {
    const record = glance(join(folder, name), (database) => {
      const sql = 'SELECT value FROM setting WHERE name = ?'
      const value = database.prepare<[string], string>(sql).pluck().get(settingName)
      return value === undefined ? null : profileRecord.parse(JSON.parse(value))
    })
    if (record?.id === id) return record
  }
  return null
}

/** What the journal of a profile that is not open keeps under a name; null where that cannot be read. */
export function settingKept<Value>(folder: string, name: string, format: Versioned<Value>): Value | null {
  const found = glance(join(folder, 'journal.db'), (database) => {
    const sql = 'SELECT value, version FROM setting WHERE name = ?'
    return database.prepare<[string], { value: string; version: number }>(sql).get(name)
  })
  return readOr(found ? readVersioned(format, found.version, found.value) : null, null)
}

/** How many operations of a profile that is not open are not settled; null where its journal cannot be read. */
export function unsettledIn(folder: string): number | null {
  const states = finalStates.map((state) => `'${state}'`).join(', ')
  const files = journalFiles(folder)
  if (files.length === 0) return 0
  return glance(join(folder, 'journal.db'), (database) =>
    database.prepare<[], number>(`SELECT count(*) FROM operation WHERE state NOT IN (${states})`).pluck().get(),
  )
}

/** The journal and whatever is kept of it, itself first. */
function journalFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^journal\.db(?:\..*)?$/.test(name) && !/-(?:wal|shm)$/.test(name))
    .sort()
}

/** Reads a journal that may be another process's: nothing of it is written, no lock is taken, none is waited for. */
function glance<T>(path: string, read: (database: Database.Database) => T | undefined): T | null {
  let database: Database.Database | null = null
  try {
    database = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 })
    return read(database) ?? null
  } catch {
    return null
  } finally {
    database?.close()
  }
}

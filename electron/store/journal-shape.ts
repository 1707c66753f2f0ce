import Database from 'better-sqlite3'
import type { Sqlite } from './database.ts'
import { journalSteps } from './migrations/journal.ts'

/** The shape of every version that was asked for, part by part. */
const shapes = new Map<number, readonly string[]>()

/** Whether all pages, indexes and the shape of every table of a journal are as this program makes them. */
export function isWholeJournal(database: Sqlite): boolean {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > journalSteps.length || database.pragma('integrity_check(1)', { simple: true }) !== 'ok') return false
  const held = new Set(shapeOf(database))
  return shapeAt(version).every((part) => held.has(part))
}

/** The shape that this program gives to a journal of a version. */
function shapeAt(version: number): readonly string[] {
  const known = shapes.get(version)
  if (known) return known
  const made = new Database(':memory:')
  try {
    for (const step of journalSteps.slice(0, version)) made.exec(step)
    const shape = shapeOf(made)
    shapes.set(version, shape)
    return shape
  } finally {
    made.close()
  }
}

function shapeOf(database: Sqlite): string[] {
  return database
    .prepare<[], string>(`SELECT type || ' ' || name || ' ' || tbl_name || coalesce(sql, '') FROM sqlite_master`)
    .pluck()
    .all()
}

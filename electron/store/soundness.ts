import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { isSound, type Sqlite } from './database.ts'
import { writeWhole } from './whole-file.ts'

/** Next to a file: which of its states was found whole. */
export const noteOf = (path: string) => `${path}.sound`

/** A state of a file: every write changes its time, its length, or both. */
function stateOf(path: string): string {
  const { size, mtimeNs } = statSync(path, { bigint: true })
  return `${size} ${mtimeNs}`
}

/**
 * Whether a file still is as {@link closeChecked} left it: then it is believed to be whole. What is in the log next to it
 * bears checksums of its own. Looking through all of its pages takes its time.
 */
export function isAsLeft(database: Sqlite): boolean {
  // Each opening after a crash finds none: to throw and to catch that takes longer than to ask.
  if (!existsSync(noteOf(database.name))) return false
  try {
    return readFileSync(noteOf(database.name), 'utf8') === stateOf(database.name)
  } catch {
    // Not to be read.
    return false
  }
}

/**
 * Closes a file, and looks it through before: then nobody waits for that, and damage met in use is found out.
 * `lookOver` does what else is to be done for it to be believed.
 */
export function closeChecked(database: Sqlite, lookOver: () => void): void {
  const path = database.name
  let sound = false
  try {
    lookOver()
    database.pragma('wal_checkpoint(TRUNCATE)')
    sound = isSound(database)
  } catch {
    // A full disk, or damage: the next opening finds out which.
  }
  database.close()
  try {
    if (sound) writeWhole(noteOf(path), stateOf(path))
    else rmSync(noteOf(path), { force: true })
  } catch {
    // A disk that takes no note. Without one, the file is looked through at the next opening.
  }
}

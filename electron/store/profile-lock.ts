import Database from 'better-sqlite3'
import { fail } from '../../shared/problem.ts'

/** A profile held by this process; `release` lets another have it. */
export interface ProfileLock {
  release(): void
}

/**
 * Holds a profile for this process alone, whichever host it is, by an exclusive lock on a file of its own: the
 * operating system lets go of it when the process ends, however it ends. `profile-busy` where another has it.
 */
export function lockProfile(path: string): ProfileLock {
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    fail('profile-busy', undefined, { cause: error, again: true })
  }
  return { release: () => database.close() }
}

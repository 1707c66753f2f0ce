import { truncateSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fail } from '../../shared/problem.ts'
import { asProblem, isDamage } from './database.ts'
import { beginPrivate } from './private-files.ts'

/** A profile held by this process; `release` lets another have it. */
export interface ProfileLock {
  release(): void
}

/**
 * Holds a profile for this process alone, whichever host it is, by an exclusive lock on a file of its own: the
 * operating system lets go of it when the process ends, however it ends. `profile-busy` where another has it, and what
 * the disk says where the file itself cannot be had.
 */
export function lockProfile(path: string): ProfileLock {
  try {
    return hold(path)
  } catch (error) {
    if (!isDamage(error)) throw asLockProblem(error)
  }
  // Nothing stands in it that anybody needs, and nobody holds it, or its bytes would not have been looked at. It stays
  // the same file, so that two who mend it at once still turn each other away.
  try {
    truncateSync(path)
    return hold(path)
  } catch (error) {
    throw asLockProblem(error)
  }
}

function hold(path: string): ProfileLock {
  beginPrivate(path)
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw error
  }
  return { release: () => database.close() }
}

function asLockProblem(error: unknown): unknown {
  if (error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code)) {
    return fail('profile-busy', undefined, { cause: error, again: true })
  }
  return asProblem(error)
}

import { renameSync } from 'node:fs'
import type { Problem } from '../../shared/problem.ts'
import { isDamage, isSound, migrate, openSqlite, type Sqlite } from './database.ts'
import { createJournal, type Journal } from './journal.ts'
import { journalSteps } from './migrations/journal.ts'
import { toOperation } from './operation.ts'
import { salvage } from './salvage.ts'

/**
 * Opens the journal. A newer program's is refused (`journal-newer`); a damaged one is put aside, what can be read is
 * taken over into a new one, and `damage` says so.
 */
export function openJournal(path: string, stamp: () => number): { journal: Journal; damage: Problem | null } {
  let database: Sqlite | null = null
  let damage: Problem | null = null
  try {
    database = openSqlite(path, 'full')
    if (!isSound(database)) throw Object.assign(new Error('quick_check failed'), { damaged: true })
  } catch (error) {
    const damaged = isDamage(error) || (error instanceof Error && 'damaged' in error)
    database?.close()
    if (!damaged) throw error
    const aside = `${path}.damaged-${stamp()}`
    for (const suffix of ['', '-wal', '-shm']) {
      try {
        renameSync(path + suffix, aside + suffix)
      } catch {
        // The file beside it may not exist.
      }
    }
    database = openSqlite(path, 'full')
    migrate(database, journalSteps)
    const rows = salvage(aside, database, toOperation)
    damage = { code: 'journal-damaged', values: { rows, file: aside } }
  }
  try {
    migrate(database, journalSteps)
  } catch (error) {
    database.close()
    throw error
  }
  return { journal: createJournal(database), damage }
}

import { z } from 'zod'
import type { Sqlite } from './database.ts'

/** Which journal a file is. */
export interface Identity {
  readonly journal: string
  /** The profile that it is of. */
  readonly profile: string
  /** How many commits it has seen. */
  readonly commits: number
}

const row = z.object({ journal: z.string(), profile: z.string(), commits: z.int() })

/** Which journal an open file is; null for one of a version that did not know, or where that cannot be read. */
export function identityOf(database: Sqlite): Identity | null {
  try {
    return row.parse(database.prepare('SELECT journal, profile, commits FROM identity').get())
  } catch {
    return null
  }
}

/** Says which journal a file is, in the caller's transaction or one of its own. */
export function identify(database: Sqlite, { journal, profile, commits }: Identity): void {
  database.prepare('INSERT OR REPLACE INTO identity VALUES (1, ?, ?, ?)').run(journal, profile, commits)
}

/** How much a journal holds, as its mark counts it. */
export function countsOf(database: Sqlite): { operations: number; attempts: number } {
  const one = (sql: string) => Number(database.prepare<[], number | null>(sql).pluck().get() ?? 0)
  return {
    operations: one('SELECT count(*) FROM operation NOT INDEXED'),
    attempts: one(`SELECT seq FROM sqlite_sequence WHERE name = 'attempt'`),
  }
}

import { fail } from '../../shared/problem.ts'
import { commit, type Sqlite } from './database.ts'
import { countsOf, identityOf } from './identity.ts'
import { backUp } from './journal-backup.ts'
import type { MarkFile } from './journal-mark.ts'
import { lastOutcome } from './outcomes.ts'

/** How what is written to a journal comes to the disk, and how its mark follows. */
export interface JournalCommits {
  /** What the files next to it know it by. */
  readonly id: string
  /**
   * Commits within `work` are parts of a longer step, of which nobody has been answered yet: they are whole at once, and
   * outlast a power cut from the next other commit on, or from {@link lastingParts}. Waiting for the disk takes as long
   * as the work of a part.
   */
  parts<T>(work: () => T): T
  /** Makes the parts that were committed last. */
  lastingParts(): void
  /** One commit over several calls. */
  commit<T>(work: () => T): T
  /** Moves what stands in the log into the file, as far as nothing is in its way: what is lost with the log is less. */
  checkpoint(): void
  /** Closes the file, and keeps a backup next to it. */
  close(): void
}

/** What a mark counts, as the journal has it after a commit. */
interface Counts {
  readonly commits: number
  readonly operation: number | null
  readonly attempt: number | null
  readonly outcome: number | null
}

/** The commits of an open journal; `written` hears of each. */
export function journalCommits(database: Sqlite, mark: MarkFile, written: () => void): JournalCommits {
  const id = identityOf(database)?.journal ?? fail('unexpected')
  const version = Number(database.pragma('user_version', { simple: true }))
  const counted = `commits, (SELECT seq FROM sqlite_sequence WHERE name = 'operation') AS operation,
    (SELECT seq FROM sqlite_sequence WHERE name = 'attempt') AS attempt, (${lastOutcome}) AS outcome`
  const countCommit = database.prepare<[], Counts>(`UPDATE identity SET commits = commits + 1 RETURNING ${counted}`)
  const counts = database.prepare<[], Counts>(`SELECT ${counted} FROM identity`).get()
  // Some may be missing that were lost once: their ids are not given again.
  const missing = (counts?.operation ?? 0) - countsOf(database).operations

  function note(counts: Counts | undefined): void {
    if (!counts) return
    mark.write({
      journal: id,
      version,
      commits: counts.commits,
      operations: (counts.operation ?? 0) - missing,
      attempts: counts.attempt ?? 0,
      outcome: counts.outcome ?? 0,
    })
  }

  /** Whether what is committed now is a part of a longer step, and whether the last commit was one. */
  const ofStep = { now: false, last: false }

  function run<T>(work: () => T): T {
    if (database.inTransaction) return work()
    const isPart = ofStep.now
    let counts: Counts | undefined
    if (isPart) database.pragma('synchronous = NORMAL')
    try {
      const result = commit(database, () => {
        const done = work()
        counts = countCommit.get()
        return done
      })
      ofStep.last = isPart
      // The mark may say less than there is after a power cut, and never more.
      if (!isPart) note(counts)
      written()
      return result
    } finally {
      if (isPart) database.pragma('synchronous = FULL')
    }
  }

  function checkpoint(): void {
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
      mark.settle()
    } catch {
      // Something is being read just now, or the disk is full: the log keeps what it holds until the next time.
    }
  }

  note(counts)

  return {
    id,
    commit: (work) => run(work),
    parts(work) {
      const before = ofStep.now
      ofStep.now = true
      try {
        return work()
      } finally {
        ofStep.now = before
      }
    },
    lastingParts() {
      // A commit takes all before it along to the disk.
      if (ofStep.last) run(() => undefined)
    },
    checkpoint,
    close() {
      try {
        backUp(database)
      } catch {
        // A full disk, or damage, which the next opening finds: the backup of before stays.
      }
      checkpoint()
      database.close()
      mark.close()
    },
  }
}

import { copyFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Notice } from '../../shared/contract/notices.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { isDamage, migrate, openSqlite, type Sqlite } from './database.ts'
import { doubtReleased, doubtThese, holdReleased } from './doubt.ts'
import { countsOf, identify, identityOf } from './identity.ts'
import { backupsOf, isWholeBackup, unpack, type Backup } from './journal-backup.ts'
import { openMark, readMark, type JournalMark, type KnownMark } from './journal-mark.ts'
import { isWholeJournal } from './journal-shape.ts'
import { createJournal, type Journal } from './journal.ts'
import { journalSteps } from './migrations/journal.ts'
import { firstRow, salvage } from './salvage.ts'
import { isDatabaseFile, readImage, readLog, type Image, type WriteAheadLog } from './sqlite-image.ts'
import { backupOf, beginReplacing, nextNumber, putInPlace } from './take-place.ts'

/** What the opening of a journal has to know of its surroundings. */
export interface JournalPlace {
  /** The profile that the journal is of. */
  readonly profile: string
  /** Whether the profile was opened before: then it has a journal. */
  readonly openedBefore: boolean
  /** A fresh identifier. */
  readonly id: () => string
  /** Tells a person of something, for good, before this returns. */
  readonly tell: (problem: Problem, backup?: Notice['backup']) => void
  /** Told after each commit. */
  readonly written?: () => void
}

/**
 * Opens the journal, or begins one where there never was any. A newer program's is refused (`journal-newer`). A damaged
 * one, or one whose log has lost something, is salvaged; a foreign one is put aside; one that is missing is begun anew,
 * or restored from a backup that holds all that it held; of one that is older than it was known to be, nothing is sent
 * by itself. All of that is told. Whatever takes its place is made next to it first, so that this can be cut off at any
 * moment: it then begins anew or goes on.
 */
export function openJournal(path: string, place: JournalPlace): Journal {
  putInPlace(path)
  const database = openKnown(path, place, readMark(path)) ?? openReplaced(path)
  if (!identityOf(database)) identify(database, { journal: place.id(), profile: place.profile, commits: 0 })
  return createJournal(database, openMark(path), place.written)
}

/** Puts a backup in the place of a closed journal, because a person wants it. */
export function takeBackup(path: string, backup: NonNullable<Notice['backup']>, place: JournalPlace): void {
  const replacing = beginReplacing(path)
  let count = 0
  unpack(join(dirname(path), basename(backup.file)), replacing.part, (database) => {
    count = countsOf(database).operations
    database.transaction(() => {
      doubtReleased(database, { drafts: backup.sentSince })
      const { journal = place.id(), commits = 0 } = identityOf(database) ?? {}
      identify(database, { journal, profile: place.profile, commits: commits + 1 })
    })()
  })
  place.tell({ code: 'journal-restored', values: { count, file: replacing.aside } })
  replacing.finish()
}

/** The journal as it is meant to be; null where another has taken its place. */
function openKnown(path: string, place: JournalPlace, { mark, lost }: KnownMark): Sqlite | null {
  const found = find(path, mark)
  if (found.kind === 'absent') {
    if (mark === null && !place.openedBefore) return openReplaced(path)
    replaceLost(path, place, mark, 'journal-missing')
    return null
  }
  if (found.kind === 'damaged') {
    replaceDamaged(path, place, mark, found.image)
    return null
  }
  const { database } = found
  const identity = identityOf(database)
  if (identity && identity.profile !== place.profile && identity.journal !== mark?.journal) {
    database.close()
    replaceLost(path, place, mark, 'journal-foreign')
    return null
  }
  const isBehind = mark
    ? identity?.journal !== mark.journal || identity.commits < mark.commits
    : lost && place.openedBefore && (identity?.commits ?? 0) > 0
  if (!isBehind) return database

  if (wholeBackup(path, mark)) {
    database.close()
    replaceLost(path, place, mark, 'journal-older')
    return null
  }
  keepLog(path)
  const journal = mark?.journal ?? identity?.journal ?? null
  const [backup] = backupsOf(path, journal)
  const newer = backup?.identity && backup.identity.commits > (identity?.commits ?? 0) ? backup : null
  const { operations, attempts } = countsOf(database)
  const known = mark ?? newer
  // Without either, nothing says that something is missing; nor that it is not.
  place.tell(
    known
      ? { code: 'journal-older', values: { count: Math.max(0, known.operations - operations), operations } }
      : { code: 'journal-unproved', values: { operations } },
    newer && offer(newer, mark),
  )
  database.transaction(() => {
    doubtReleased(database, { drafts: known !== null && known.attempts > attempts })
    const commits = Math.max(identity?.commits ?? 0, mark?.commits ?? 0) + 1
    identify(database, { journal: journal ?? place.id(), profile: place.profile, commits })
  })()
  return database
}

/** A journal that was made just now, or has just taken its place. */
function openReplaced(path: string): Sqlite {
  const database = openSqlite(path, 'full')
  try {
    migrate(database, journalSteps)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

type Found = { kind: 'absent' } | { kind: 'damaged'; image: Image } | { kind: 'open'; database: Sqlite }

/** Looks at the files before SQLite may touch them, then opens them. */
function find(path: string, mark: JournalMark | null): Found {
  const log = readLog(path)
  if (sizeOf(path) === 0 && log.promised === 0) return { kind: 'absent' }
  if (!isDatabaseFile(path) || hasLost(path, log, mark)) return { kind: 'damaged', image: readImage(path, log) }
  let database: Sqlite | null = null
  try {
    database = openSqlite(path, 'full')
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version === 0 && database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0) {
      // All that it had stood in a log that is gone, or it was never begun.
      database.close()
      return { kind: 'absent' }
    }
    const isNewer = version > journalSteps.length && (mark === null || mark.version > journalSteps.length)
    if (!isNewer && !isWholeJournal(database)) throw new Damaged()
    migrate(database, journalSteps)
    return { kind: 'open', database }
  } catch (error) {
    // Closing it would let SQLite move its log into a file that is damaged.
    const image = isDamage(error) || error instanceof Damaged ? readImage(path) : null
    database?.close()
    if (!image) throw error
    return { kind: 'damaged', image }
  }
}

class Damaged extends Error {}

/** Whether SQLite would leave out something that was committed, because the log is spoilt before it. */
function hasLost(path: string, log: WriteAheadLog, mark: JournalMark | null): boolean {
  if (log.promised <= log.recovered) return false
  if (!mark) return true
  // What was begun before a crash, and never committed, may stand in the log behind what was.
  const held = firstRow(readImage(path, log, log.recovered), 'identity')
  return held?.['journal'] !== mark.journal || Number(held['commits']) < mark.commits
}

/** Makes a journal of what can be read of a damaged one. */
function replaceDamaged(path: string, place: JournalPlace, mark: JournalMark | null, image: Image): void {
  if (wholeBackup(path, mark)) return replaceLost(path, place, mark, 'journal-lost')
  const replacing = beginReplacing(path)
  const database = openSqlite(replacing.part, 'full')
  let problem: Problem
  try {
    migrate(database, journalSteps)
    const { rows, leftOver } = salvage(image, database, earlierCopy(path, mark, image))
    const found = identityOf(database)
    const isForeign = found && found.profile !== place.profile && found.journal !== mark?.journal
    if (rows === 0 || isForeign) {
      database.close()
      return replaceLost(path, place, mark, isForeign ? 'journal-foreign' : 'journal-lost')
    }
    const { operations, attempts } = countsOf(database)
    const known = mark?.operations ?? Number(database.prepare('SELECT max(id) FROM operation').pluck().get() ?? 0)
    database.transaction(() => {
      if (image.inDoubt) doubtReleased(database, { drafts: mark === null || mark.attempts > attempts })
      doubtThese(database, leftOver)
      holdReleased(database)
      identify(database, {
        journal: found?.journal ?? mark?.journal ?? place.id(),
        profile: place.profile,
        commits: Math.max(found?.commits ?? 0, mark?.commits ?? 0) + 1,
      })
    })()
    database.pragma('wal_checkpoint(TRUNCATE)')
    problem = {
      code: 'journal-damaged',
      values: {
        rows,
        operations,
        count: Math.max(0, known - operations),
        requests: Math.max(0, (mark?.attempts ?? attempts) - attempts),
        doubtful: leftOver.length,
        file: replacing.aside,
      },
    }
  } finally {
    database.close()
  }
  place.tell(problem)
  replacing.finish()
}

/** The pages of the last backup of a damaged journal; null where there is none that is known to be of it. */
function earlierCopy(path: string, mark: JournalMark | null, image: Image): Image | null {
  const journal = mark?.journal ?? firstRow(image, 'identity')?.['journal']
  if (typeof journal !== 'string') return null
  const backup = backupsOf(path, journal).find(({ identity }) => identity !== null)
  return backup ? readImage(join(dirname(path), backup.file)) : null
}

/** Begins a journal anew, in the place of one that cannot be had; or restores a backup that holds all that it held. */
function replaceLost(
  path: string,
  place: JournalPlace,
  mark: JournalMark | null,
  code: Extract<ProblemCode, 'journal-missing' | 'journal-foreign' | 'journal-lost' | 'journal-older'>,
): void {
  const replacing = beginReplacing(path)
  const values = { file: replacing.aside, ...(mark ? { count: mark.operations } : {}) }
  const whole = wholeBackup(path, mark)
  if (whole) {
    unpack(join(dirname(path), whole.file), replacing.part)
    place.tell({ code: 'journal-restored', values: { count: whole.operations, file: replacing.aside } })
  } else {
    const [backup] = backupsOf(path, mark?.journal ?? null)
    const database = openReplaced(replacing.part)
    identify(database, { journal: place.id(), profile: place.profile, commits: 0 })
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    const last = backup && basename(backupOf(path)) === backup.file
    const kept = last ? { ...backup, file: `${basename(replacing.aside)}.backup` } : backup
    place.tell({ code, values }, kept ? offer(kept, mark) : null)
  }
  replacing.finish()
}

/** A backup that holds all that the journal was known to hold, and is whole itself. */
function wholeBackup(path: string, mark: JournalMark | null): Backup | null {
  if (!mark) return null
  const [backup] = backupsOf(path, mark.journal)
  if (!backup?.identity || backup.identity.commits < mark.commits) return null
  return isWholeBackup(join(dirname(path), backup.file)) ? backup : null
}

/** A backup as a person is offered it. */
function offer(backup: Backup, mark: JournalMark | null): Notice['backup'] {
  const { file, at, operations, attempts } = backup
  return { file, at, operations, sentSince: mark === null || mark.attempts > attempts }
}

/** Keeps a copy of a log that has lost something: what is left of it goes with the next commits. */
function keepLog(path: string): void {
  const log = `${path}-wal`
  if (sizeOf(log) === 0) return
  copyFileSync(log, `${log}.kept-${nextNumber(path, /-wal\.kept-(\d+)/)}`)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

import { join } from 'node:path'
import { isEntityName } from '../../shared/entities/entity.ts'
import type { Notice } from '../../shared/contract/notices.ts'
import { problemOf, type Problem } from '../../shared/problem.ts'
import { madeRows } from '../operations/made-rows.ts'
import { movedTrackers } from '../operations/moved-trackers.ts'
import { catchUpInParts } from '../outbox/settling.ts'
import { longestWait } from '../outbox/waiting.ts'
import type { Clock, Ports } from '../ports.ts'
import type { Cache, KnownIds } from '../store/cache.ts'
import { createCheckpoints, type Checkpoints } from '../store/checkpoints.ts'
import { compareWithCache } from '../store/compare-with-cache.ts'
import { asProblem, isDamage } from '../store/database.ts'
import type { Journal } from '../store/journal.ts'
import { keepProfile } from '../store/journal-glance.ts'
import { clearCopies } from '../store/kept-copies.ts'
import { openNotices, type Notices } from '../store/notices.ts'
import { beginCacheAnew, openCache, type OpenedCache } from '../store/open-cache.ts'
import { openJournal, takeBackup, type JournalPlace } from '../store/open-journal.ts'
import { keepPrivate } from '../store/private-files.ts'
import { lockProfile } from '../store/profile-lock.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import { watchQueries, type QueryWatch } from '../store/statements.ts'
import type { SteadyTime } from '../time.ts'

/** The files of one profile, locked, open and in step with each other. */
export interface ProfileFiles {
  readonly journal: Journal
  readonly cache: Cache
  readonly checkpoints: Checkpoints
  /** What became of the files, where a person should know. */
  readonly notices: Notices
  /** Closes both and lets another process have them. */
  close(): void
}

/**
 * Locks and opens the files of a profile. Throws the problem that keeps one of them from being opened; all that had been
 * opened by then is closed again, so that the next try begins afresh.
 */
export async function openProfileFiles(options: {
  folder: string
  profile: ProfileRecord
  /** Whether the profile was opened before: then it has a journal. */
  openedBefore: boolean
  /** A notice whose backup is to take the place of the journal first. */
  restore?: Notice | undefined
  ports: Pick<Ports, 'clock' | 'random' | 'log'>
  time: SteadyTime
  /** Hears how long questions to the files take, once they are open. */
  queries: QueryWatch
}): Promise<ProfileFiles> {
  const { folder, profile, restore, time } = options
  const { clock, random, log } = options.ports
  const held: (() => void)[] = []
  const letGo = () => {
    for (const close of held.splice(0).reverse()) close()
  }
  try {
    keepPrivate(folder)
    const lock = lockProfile(join(folder, 'lock.db'))
    held.push(() => lock.release())
    const notices = openNotices(folder, { now: () => clock.now(), id: () => random.id(), log })
    let told = false
    let whole = true
    const tell: Notices['tell'] = (problem, backup) => {
      whole = false
      notices.tell(problem, backup)
    }
    const place: JournalPlace = {
      profile: profile.id,
      openedBefore: options.openedBefore,
      id: () => random.id(),
      tell(problem, backup) {
        // Of this one nobody knows whether anything is missing: the cache may.
        told ||= problem.code !== 'journal-unproved'
        tell(problem, backup)
      },
      written: () => checkpoints.written(),
    }
    const journalPath = join(folder, 'journal.db')
    if (restore?.backup) {
      takeBackup(journalPath, restore.backup, place)
      notices.seen(restore.id)
    }
    const checkpoints = createCheckpoints(() => journal, clock)
    const journal = openJournal(journalPath, place)
    held.push(() => journal.close())
    held.push(() => checkpoints.end())
    try {
      keepProfile(journal, profile)
    } catch (error) {
      // All that was staged can still be looked at and sent.
      notices.tell(problemOf(error))
    }
    // Whatever was under way when the program last ended is looked up before anything else is sent.
    journal.recover(time.now())
    journal.resume(time.now(), longestWait)

    const tellOfCache = (problem: Problem) => {
      log.warn('the cache was not as it was left', { ...problem })
      // How many rows they were changes each time; a person is told once.
      if (!notices.list().some((notice) => notice.problem.code === problem.code)) notices.tell(problem)
    }
    const { cache } = await openInStep(join(folder, 'cache.db'), journal, { told, tell, tellOfCache, clock })
    held.push(() => cache.close())
    for (const file of [journal, cache]) watchQueries(file, options.queries)
    if (whole) clearCopies(journalPath, notices.list(), log)
    // What was there before, or was made by a copy, becomes as private as the rest.
    keepPrivate(folder)
    return { journal, cache, checkpoints, notices, close: letGo }
  } catch (error) {
    letGo()
    throw asProblem(error)
  }
}

/**
 * Opens the cache, compares the journal with it and gives it the outcomes that it has not seen. Damage that only this
 * brings to light is damage. `told` says that what became of the journal has been told.
 */
async function openInStep(
  path: string,
  journal: Journal,
  surroundings: {
    told: boolean
    tell: Notices['tell']
    tellOfCache: (problem: Problem) => void
    clock: Pick<Clock, 'turn'>
  },
): Promise<OpenedCache> {
  const { told, tell, tellOfCache, clock } = surroundings
  const ids: KnownIds = {
    named: {
      tracker: movedTrackers(journal),
      route: madeRows(journal, 'route.create'),
      checkpoint: madeRows(journal, 'checkpoint.create'),
    },
    own: (name, keys) => (isEntityName(name) ? journal.ownRows.of(name, keys) : new Map()),
  }
  const inStep = async (opened: OpenedCache): Promise<OpenedCache> => {
    const { cache } = opened
    try {
      compareWithCache(journal, cache, told, tell)
      await catchUpInParts(journal, cache, clock)
      return opened
    } catch (error) {
      cache.close()
      throw error
    }
  }
  const opened = openCache(path, ids, tellOfCache)
  try {
    return await inStep(opened)
  } catch (error) {
    if (!isDamage(error)) throw error
    return await inStep(beginCacheAnew(path, ids, tellOfCache))
  }
}

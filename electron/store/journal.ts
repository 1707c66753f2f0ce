import { attemptsIn, type Attempts } from './attempts.ts'
import type { JustStaged } from './foretold-drafts.ts'
import { keptBackDraftsOf, bothOf, type KeptBackDrafts } from './kept-back.ts'
import { changeSetsIn, type ChangeSets } from './change-sets.ts'
import type { Sqlite } from './database.ts'
import { dependenciesIn, type Dependencies } from './dependencies.ts'
import { draftsIn, type Drafts } from './drafts.ts'
import { journalCommits, type JournalCommits } from './journal-commits.ts'
import type { MarkFile } from './journal-mark.ts'
import { missingNeedsIn, type MissingNeed } from './needs.ts'
import { operationTable, type OperationTable } from './operation-table.ts'
import { outcomesIn, type Outcomes } from './outcomes.ts'
import { ownRowsIn, type OwnRows } from './own-rows.ts'
import { queueIn, type Queue } from './queue.ts'
import { settingsIn, type Settings } from './settings.ts'
import { undoStepsIn, type UndoSteps } from './undo-steps.ts'
import { unreadableIn, type UnreadableOperations } from './unreadable.ts'

/**
 * The precious file: what was staged, what was sent, what came of it. Every method commits before it returns. Times that
 * are waited for, `sentAt` and `retryAt`, go by the steady time of the process that has the file open.
 */
export interface Journal
  extends JournalCommits, ChangeSets, OperationTable, Dependencies, Drafts, Queue, Attempts, Outcomes, Settings {
  /** The file itself, for the store alone. */
  readonly database: Sqlite
  /** Our ids of rows that we make. */
  readonly ownRows: OwnRows
  /** The steps in a sheet that can be taken back or done again. */
  readonly undoSteps: UndoSteps
  /** Operations that are not settled and cannot be read; see {@link unreadableIn}. */
  unreadable(): UnreadableOperations
  /** Looks for those among up to so many operations; answers how many are left to be looked at. */
  lookForUnreadable(most: number): number
  /** Operations that wait for one that has come to nothing; see {@link missingNeedsIn}. */
  missingNeeds(): ReadonlyMap<number, MissingNeed>
  /** Drafts that may not be released although they break no rule of their own; see {@link keptBackDraftsOf}. */
  keptBack(): KeptBackDrafts
  /** The operations that give up what drafts take: those go after them. By the drafts. */
  goesAfter(): ReadonlyMap<number, readonly number[]>
  /** Tells what has just been staged, which need not be read again to be held against what is foretold. */
  takeUp(staged: readonly JustStaged[]): void
  /** Has what journal and cache together tell keep drafts back as well, and go after others. */
  foretellBy(foretold: ForetellsDrafts): void
}

/** What journal and cache together tell of drafts. */
interface ForetellsDrafts {
  drafts(): KeptBackDrafts
  goesAfter(): ReadonlyMap<number, readonly number[]>
  takeUp(staged: readonly JustStaged[]): void
}

const foretellsNothing: ForetellsDrafts = {
  drafts: () => new Map(),
  goesAfter: () => new Map(),
  takeUp: () => undefined,
}

/** The journal over an open file of the newest version; open-journal.ts opens one. */
export function createJournal(database: Sqlite, mark: MarkFile, written: () => void = () => undefined): Journal {
  const commits = journalCommits(database, mark, written)
  const { commit } = commits
  const operations = operationTable(database, commit)
  const queue = queueIn(database, commit)
  const { operations: unreadable, lookAt: lookForUnreadable } = unreadableIn(database)
  const missingNeeds = missingNeedsIn(database, unreadable)
  let foretold = foretellsNothing

  return {
    database,
    ...commits,
    ...changeSetsIn(database, commit),
    ...operations,
    ...dependenciesIn(database, commit),
    ...draftsIn(database, () => foretold.goesAfter()),
    ...queue,
    ...attemptsIn(database, commit, { ...operations, ...queue }),
    ...outcomesIn(database, commit, operations),
    ...settingsIn(database, commit),
    ownRows: ownRowsIn(database),
    undoSteps: undoStepsIn(database),
    unreadable,
    lookForUnreadable,
    missingNeeds,
    keptBack: bothOf(() => foretold.drafts(), keptBackDraftsOf(database, unreadable, missingNeeds)),
    goesAfter: () => foretold.goesAfter(),
    takeUp: (staged) => foretold.takeUp(staged),
    foretellBy: (found) => void (foretold = found),
  }
}

import { changeSetsAndOperations } from './journal/01-change-sets-and-operations.ts'
import { dependencies } from './journal/02-dependencies.ts'
import { importedFiles } from './journal/03-imported-files.ts'
import { savedViews } from './journal/04-saved-views.ts'
import { continuedUndoSteps } from './journal/05-continued-undo-steps.ts'
import { versionsOfKeptJson } from './journal/06-versions-of-kept-json.ts'
import { identity } from './journal/07-identity.ts'
import { unfinishedSteps } from './journal/08-unfinished-steps.ts'
import { indexesOfStepsAndKinds } from './journal/09-indexes-of-steps-and-kinds.ts'
import { lanesOfImeis } from './journal/10-lanes-of-imeis.ts'
import { unfinishedAtOnce } from './journal/11-unfinished-at-once.ts'
import { ownRows } from './journal/12-own-rows.ts'
import { givenUp } from './journal/13-given-up.ts'
import { wordsForSets } from './journal/14-words-for-sets.ts'
import { accountsOfAttempts } from './journal/15-accounts-of-attempts.ts'
import { rowsThatWereSent } from './journal/16-rows-that-were-sent.ts'

/** The journal's versions, oldest first, a file each. One that has been released is never edited: add the next. */
export const journalSteps: readonly string[] = [
  changeSetsAndOperations,
  dependencies,
  importedFiles,
  savedViews,
  continuedUndoSteps,
  versionsOfKeptJson,
  identity,
  unfinishedSteps,
  indexesOfStepsAndKinds,
  lanesOfImeis,
  unfinishedAtOnce,
  ownRows,
  givenUp,
  wordsForSets,
  accountsOfAttempts,
  rowsThatWereSent,
]

import { reading, type Reading } from '../../shared/contract/outbox.ts'
import type { Journal } from '../store/journal.ts'

/** How old a read may be when what was made from it leaves: milliseconds. (design, section 1, promise 3) */
export const freshFor: Readonly<Record<Reading, number>> = { exact: 2_000, quick: 60_000 }

/** Reading exactly is not asked about while it makes a sending longer by no more than this: milliseconds. */
export const longestWithoutAsking = 60_000

/** How it was chosen; exactly, where nothing was. */
const chosen = reading.catch('exact')

const settingOf = (changeSet: number) => `reading:${changeSet}`

/** Keeps how a person has chosen that the rows of these change sets are read, until it is chosen anew. */
export function chooseReading(journal: Journal, changeSets: readonly number[], how: Reading): void {
  for (const changeSet of changeSets) journal.setSetting(settingOf(changeSet), how)
}

/** How the rows of a change set are read before its operations leave. */
export function readingOf(journal: Journal, changeSet: number): Reading {
  return chosen.parse(journal.setting(settingOf(changeSet)))
}

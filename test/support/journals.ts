import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Journal } from '../../electron/store/journal.ts'
import { openJournal, type JournalPlace } from '../../electron/store/open-journal.ts'
import type { Notice } from '../../shared/contract/notices.ts'
import type { Problem } from '../../shared/problem.ts'
import { newFolder } from './core-rig.ts'

/** A folder that goes away with the test. */
export function testFolder(): string {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a person was told of a journal. */
export interface Told {
  readonly problem: Problem
  readonly backup: Notice['backup']
}

let lastId = 0

/** The surroundings of a journal, in which what is told is gathered. */
export function journalPlace(told: Told[] = [], changes: Partial<JournalPlace> = {}): JournalPlace {
  return {
    profile: 'profile',
    openedBefore: false,
    id: () => `journal-${++lastId}`,
    tell: (problem, backup = null) => void told.push({ problem, backup }),
    ...changes,
  }
}

/** A journal in a file, closed with the test. */
export function openTestJournal(path = join(testFolder(), 'journal.db')): {
  journal: Journal
  /** The first thing that was told of it. */
  damage: Problem | null
  told: readonly Told[]
  path: string
} {
  const told: Told[] = []
  const journal = openJournal(path, journalPlace(told))
  onTestFinished(() => {
    if (journal.database.open) journal.close()
  })
  return { journal, damage: told[0]?.problem ?? null, told, path }
}

/** Adds an edit of a tracker's label to a change set; answers the operation's id. */
export function addEdit(journal: Journal, changeSet: number, tracker: number, label = `Label ${tracker}`): number {
  return journal.add(
    changeSet,
    {
      kind: 'tracker.settings',
      version: 2,
      params: { row: tracker, set: { label }, base: { label: 'Before' }, baseFrom: {} },
      subject: `Tracker ${tracker}`,
      broken: null,
      lanes: [`tracker:${tracker}`],
      fileRow: null,
    },
    1,
  )
}

/** An attempt about nothing in particular. */
export const someAttempt = {
  at: 1,
  kind: 'tracker.settings',
  path: 'tracker/settings/update',
  request: {},
  subject: '',
  account: 'ann',
}

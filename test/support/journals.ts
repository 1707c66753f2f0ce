import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Journal } from '../../electron/store/journal.ts'
import { openJournal } from '../../electron/store/open-journal.ts'
import type { Problem } from '../../shared/problem.ts'
import { newFolder } from './core-rig.ts'

/** A folder that goes away with the test. */
export function testFolder(): string {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A journal in a file, closed with the test. */
export function openTestJournal(path = join(testFolder(), 'journal.db')): {
  journal: Journal
  damage: Problem | null
  path: string
} {
  const opened = openJournal(path, () => 1)
  onTestFinished(() => opened.journal.close())
  return { ...opened, path }
}

/** Adds an edit of a tracker's label to a change set; answers the operation's id. */
export function addEdit(journal: Journal, changeSet: number, tracker: number, label = `Label ${tracker}`): number {
  return journal.add(
    changeSet,
    {
      kind: 'tracker.settings',
      version: 1,
      params: { tracker, set: { label }, base: { label: 'Before' }, baseFrom: {} },
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
}

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createSavedViews } from '../../../electron/store/saved-views.ts'
import { journalSteps } from '../../../electron/store/migrations/journal.ts'
import type { LastLook, Look } from '../../../shared/contract/looking.ts'
import { simRig } from '../../support/core-rig.ts'
import { openTestJournal, testFolder } from '../../support/journals.ts'

const look: Look = {
  search: 'van',
  sort: [{ field: 'label', descending: true }],
  filter: [{ is: 'contains', field: 'comment', text: 'x', not: false }],
  only: 'conflicts',
  group: 'owner',
  columns: [{ field: 'label', width: 300, hidden: false, pinned: true }],
}

const left: LastLook = {
  sort: look.sort,
  filter: look.filter,
  only: 'attention',
  group: 'owner',
  folded: ['a@example.org', null],
  foldOthers: true,
  columns: look.columns,
  view: null,
  lent: null,
}

test('a saved view is found again, by name and sheet, and one of the same name takes its place', () => {
  const { journal } = openTestJournal()
  const saved = createSavedViews(journal)
  const first = saved.save('trackers', 'Night', look)
  const users = saved.save('users', 'Night', { ...look, filter: [], sort: [], group: null, columns: [] })
  saved.save('trackers', 'Day', look)
  expect(saved.save('trackers', 'Night', { ...look, search: 'bus' })).toBe(first)
  expect(saved.list('trackers').map(({ name, look: { search } }) => [name, search])).toEqual([
    ['Day', 'van'],
    ['Night', 'bus'],
  ])
  expect(saved.list('trackers')[0]?.look).toEqual(look)
  expect(saved.list('users').map(({ id }) => id)).toEqual([users])
  saved.remove(first)
  expect(saved.list('trackers').map(({ name }) => name)).toEqual(['Day'])
  expect(saved.list('bundles')).toEqual([])
})

test('what an older or a newer program saved loses what this one does not know, and stays in the file', () => {
  const { journal } = openTestJournal()
  const saved = createSavedViews(journal)
  saved.save('trackers', 'Old', {
    ...look,
    sort: [...look.sort, { field: 'gone', descending: false }],
    filter: [...look.filter, { is: 'empty', field: 'gone', empty: true }],
    group: 'gone',
    columns: [...look.columns, { field: 'gone', width: 10, hidden: false, pinned: false }],
  })
  journal.database
    .prepare(`INSERT INTO saved_view (sheet, name, look) VALUES ('trackers', 'New', '{"from":2030}')`)
    .run()
  expect(saved.list('trackers').map(({ name, look: known }) => ({ name, known }))).toEqual([
    { name: 'Old', known: { ...look, group: null } },
  ])
  expect(journal.database.prepare('SELECT count(*) FROM saved_view').pluck().get()).toBe(2)
})

test('a sheet is found as it was left, without what names a column or a view that is gone', () => {
  const { journal } = openTestJournal()
  const saved = createSavedViews(journal)
  expect(saved.last('trackers')).toBe(null)
  saved.keepLast('trackers', left)
  expect(saved.last('trackers')).toEqual(left)
  expect(saved.last('users')).toBe(null)

  const gone = { field: 'gone', width: 10, hidden: true, pinned: false }
  saved.keepLast('trackers', {
    ...left,
    sort: [{ field: 'gone', descending: true }, ...left.sort],
    filter: [{ is: 'empty', field: 'gone', empty: true }, ...left.filter],
    group: 'gone',
    columns: [gone, ...left.columns],
  })
  expect(saved.last('trackers')).toEqual({ ...left, group: null })

  const view = saved.save('trackers', 'Night', look)
  saved.keepLast('trackers', { ...left, view, lent: [gone, ...look.columns] })
  expect(saved.last('trackers')).toEqual({ ...left, view, lent: look.columns })
  saved.remove(view)
  expect(saved.last('trackers'), 'columns that a view lent go with it').toEqual(left)

  journal.setSetting('look:trackers', '{"from":2030}')
  expect(saved.last('trackers'), 'of a newer program').toBe(null)
})

test('a journal from before there were saved views gets them, and keeps what it has', () => {
  const path = join(testFolder(), 'journal.db')
  const old = new Database(path)
  for (const step of journalSteps.slice(0, 2)) old.exec(step)
  old.exec(`INSERT INTO change_set VALUES (1, 'sheet', '', 5, NULL);
    INSERT INTO operation (id, change_set, kind, version, params, subject, state, staged_at)
      VALUES (1, 1, 'tracker.settings', 1, '{"tracker":1,"set":{"label":"A"},"base":{"label":"B"}}', 'Van', 'draft', 5);
    INSERT INTO lane VALUES ('tracker:1', 1);
    INSERT INTO setting VALUES ('offline', 'yes')`)
  old.pragma('user_version = 2')
  old.close()
  const { journal, damage } = openTestJournal(path)
  expect(damage).toBe(null)
  const saved = createSavedViews(journal)
  expect(saved.list('trackers')).toEqual([])
  saved.save('trackers', 'Night', look)
  expect(saved.list('trackers')).toHaveLength(1)
  expect(journal.setting('offline')).toBe('yes')
  expect(journal.inLanes(['tracker:1']).size).toBe(1)
  const copy = new Database(`${path}.before-${journalSteps.length}`, { readonly: true })
  onTestFinished(() => {
    copy.close()
    rmSync(path, { force: true })
  })
  expect(copy.pragma('user_version', { simple: true }), 'the file as it was is kept').toBe(2)
})

test('views, and how a sheet was left, are kept over a restart, through the contract', async () => {
  const rig = await simRig({ panel: { trackers: 50 } })
  const { id } = await rig.call('views.save', { sheet: 'trackers', name: '  Night ', look })
  await rig.call('sheet.keepLook', { sheet: 'trackers', look: left })
  await rig.restart()
  expect(await rig.call('views.list', { sheet: 'trackers' })).toEqual({
    views: [{ id, name: 'Night', look }],
    unreadable: [],
  })
  expect(await rig.call('sheet.recallLook', { sheet: 'trackers' })).toEqual(left)
  expect(await rig.call('sheet.recallLook', { sheet: 'users' })).toBe(null)
  await rig.call('views.remove', { id })
  expect(await rig.call('views.list', { sheet: 'trackers' })).toEqual({ views: [], unreadable: [] })
})

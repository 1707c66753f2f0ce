import { expect, test } from 'vitest'
import { addEdit, openTestJournal } from '../../support/journals.ts'

test('operations that cannot be read are looked for part by part, and whoever asks before finds all of them', () => {
  const { journal } = openTestJournal()
  const set = journal.addChangeSet('sheet', '', 1)
  const ids = Array.from({ length: 10 }, (_, at) => addEdit(journal, set, at + 1))
  journal.database.prepare(`UPDATE operation SET params = 'no JSON' WHERE id IN (?, ?)`).run(ids[0], ids[9])
  expect(journal.lookForUnreadable(4)).toBe(6)
  expect(journal.lookForUnreadable(4)).toBe(2)
  expect([...journal.unreadable().keys()].sort((one, other) => one - other)).toEqual([ids[0], ids[9]])
  expect(journal.lookForUnreadable(4)).toBe(0)
})

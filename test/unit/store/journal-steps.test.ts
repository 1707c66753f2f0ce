import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { journalSteps } from '../../../electron/store/migrations/journal.ts'

/** A journal of an earlier version, with what a test puts into it, brought to the present one. */
function broughtUpFrom(version: number, sql: string): Database.Database {
  const database = new Database(':memory:')
  for (const step of journalSteps.slice(0, version)) database.exec(step)
  database.exec(sql)
  for (const step of journalSteps.slice(version)) database.exec(step)
  return database
}

const sentBefore = `
  INSERT INTO change_set (id, origin, title, created_at) VALUES (1, 'sheet', '', 1);
  INSERT INTO operation (id, change_set, kind, version, params, subject, state, attempts, staged_at) VALUES
    (1, 1, 'tracker.settings', 2, '{"row":12,"set":{"label":"A"}}', 'A', 'done', 1, 1),
    (2, 1, 'tracker.tariff', 4, '{"row":13,"also":[12,14]}', 'B', 'done', 1, 1),
    (3, 1, 'tracker.settings', 2, '{"row":12,"set":{"label":"C"}}', 'C', 'draft', 0, 1),
    (4, 1, 'tracker.settings', 2, 'no JSON', 'D', 'done', 1, 1);
  INSERT INTO attempt (id, at, kind, path, request, subject, operations, outcome)
    VALUES (1, 1, 'tracker.settings', 'tracker/settings/update', '{}', 'A', 1, 'done');`

test('of what was sent before accounts were kept, nothing is said', () => {
  const database = broughtUpFrom(14, sentBefore)
  expect(database.prepare('SELECT account FROM attempt').pluck().all()).toEqual([''])
})

test('what was sent before is found by its rows, and what has not been sent or cannot be read is not', () => {
  const database = broughtUpFrom(15, sentBefore)
  const of = (row: number) =>
    database.prepare('SELECT operation FROM sent_number WHERE number = ? ORDER BY 1').pluck().all(row)
  expect([12, 13, 14].map(of)).toEqual([[1, 2], [2], [2]])
  // It is found from its first request on.
  database.exec('UPDATE operation SET attempts = attempts + 1 WHERE id IN (3, 4)')
  expect(of(12)).toEqual([1, 2, 3])
  database.exec('UPDATE operation SET attempts = attempts + 1')
  expect(of(12)).toEqual([1, 2, 3])
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { commit, migrate, openSqlite } from '../../../electron/store/database.ts'
import { testFolder } from '../../support/journals.ts'

test.for([
  ['full', 2],
  ['normal', 1],
] as const)('a file opened as %s keeps its promises by its pragmas', ([durability, synchronous]) => {
  const database = openSqlite(join(testFolder(), 'file.db'), durability)
  const held = (pragma: string) => database.pragma(pragma, { simple: true })
  expect([held('journal_mode'), held('synchronous'), held('foreign_keys'), held('busy_timeout')]).toEqual([
    'wal',
    synchronous,
    1,
    2000,
  ])
  database.close()
})

test('migrations run in order, each once, with a copy of the file before', () => {
  const path = join(testFolder(), 'file.db')
  const steps = ['CREATE TABLE step (n INTEGER); INSERT INTO step VALUES (1)', 'INSERT INTO step VALUES (2)']
  let database = openSqlite(path, 'full')
  migrate(database, steps)
  expect(existsSync(`${path}.before-2`), 'a new file has nothing to copy').toBe(false)
  database.close()

  database = openSqlite(path, 'full')
  migrate(database, [...steps, 'INSERT INTO step VALUES (3)', 'INSERT INTO step VALUES (4)'])
  expect(database.prepare('SELECT n FROM step').pluck().all()).toEqual([1, 2, 3, 4])
  expect(database.pragma('user_version', { simple: true })).toBe(4)
  const copy = new Database(`${path}.before-4`)
  expect(copy.prepare('SELECT n FROM step').pluck().all()).toEqual([1, 2])
  expect(copy.pragma('user_version', { simple: true })).toBe(2)
  copy.close()
  database.close()
})

test('a step that fails leaves the version before it, and nothing of its own', () => {
  const database = openSqlite(join(testFolder(), 'file.db'), 'full')
  const steps = ['CREATE TABLE step (n INTEGER)', 'INSERT INTO step VALUES (1); INSERT INTO nowhere VALUES (1)']
  expect(() => migrate(database, steps)).toThrow(/nowhere/)
  expect(database.pragma('user_version', { simple: true })).toBe(1)
  expect(database.prepare('SELECT n FROM step').all()).toEqual([])
  database.close()
})

test('the file of a newer program is refused, and left as it is', () => {
  const database = openSqlite(join(testFolder(), 'file.db'), 'full')
  database.pragma('user_version = 7')
  expect(() => migrate(database, ['CREATE TABLE step (n INTEGER)'])).toThrow('journal-newer')
  expect(database.pragma('user_version', { simple: true })).toBe(7)
  expect(database.prepare('SELECT count(*) FROM sqlite_master').pluck().get()).toBe(0)
  database.close()
})

test('a commit that fails in the middle leaves nothing of itself', () => {
  const database = openSqlite(join(testFolder(), 'file.db'), 'full')
  database.exec('CREATE TABLE step (n INTEGER PRIMARY KEY)')
  expect(() =>
    commit(database, () => {
      database.exec('INSERT INTO step VALUES (1)')
      database.exec('INSERT INTO step VALUES (1)')
    }),
  ).toThrow(/UNIQUE/)
  expect(database.prepare('SELECT n FROM step').all()).toEqual([])
  database.close()
})

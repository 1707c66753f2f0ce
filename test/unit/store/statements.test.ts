import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite, type Sqlite } from '../../../electron/store/database.ts'
import { statementsOf, watchQueries, writesTo } from '../../../electron/store/statements.ts'

function numbers(): Sqlite {
  const database = openSqlite(':memory:', 'normal')
  database.exec(`CREATE TABLE number (n INTEGER, name TEXT); INSERT INTO number VALUES (1, 'one'), (2, 'two')`)
  return database
}

test('a statement is compiled when it is first asked', () => {
  const database = openSqlite(':memory:', 'normal')
  const later = database.prepare<[number], { n: number }>('SELECT n FROM later WHERE n = ?')
  expect(() => later.get(1)).toThrow(/no such table/)
  database.exec('CREATE TABLE later (n INTEGER); INSERT INTO later VALUES (1)')
  expect(later.get(1)).toEqual({ n: 1 })
})

test('the same text is asked for rows, for the first column and for lists beside each other', () => {
  const database = numbers()
  const ask = () => database.prepare<[number]>('SELECT n, name FROM number WHERE n = ?')
  const [rows, plucked, raw] = [ask(), ask().pluck(), ask().raw()]
  for (let again = 0; again < 2; again++) {
    expect(rows.all(2)).toEqual([{ n: 2, name: 'two' }])
    expect(plucked.all(2)).toEqual([2])
    expect(raw.all(2)).toEqual([[2, 'two']])
  }
  expect(rows.pluck().get(1), 'one that was asked otherwise before').toBe(1)
})

test('whatever is written to a file is counted, and what is only asked is not', () => {
  const database = numbers()
  const asked = () => {
    const before = writesTo(database)
    database.prepare('SELECT n FROM number').all()
    database.prepare('SELECT count(*) FROM number').get()
    return writesTo(database) - before
  }
  const write = (work: () => unknown) => {
    const before = writesTo(database)
    work()
    return writesTo(database) - before
  }
  expect(asked()).toBe(0)
  expect(write(() => database.prepare('UPDATE number SET n = n + 1').run())).toBeGreaterThan(0)
  expect(write(() => database.prepare('DELETE FROM number WHERE n = 2 RETURNING name').get())).toBeGreaterThan(0)
  expect(write(() => database.prepare('INSERT INTO number VALUES (4, NULL) RETURNING n').all())).toBeGreaterThan(0)
  expect(write(() => database.exec('DELETE FROM number'))).toBeGreaterThan(0)
})

test('a statement may be asked again while its rows are gone through', () => {
  const database = numbers()
  const ask = database.prepare<[], { n: number }>('SELECT n FROM number ORDER BY n')
  const seen: number[] = []
  for (const { n } of ask.iterate()) seen.push(n, ask.all().length)
  expect(seen).toEqual([1, 2, 2, 2])
})

test('more texts than are kept are all answered', () => {
  const database = numbers()
  const ask = (value: number) => database.prepare(`SELECT n + ${value} FROM number WHERE n = 1`).pluck().get()
  const kept = database.prepare('SELECT count(*) FROM number').pluck()
  expect(kept.get()).toBe(2)
  for (let again = 0; again < 2; again++) for (let value = 0; value < 300; value++) expect(ask(value)).toBe(value + 1)
  expect(kept.get(), 'one that was pushed out goes on').toBe(2)
  expect(statementsOf({ database })).toBe(200)
})

test('whoever watches hears how long each statement took, by its text, also where it fails', () => {
  const database = numbers()
  database.exec('CREATE UNIQUE INDEX one_of_each ON number (n)')
  let now = 0
  const heard: [string, number][] = []
  let length = 7
  const took = (sql: string, milliseconds: number) => heard.push([sql, milliseconds])
  watchQueries({ database }, { now: () => (now += length), from: 6, took })
  const insert = database.prepare<[number]>('INSERT INTO number (n) VALUES (?)')
  insert.run(3)
  expect(() => insert.run(3)).toThrow(/UNIQUE/)
  database.prepare('SELECT n FROM number').get()
  expect(heard).toEqual([
    ['INSERT INTO number (n) VALUES (?)', 7],
    ['INSERT INTO number (n) VALUES (?)', 7],
    ['SELECT n FROM number', 7],
  ])
  length = 6
  database.prepare('SELECT n FROM number').get()
  expect(heard, 'what is no longer than whoever watches wants to hear of').toHaveLength(3)
})

test('no statement is compiled anew for each number of rows', () => {
  const files = readdirSync('electron', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  const anew = files.filter((path) => /(LIMIT|OFFSET) [?@$:]/.test(readFileSync(join('electron', path), 'utf8')))
  expect(anew).toEqual([])
})

import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { dice } from '../../../electron/demo-panel/dice.ts'
import { isReadable } from '../../../electron/store/operation.ts'
import { openJournal } from '../../../electron/store/open-journal.ts'
import { pageSize, readImage } from '../../../electron/store/sqlite-image.ts'
import { pagesBelow } from '../../../electron/store/sqlite-records.ts'
import { liveIn } from '../../support/lived-journal.ts'
import { addEdit, journalPlace, openTestJournal, testFolder } from '../../support/journals.ts'
import { canRecover, count, readRecovered } from '../../support/sqlite-recovery.ts'

/** What nothing ever takes away from. */
const lasting = ['change_set', 'operation', 'attempt', 'attempt_operation', 'dependency', 'setting', 'imported_row']

/** A journal that was lived in and closed, and no backup of it. */
function closedJournal(): string {
  const path = join(testFolder(), 'journal.db')
  liveIn(path).close()
  rmSync(`${path}.backup`)
  return path
}

function rowsOf(path: string, table: string): string[] {
  const database = new Database(path, { readonly: true })
  try {
    return database
      .prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY 1, 2`)
      .raw()
      .all()
      .map((row) => JSON.stringify(row))
  } finally {
    database.close()
  }
}

function spoil(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path)
  change(bytes)
  writeFileSync(path, bytes)
}

/** The pages at which trees begin. */
function roots(path: string): Record<string, number> {
  const database = new Database(path, { readonly: true })
  const rows = database
    .prepare<[], { name: string; rootpage: number }>('SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0')
    .all()
  database.close()
  return Object.fromEntries(rows.map(({ name, rootpage }) => [name, rootpage]))
}

/** The pages right below the root of a table's tree. */
function pagesOf(path: string, table: string): number[] {
  return pagesBelow(readImage(path), roots(path)[table]!)
}

const zero = (page: number) => (bytes: Buffer) => void bytes.fill(0, (page - 1) * pageSize, page * pageSize)

test('a journal whose first page is gone, with the schema and the list of free pages, keeps every row', () => {
  const path = closedJournal()
  const before = Object.fromEntries(lasting.map((table) => [table, rowsOf(path, table)]))
  spoil(path, zero(1))
  const { journal, told } = openTestJournal(path)
  expect(told).toMatchObject([{ problem: { code: 'journal-damaged', values: { count: 0, requests: 0 } } }])
  for (const table of lasting) {
    if (table === 'operation') continue
    expect(rowsOf(path, table), table).toEqual(before[table])
  }
  expect(journal.database.prepare('SELECT count(*) FROM operation').pluck().get()).toBe(before['operation']!.length)
})

test('lanes and dependencies are there again after everything of them was spoilt', () => {
  const path = closedJournal()
  const lanes = rowsOf(path, 'lane')
  const needs = rowsOf(path, 'dependency')
  expect(lanes.length).toBeGreaterThan(100)
  const at = roots(path)
  spoil(path, (bytes) => {
    zero(at['lane']!)(bytes)
    zero(at['lane_by_operation']!)(bytes)
  })
  openTestJournal(path)
  expect(rowsOf(path, 'lane')).toEqual(lanes)
  expect(rowsOf(path, 'dependency')).toEqual(needs)
})

test('an operation whose change set is lost is kept, in one of its own', () => {
  const path = closedJournal()
  spoil(path, zero(roots(path)['change_set']!))
  const { journal } = openTestJournal(path)
  expect(journal.database.pragma('foreign_key_check')).toEqual([])
  expect(rowsOf(path, 'operation')).toHaveLength(210)
})

test('what a person released is not sent by itself from a salvaged journal', () => {
  const path = closedJournal()
  spoil(path, zero(roots(path)['setting']!))
  const { journal } = openTestJournal(path)
  expect(journal.inState('ready')).toEqual([])
  expect(journal.inState('held').length).toBeGreaterThan(0)
})

test('operations whose tree is lost above them are as they were, as long as the file tells which pages are free', () => {
  const path = closedJournal()
  const before = rowsOf(path, 'operation').length
  spoil(path, zero(roots(path)['operation']!))
  const { journal, told } = openTestJournal(path)
  expect(told).toMatchObject([{ problem: { values: { count: 0, doubtful: 0, operations: before } } }])
  expect(journal.inState('draft').length).toBeGreaterThan(50)
  expect(journal.inState('held').length).toBeGreaterThan(20)
  expect(journal.inState('unknown')).toEqual([])
})

test('what stands on free pages brings back neither what was taken away nor an earlier state', () => {
  const path = join(testFolder(), 'journal.db')
  const live = liveIn(path)
  const step = live.database.prepare(`INSERT INTO undo_step (change_set, source, cells) VALUES (1, 'typed', ?)`)
  live.commit(() => {
    for (let index = 0; index < 60; index++) step.run(JSON.stringify(['x'.repeat(1000)]))
  })
  live.checkpoint()
  live.commit(() => live.database.exec('DELETE FROM undo_step'))
  live.commit(() => live.database.exec(`UPDATE operation SET subject = subject || printf('%.200c', 'y')`))
  live.close()
  rmSync(`${path}.backup`)
  const before = rowsOf(path, 'operation').map((row) => row.replace(/"(ready|waiting)"/, '"held"'))
  spoil(path, zero(roots(path)['saved_view']!))
  const { told } = openTestJournal(path)
  expect(told).toMatchObject([{ problem: { code: 'journal-damaged', values: { count: 0, doubtful: 0 } } }])
  expect(rowsOf(path, 'undo_step')).toEqual([])
  expect(rowsOf(path, 'operation')).toEqual(before)
})

test('an operation that is found on a page no longer in use is for a person to look at, and never sent', () => {
  const path = closedJournal()
  const bytes = readFileSync(path)
  // Its tree is broken off above it, and with the list of free pages spoilt nothing tells whether it is in use.
  spoil(path, (spoilt) => {
    zero(roots(path)['operation']!)(spoilt)
    spoilt.writeUInt32BE(99_999, 36)
  })
  expect(bytes.readUInt32BE(36)).not.toBe(99_999)
  const { journal, told } = openTestJournal(path)
  expect(told[0]?.problem.values?.['doubtful']).toBeGreaterThan(0)
  for (const state of ['draft', 'ready', 'held', 'sending', 'waiting'] as const)
    expect(journal.inState(state)).toEqual([])
  const unknown = journal.inState('unknown')
  expect(unknown.length).toBeGreaterThan(100)
  expect(new Set(unknown.map((one) => `${one.retryAt} ${isReadable(one) ? one.problem?.code : 'unreadable'}`))).toEqual(
    new Set(['null state-in-doubt']),
  )
})

test('what is lost of a damaged journal is filled up from its last backup, for a person to look at', () => {
  const path = join(testFolder(), 'journal.db')
  liveIn(path).close()
  const later = openJournal(path, journalPlace())
  const added = addEdit(later, later.addChangeSet('sheet', '', 9), 999)
  later.database.pragma('wal_checkpoint(TRUNCATE)')
  later.database.close()
  // Every page of operations but the last, which the backup does not have.
  spoil(path, (bytes) => {
    for (const page of pagesOf(path, 'operation').slice(0, -1)) zero(page)(bytes)
  })
  const { journal, told } = openTestJournal(path)
  expect(told).toMatchObject([{ problem: { code: 'journal-damaged', values: { count: 0, operations: 211 } } }])
  expect(journal.byIds([added])[0]).toMatchObject({ state: 'draft' })
  expect(journal.inState('ready')).toEqual([])
  const done = journal.database.prepare(`SELECT count(*) FROM operation WHERE state = 'done'`).pluck().get()
  expect(done, 'what is settled stays so').toBeGreaterThan(50)
  expect(journal.inState('draft').length).toBeLessThan(60)
  expect(journal.inState('unknown').every(({ retryAt }) => retryAt === null)).toBe(true)
})

/** What a row must refer to in order to mean anything: SQLite's own recovery does not ask for it. */
const parents: Readonly<Record<string, string>> = {
  operation: 'id BETWEEN 1 AND 210 AND change_set IN (SELECT id FROM change_set)',
  attempt_operation: 'operation IN (SELECT id FROM operation) AND attempt IN (SELECT id FROM attempt)',
  dependency: 'operation IN (SELECT id FROM operation) AND needs IN (SELECT id FROM operation)',
  imported_row: 'operation IN (SELECT id FROM operation)',
}

/** How many rows of each table SQLite's own recovery reads; where the file cannot be told apart any more, none. */
const recoveredBySqlite = (path: string) =>
  readRecovered(path, (recovered) =>
    Object.fromEntries(
      lasting.map((table) => {
        const sql = `SELECT count(*) FROM (SELECT DISTINCT * FROM ${table} WHERE ${parents[table] ?? 'true'})`
        return [table, count(recovered, sql) ?? 0]
      }),
    ),
  ) ?? {}

const damages: Record<string, (path: string, random: ReturnType<typeof dice>) => void> = {
  'flipped bits': (path, random) =>
    spoil(path, (bytes) => {
      for (let flip = 0; flip < 6; flip++) {
        const at = Math.floor(random.next() * bytes.length)
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random.next() * 8)), at)
      }
    }),
  'zeroed pages': (path, random) =>
    spoil(path, (bytes) => {
      for (let page = 0; page < 3; page++) zero(1 + Math.floor((random.next() * bytes.length) / pageSize))(bytes)
    }),
  'a cut': (path, random) => truncateSync(path, Math.floor(statSync(path).size * (0.3 + random.next() * 0.7))),
}

test.for(Object.keys(damages).flatMap((name) => [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => [name, seed] as const)))(
  'after %s (%d) nothing is missing that is not told, and no less is salvaged than SQLite itself recovers',
  ([name, seed]) => {
    const path = closedJournal()
    damages[name]!(path, dice(seed))
    const damaged = join(testFolder(), 'journal.db')
    copyFileSync(path, damaged)
    const { journal, told } = openTestJournal(path)
    const operations = Number(journal.database.prepare('SELECT count(*) FROM operation').pluck().get())
    if (operations < 210) expect(told.map(({ problem }) => problem.code)).not.toEqual([])
    expect(journal.database.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(journal.database.pragma('foreign_key_check')).toEqual([])
    journal.close()
    expect(openTestJournal(path).told, 'it is told once').toEqual([])
    if (!canRecover) return
    const theirs = recoveredBySqlite(damaged)
    for (const table of lasting) {
      expect(rowsOf(path, table).length, table).toBeGreaterThanOrEqual(theirs[table] ?? 0)
    }
  },
)

import {
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openCache } from '../../../electron/store/open-cache.ts'
import { openJournal } from '../../../electron/store/open-journal.ts'
import { journalSteps } from '../../../electron/store/migrations/journal.ts'
import { simRig } from '../../support/core-rig.ts'
import { addEdit, journalPlace, openTestJournal, testFolder } from '../../support/journals.ts'

const many = 3000

/** A closed journal with many edits in it. */
function fullJournal(): string {
  const path = join(testFolder(), 'journal.db')
  const journal = openJournal(path, journalPlace())
  journal.commit(() => {
    const set = journal.addChangeSet('sheet', '', 1)
    for (let tracker = 1; tracker <= many; tracker++) addEdit(journal, set, tracker)
    journal.setSetting('offline', 'yes')
  })
  journal.close()
  // What is salvaged is seen where there is no backup to be had.
  rmSync(`${path}.backup`)
  return path
}

/** The pages of a file that hold rows of a table, from the first to the last. */
function pagesOf(path: string, table: string): number[] {
  const database = new Database(path, { readonly: true })
  const root = database
    .prepare<[string], number>('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .pluck()
    .get(table)
  database.close()
  // The pages below a root follow each other, since the table was written in one go.
  const bytes = readFileSync(path)
  const size = bytes.readUInt16BE(16)
  const start = (root! - 1) * size
  const cells = bytes.readUInt16BE(start + 3)
  return Array.from({ length: cells }, (_, index) =>
    bytes.readUInt32BE(start + bytes.readUInt16BE(start + 12 + index * 2)),
  )
}

/** The file of a program that knew the first `version` versions of the journal only, with something in each of its tables. */
function journalOfVersion(version: number): string {
  const path = join(testFolder(), 'journal.db')
  const old = new Database(path)
  for (const step of journalSteps.slice(0, version)) old.exec(step)
  old.exec(`INSERT INTO change_set VALUES (1, 'sheet', '', 5, NULL);
    INSERT INTO operation (id, change_set, kind, version, params, subject, state, staged_at)
      VALUES (1, 1, 'tracker.settings', 1, '{"tracker":1,"set":{"label":"A"},"base":{"label":"B"}}', 'Van', 'draft', 5);
    INSERT INTO lane VALUES ('tracker:1', 1);
    INSERT INTO attempt (id, at, took, kind, path, request, subject, operations, outcome, http_status, answer, problem)
      VALUES (1, 6, 7, 'tracker.settings', '/', '{}', 'Van', 1, 'done', 200, '{}', NULL);
    INSERT INTO attempt_operation VALUES (1, 1);
    INSERT INTO undo_step (id, change_set, source, cells) VALUES (1, 1, 'typed', '[]');
    INSERT INTO setting (name, value) VALUES ('offline', 'yes')`)
  if (version >= 2) old.exec('INSERT INTO dependency (operation, needs) VALUES (1, 1)')
  if (version >= 3)
    old.exec(`INSERT INTO imported_file (change_set, file) VALUES (1, '{}'); INSERT INTO imported_row VALUES (1, '[]')`)
  if (version >= 4) old.exec(`INSERT INTO saved_view (id, sheet, name, look) VALUES (1, 'trackers', 'Night', '{}')`)
  if (version >= 7) old.exec(`INSERT INTO identity VALUES (1, 'journal', 'profile', 7)`)
  if (version >= 8) old.exec('INSERT INTO unfinished VALUES (1)')
  old.pragma(`user_version = ${version}`)
  old.close()
  return path
}

/** How many rows each table of a journal has. */
function rowsIn(path: string): Record<string, number> {
  const database = new Database(path, { readonly: true })
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
  const counts = tables.map((table): [string, number] => [
    table,
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!,
  ])
  database.close()
  return Object.fromEntries(counts)
}

const versions = journalSteps.map((_, index) => index + 1)

test.for(versions)('a journal of version %d is opened by every version since, with all that it holds', (version) => {
  const path = journalOfVersion(version)
  const before = rowsIn(path)
  const { journal, damage } = openTestJournal(path)
  expect(damage).toBe(null)
  expect(journal.byIds([1])[0]).toMatchObject({ state: 'draft', subject: 'Van', params: { set: { label: 'A' } } })
  expect(rowsIn(path)).toMatchObject(before)
})

test.for(versions)('a damaged journal of version %d is salvaged with all that can be read', (version) => {
  const path = journalOfVersion(version)
  const before = rowsIn(path)
  const old = new Database(path)
  // A row that breaks what the table promises is damage to SQLite, and every row can still be read.
  old.unsafeMode(true).pragma('writable_schema = ON')
  old.exec(
    `UPDATE sqlite_master SET sql = replace(sql, 'problem TEXT,', 'problem TEXT NOT NULL,') WHERE name = 'operation'`,
  )
  old.close()
  const { damage } = openTestJournal(path)
  expect(damage?.code).toBe('journal-damaged')
  expect(rowsIn(path)).toMatchObject(before)
})

test('the journal of a newer program is refused with a clear word, and left as it is', () => {
  const path = fullJournal()
  const newer = new Database(path)
  newer.pragma('user_version = 99')
  newer.close()
  rmSync(path.replace('.db', '.mark'))
  const before = readFileSync(path)
  expect(() => openJournal(path, journalPlace())).toThrow('journal-newer')
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a journal with a damaged page is put aside, and what lies before and behind the damage is taken over', () => {
  const path = fullJournal()
  const pages = pagesOf(path, 'operation')
  const bytes = readFileSync(path)
  const size = bytes.readUInt16BE(16)
  const spoilt = pages[Math.floor(pages.length / 2)]!
  bytes.fill(0xa5, (spoilt - 1) * size, spoilt * size)
  writeFileSync(path, bytes)

  const { journal, damage } = openTestJournal(path)
  expect(damage?.code).toBe('journal-damaged')
  const ids = journal.inState('draft').map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(many - 200)
  expect(ids[0]).toBe(1)
  expect(ids.at(-1)).toBe(many)
  expect(journal.setting('offline')).toBe('yes')
  expect(journal.inLanes([`tracker:${many}`]).size, 'with its lane').toBe(1)
  expect(existsSync(String(damage?.values?.['file'])), 'the damaged file is kept').toBe(true)
})

test('an operation whose lane was lost gets it again', () => {
  const path = fullJournal()
  const bytes = readFileSync(path)
  const size = bytes.readUInt16BE(16)
  const pages = pagesOf(path, 'lane')
  for (const page of pages.slice(1, 4)) bytes.fill(0xa5, (page - 1) * size, page * size)
  writeFileSync(path, bytes)
  const { journal } = openTestJournal(path)
  const lanes = Array.from({ length: many }, (_, index) => `tracker:${index + 1}`)
  expect(journal.inState('draft')).toHaveLength(many)
  expect(journal.inLanes(lanes).size).toBe(many)
})

test.for([0.9, 0.5, 0.05, 0])(
  'a journal cut to %d of its length opens, and is told of with what it has lost',
  (share) => {
    const path = fullJournal()
    truncateSync(path, Math.floor(statSync(path).size * share))
    const { journal, damage } = openTestJournal(path)
    const left = journal.database.prepare<[], number>('SELECT count(*) FROM operation').pluck().get()!
    expect(damage).toMatchObject({ code: share > 0 ? 'journal-damaged' : 'journal-missing' })
    expect(damage?.values?.['count']).toBe(share > 0 ? many - left : many)
    expect(left).toBeGreaterThan(many * share * 0.9 - 150)
    expect(() => addEdit(journal, journal.addChangeSet('sheet', '', 1), 1)).not.toThrow()
  },
)

test('a journal that is no database at all is put aside', () => {
  const path = fullJournal()
  writeFileSync(path, 'This is not a database, whatever its name says. '.repeat(1000))
  const { damage } = openTestJournal(path)
  expect(damage).toMatchObject({ code: 'journal-lost', values: { count: many } })
  expect(readdirSync(dirname(path)).some((name) => name.startsWith(`${basename(path)}.aside-`))).toBe(true)
})

test('a damaged cache is begun anew', () => {
  const path = join(testFolder(), 'cache.db')
  const { cache } = openCache(path)
  cache.setPulledAt(5)
  cache.close()
  writeFileSync(path, 'Not a database. '.repeat(1000))
  const opened = openCache(path)
  expect(opened.putAside?.code).toBe('cache-damaged')
  expect(opened.cache.pulledAt()).toBe(null)
  opened.cache.close()
})

/** A closed cache with many users in it. */
function fullCache(): string {
  const path = join(testFolder(), 'cache.db')
  const { cache } = openCache(path)
  cache.markStale('bundles', 5)
  for (let scope = 0; scope < many; scope++) cache.markStale(`trackers-of:${scope}`, 5)
  cache.close()
  return path
}

function spoilPage(path: string, page: number): void {
  const bytes = readFileSync(path)
  const size = bytes.readUInt16BE(16)
  bytes.fill(0xa5, (page - 1) * size, page * size)
  writeFileSync(path, bytes)
}

test('a cache that something else has written to since it was closed is looked through', () => {
  const path = fullCache()
  spoilPage(path, pagesOf(path, 'stale')[1]!)
  const opened = openCache(path)
  expect(opened.putAside?.code).toBe('cache-damaged')
  opened.cache.close()
})

test('a cache that went bad unseen is found out when it is closed, and begun anew', () => {
  const path = fullCache()
  const { atime, mtime } = statSync(path)
  utimesSync(path, atime, mtime)
  openCache(path).cache.close()
  spoilPage(path, pagesOf(path, 'stale')[1]!)
  utimesSync(path, atime, mtime)
  const believed = openCache(path)
  expect(believed.putAside).toBe(null)
  believed.cache.close()
  const opened = openCache(path)
  expect(opened.putAside?.code).toBe('cache-damaged')
  opened.cache.close()
})

test('a cache that was not closed, since the program was killed, is looked through', () => {
  const path = fullCache()
  rmSync(`${path}.sound`)
  const { atime, mtime } = statSync(path)
  spoilPage(path, pagesOf(path, 'stale')[1]!)
  utimesSync(path, atime, mtime)
  const opened = openCache(path)
  expect(opened.putAside?.code).toBe('cache-damaged')
  opened.cache.close()
})

test('a core whose files are damaged says so, pulls anew, and shows what it sends from then on', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'Before')
  await rig.send()
  await rig.settled()
  await rig.label(second!.id, 'Staged')
  await rig.call('profiles.close', {})
  const journal = join(rig.profileFolder, 'journal.db')
  writeFileSync(journal, 'Not a database. '.repeat(2000))
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'journal-restored' } }])
  await rig.online()
  await rig.label(first!.id, 'Afterwards')
  await rig.send()
  await rig.settled()
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [first!.id] })
  expect(rows[0]).toMatchObject({ values: { label: 'Afterwards' } })
})

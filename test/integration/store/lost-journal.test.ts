import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { backupsOf } from '../../../electron/store/journal-backup.ts'
import { openJournal, takeBackup } from '../../../electron/store/open-journal.ts'
import { readLog } from '../../../electron/store/sqlite-image.ts'
import { fail } from '../../../shared/problem.ts'
import { simRig } from '../../support/core-rig.ts'
import { liveIn } from '../../support/lived-journal.ts'
import { addEdit, journalPlace, openTestJournal, someAttempt, testFolder, type Told } from '../../support/journals.ts'

/** How many operations a journal has that was lived in. */
const edits = 210

function closedJournal({ backup }: { backup: boolean }): string {
  const path = join(testFolder(), 'journal.db')
  liveIn(path).close()
  if (!backup) rmSync(`${path}.backup`)
  return path
}

/** The files of a journal as they stand while it is open, as a power cut leaves them. */
function crashedJournal(after: (path: string) => void = () => undefined): string {
  const path = join(testFolder(), 'journal.db')
  // Few enough that SQLite leaves all of it in the log.
  const journal = liveIn(path, 190, 10)
  after(path)
  const copy = join(testFolder(), 'journal.db')
  cpSync(dirname(path), dirname(copy), { recursive: true, filter: (name) => !name.endsWith('-shm') })
  journal.close()
  return copy
}

const open = (path: string, changes: Parameters<typeof journalPlace>[1] = {}) => {
  const told: Told[] = []
  const journal = openJournal(path, journalPlace(told, { openedBefore: true, ...changes }))
  const operations = Number(journal.database.prepare('SELECT count(*) FROM operation').pluck().get())
  journal.close()
  return { told, operations }
}

test.for(['missing', 'empty'])('a journal that is %s is restored from a backup that holds all that it held', (how) => {
  const path = closedJournal({ backup: true })
  if (how === 'missing') rmSync(path)
  else truncateSync(path, 0)
  expect(open(path)).toMatchObject({
    told: [{ problem: { code: 'journal-restored', values: { count: edits } } }],
    operations: edits,
  })
  expect(open(path)).toEqual({ told: [], operations: edits })
})

test.for(['missing', 'empty'])('a journal that is %s, and has no backup, is told of with what it held', (how) => {
  const path = closedJournal({ backup: false })
  if (how === 'missing') rmSync(path)
  else truncateSync(path, 0)
  expect(open(path)).toMatchObject({
    told: [{ problem: { code: 'journal-missing', values: { count: edits } }, backup: null }],
    operations: 0,
  })
  expect(open(path).told).toEqual([])
})

test('a journal that went with everything beside it is told of where the profile was opened before', () => {
  const path = join(testFolder(), 'journal.db')
  expect(open(path, { openedBefore: false }).told, 'the first time there is none').toEqual([])
  for (const name of readdirSync(dirname(path))) rmSync(join(dirname(path), name))
  expect(open(path).told).toMatchObject([{ problem: { code: 'journal-missing' } }])
})

test('a profile whose journal went with everything beside it says so, and shows what it sends from then on', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  for (const { id } of [first!, second!]) await rig.label(id, 'Before')
  await rig.send()
  await rig.settled()
  await rig.call('profiles.close', {})
  for (const name of readdirSync(rig.profileFolder)) {
    if (name.startsWith('journal.')) rmSync(join(rig.profileFolder, name))
  }
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'journal-missing' } }])
  await rig.online()
  await rig.label(first!.id, 'Afterwards')
  await rig.send()
  await rig.settled()
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [first!.id] })
  expect(rows[0]).toMatchObject({ values: { label: 'Afterwards' } })
})

test('a journal beside which no mark can be written can be looked at all the same', () => {
  const path = closedJournal({ backup: false })
  const mark = path.replace('.db', '.mark')
  rmSync(mark)
  mkdirSync(mark)
  expect(open(path)).toMatchObject({ told: [{ problem: { code: 'journal-unproved' } }], operations: edits })
})

test('an older backup of a missing journal is offered, not taken', () => {
  const path = closedJournal({ backup: true })
  const journal = openJournal(path, journalPlace())
  addEdit(journal, journal.addChangeSet('sheet', '', 1), 999)
  journal.database.close()
  rmSync(path)
  const { told, operations } = open(path)
  expect(operations).toBe(0)
  expect(told).toMatchObject([
    {
      problem: { code: 'journal-missing', values: { count: edits + 1 } },
      backup: { operations: edits, sentSince: false },
    },
  ])
  expect(existsSync(join(dirname(path), told[0]!.backup!.file))).toBe(true)
})

test("another profile's journal is put aside whole and never merged", () => {
  const path = closedJournal({ backup: false })
  const other = join(testFolder(), 'journal.db')
  liveIn(other, 20).close()
  const bytes = readFileSync(other)
  const { told, operations } = open(path, { profile: 'profile' })
  expect({ told, operations }).toEqual({ told: [], operations: edits })
  rmSync(`${path}.backup`)
  copyFileSync(other, path)
  expect(open(path, { profile: 'another' })).toMatchObject({
    told: [{ problem: { code: 'journal-foreign', values: { count: edits } } }],
    operations: 0,
  })
  const aside = readdirSync(dirname(path)).find((name) => /\.aside-\d+$/.test(name))!
  expect(
    readFileSync(join(dirname(path), aside))
      .subarray(100)
      .equals(bytes.subarray(100)),
  ).toBe(true)
})

test('an older copy of the journal is told of, and nothing that it shows as released goes by itself', () => {
  const path = closedJournal({ backup: false })
  const older = `${path}-copy`
  copyFileSync(path, older)
  const journal = openJournal(path, journalPlace())
  const [first] = journal.heads(1, new Set())
  journal.beginAttempt(someAttempt, [first!.id], 9)
  journal.finish(new Map([[first!.id, null]]))
  addEdit(journal, journal.addChangeSet('sheet', '', 9), 999)
  journal.close()
  rmSync(`${path}.backup`)
  copyFileSync(older, path)
  const opened = openTestJournal(path)
  expect(opened.told).toMatchObject([{ problem: { code: 'journal-older', values: { count: 1, operations: edits } } }])
  for (const state of ['draft', 'ready', 'held', 'waiting', 'sending'] as const) {
    expect(opened.journal.inState(state), state).toEqual([])
  }
  expect(opened.journal.byIds([first!.id])[0]).toMatchObject({ state: 'unknown', retryAt: null })
})

test('drafts of an older journal stay drafts where no request has left since', () => {
  const path = closedJournal({ backup: false })
  const older = `${path}-copy`
  copyFileSync(path, older)
  const journal = openJournal(path, journalPlace())
  addEdit(journal, journal.addChangeSet('sheet', '', 9), 999)
  journal.close()
  rmSync(`${path}.backup`)
  copyFileSync(older, path)
  const opened = openTestJournal(path)
  expect(opened.journal.inState('draft').length).toBeGreaterThan(50)
  expect(opened.journal.inState('ready')).toEqual([])
})

test('a log that is gone after a crash is told of with what went with it', () => {
  const path = crashedJournal()
  rmSync(`${path}-wal`)
  const { told, operations } = open(path)
  expect(operations).toBeLessThan(edits)
  expect(told).toHaveLength(1)
  expect(told[0]!.problem.values?.['count']).toBe(edits - operations)
  expect(open(path).told).toEqual([])
})

test('a log whose file has never been filled still holds everything', () => {
  const path = crashedJournal()
  rmSync(path)
  expect(open(path)).toMatchObject({ told: [{ problem: { code: 'journal-damaged' } }] })
})

test.for([0.01, 0.2, 0.5, 0.8, 0.97])(
  'one flipped bit at %d of the log loses what it stands in, and that is told',
  (share) => {
    const path = crashedJournal()
    const log = readLog(path)
    expect(log.recovered).toBe(log.frames.length)
    const bytes = readFileSync(`${path}-wal`)
    const at = Math.floor(bytes.length * share)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at)
    writeFileSync(`${path}-wal`, bytes)
    const spoilt = readLog(path)
    expect(spoilt.recovered).toBeLessThan(log.recovered)
    const { told, operations } = open(path)
    expect(told).toHaveLength(1)
    expect(operations).toBeGreaterThanOrEqual(edits - 30)
  },
)

test('a log that was cut is told of, whatever SQLite makes of it', () => {
  const path = crashedJournal()
  truncateSync(`${path}-wal`, Math.floor(readFileSync(`${path}-wal`).length / 2))
  expect(open(path).told).toMatchObject([{ problem: { code: 'journal-older' } }])
})

/** Its log is moved into the journal, and one edit more stands in the log. */
function movedAndWorkedOn(path: string): void {
  const other = openJournal(path, journalPlace())
  other.checkpoint()
  addEdit(other, other.addChangeSet('sheet', '', 9), 999)
  other.database.close()
}

/** What can become of the file that says what a journal holds. */
const lostMarks: [string, (mark: string) => void][] = [
  ['missing', (mark) => rmSync(mark)],
  ['of NULs', (mark) => writeFileSync(mark, Buffer.alloc(1024))],
  ['cut', (mark) => truncateSync(mark, 94)],
]

test.for(lostMarks)(
  'a log that is gone together with a mark that is %s is told of, and nothing that is shown as released goes by itself',
  ([, damage]) => {
    const path = crashedJournal(movedAndWorkedOn)
    rmSync(`${path}-wal`)
    damage(path.replace(/db$/, 'mark'))
    const told: Told[] = []
    const journal = openJournal(path, journalPlace(told, { openedBefore: true }))
    expect(told).toMatchObject([{ problem: { code: 'journal-unproved' }, backup: null }])
    for (const state of ['ready', 'held', 'waiting', 'sending'] as const) {
      expect(journal.inState(state), state).toEqual([])
    }
    journal.close()
    expect(open(path).told, 'the mark stands again').toEqual([])
  },
)

test('a log that held everything, gone together with the mark, is told of', () => {
  const path = crashedJournal()
  rmSync(`${path}-wal`)
  rmSync(path.replace(/db$/, 'mark'))
  expect(open(path)).toMatchObject({ told: [{ problem: { code: 'journal-missing' } }], operations: 0 })
})

test('a journal that is older than its backup is told of, also without a mark', () => {
  const path = closedJournal({ backup: true })
  const older = `${path}-copy`
  copyFileSync(path, older)
  const journal = openJournal(path, journalPlace())
  addEdit(journal, journal.addChangeSet('sheet', '', 9), 999)
  journal.close()
  copyFileSync(older, path)
  rmSync(path.replace(/db$/, 'mark'))
  expect(open(path).told).toMatchObject([
    { problem: { code: 'journal-older', values: { count: 1 } }, backup: { operations: edits + 1 } },
  ])
})

test('a journal that has just taken the place of another is not in doubt for want of a mark', () => {
  const path = closedJournal({ backup: false })
  rmSync(path)
  const told: Told[] = []
  const place = journalPlace(told, { openedBefore: true })
  expect(() => openJournal(path, { ...place, id: () => fail('unexpected') })).toThrow()
  openJournal(path, place).close()
  expect(told.map(({ problem }) => problem.code)).not.toContain('journal-unproved')
})

/** Flips bits all over a file, some on every page. */
function spoil(path: string): void {
  const bytes = readFileSync(path)
  for (let at = 4096 + 50; at < bytes.length; at += 1500) bytes[at]! ^= 1 << (at % 8)
  writeFileSync(path, bytes)
}

test('a backup that is damaged itself is not trusted: what can be read of both is', () => {
  const path = closedJournal({ backup: true })
  const bytes = readFileSync(path)
  bytes[14]! ^= 1
  writeFileSync(path, bytes)
  spoil(`${path}.backup`)
  const { told, operations } = open(path)
  expect(told).toMatchObject([{ problem: { code: 'journal-damaged' } }])
  expect(operations).toBe(edits)
})

test('a damaged backup that a person wants is what can be read of it', () => {
  const path = closedJournal({ backup: true })
  const [backup] = backupsOf(path, null)
  spoil(`${path}.backup`)
  rmSync(path)
  const told: Told[] = []
  const place = journalPlace(told, { openedBefore: true })
  openJournal(path, place).close()
  const offered = told[0]!.backup ?? { ...backup!, file: `${basename(path)}.aside-1.backup`, sentSince: false }
  takeBackup(path, offered, place)
  const { told: none, operations } = open(path)
  expect(none).toEqual([])
  expect(operations).toBeGreaterThan(0)
  expect(told.at(-1)).toMatchObject({ problem: { code: 'journal-restored', values: { count: operations } } })
})

test('what was moved into the journal is not lost with its log', () => {
  const path = crashedJournal((live) => {
    const other = openJournal(live, journalPlace())
    other.checkpoint()
    other.database.close()
  })
  rmSync(`${path}-wal`, { force: true })
  expect(open(path)).toEqual({ told: [], operations: edits })
})

test('a step is in the journal itself as soon as it was answered, and the rest once nothing is written', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  await rig.label(row!.id, 'Staged')
  await rig.clock.advance(0)
  const wal = join(rig.profileFolder, 'journal.db-wal')
  expect(readFileSync(wal).length).toBe(0)
  await rig.send()
  await rig.settled()
  await rig.clock.advance(5000)
  expect(readFileSync(wal).length).toBe(0)
})

test('a backup that a notice offers takes the place of the journal when a person wants it, unless something is staged', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'In the backup')
  await rig.call('profiles.close', {})
  const journal = () => join(rig.profileFolder, 'journal.db')
  copyFileSync(`${journal()}.backup`, `${journal()}-kept`)
  await rig.call('profiles.open', { id: rig.profile })
  await rig.label(second!.id, 'After the backup')
  await rig.call('profiles.close', {})
  rmSync(journal())
  copyFileSync(`${journal()}-kept`, `${journal()}.backup`)

  await rig.call('profiles.open', { id: rig.profile })
  expect(await rig.operations()).toEqual([])
  const [notice] = (await rig.status()).notices
  expect(notice).toMatchObject({
    problem: { code: 'journal-missing', values: { count: 2 } },
    backup: { operations: 1, sentSince: false },
  })
  await rig.online()
  await rig.label(second!.id, 'Staged since')
  const refused = await rig.answer('notices.takeBackup', { id: notice!.id })
  expect(refused).toMatchObject({ ok: false, problem: { code: 'backup-in-use', values: { count: 1 } } })
  await rig.call('sheet.undo', { redo: false })

  await rig.call('notices.takeBackup', { id: notice!.id })
  expect(await rig.operations()).toMatchObject([{ state: 'draft' }])
  expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'journal-restored', values: { count: 1 } } }])
  await rig.restart()
  expect(await rig.operations()).toMatchObject([{ state: 'draft' }])
})

test('a journal that has fewer outcomes than the cache has seen is older, also where nothing else tells', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'Sent')
  await rig.call('profiles.close', {})
  const journal = join(rig.profileFolder, 'journal.db')
  copyFileSync(journal, `${journal}-older`)
  await rig.call('profiles.open', { id: rig.profile })
  await rig.online()
  await rig.send()
  await rig.settled()
  await rig.label(second!.id, 'Staged')
  await rig.call('profiles.close', {})
  copyFileSync(`${journal}-older`, journal)
  rmSync(`${journal}.backup`)
  rmSync(join(rig.profileFolder, 'journal.mark'))
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).notices).toMatchObject([
    { problem: { code: 'journal-unproved' } },
    { problem: { code: 'journal-older', values: { count: 1 } } },
  ])
  expect(await rig.operations()).toMatchObject([{ state: 'unknown', problem: { code: 'state-in-doubt' } }])
  await rig.online()
  await rig.clock.advance(600_000)
  expect(await rig.operations(), 'nothing goes by itself').toMatchObject([{ state: 'unknown' }])
})

test('a journal that has lost more outcomes than have a damaged place is older', async () => {
  const rig = await simRig()
  const sendOne = async (label: string) => {
    await rig.label((await rig.sound()).at(-1)!.id, label)
    await rig.send()
    await rig.settled()
  }
  await sendOne('First')
  await rig.call('profiles.close', {})
  const files = ['journal.db', 'journal.mark'].map((name) => join(rig.profileFolder, name))
  for (const file of files) copyFileSync(file, `${file}-older`)
  await rig.call('profiles.open', { id: rig.profile })
  await rig.online()
  await sendOne('Second')
  await sendOne('Third')
  await rig.call('profiles.close', {})
  for (const file of files) copyFileSync(`${file}-older`, file)
  rig.tamper(`UPDATE operation SET outcome = NULL WHERE state = 'done'`)
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'journal-older', values: { count: 2 } } }])
})

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clearCopies } from '../../../electron/store/kept-copies.ts'
import { openNotices } from '../../../electron/store/notices.ts'
import { beginReplacing } from '../../../electron/store/take-place.ts'
import type { Notice } from '../../../shared/contract/notices.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

const silent = { info: () => undefined, warn: () => undefined }

/** A folder with a journal and these files beside it. */
function journalWith(...suffixes: string[]): string {
  const path = join(testFolder(), 'journal.db')
  for (const suffix of ['', ...suffixes]) writeFileSync(path + suffix, suffix)
  return path
}

const beside = (path: string) =>
  readdirSync(join(path, '..'))
    .map((name) => name.slice('journal.db'.length))
    .sort()

const notice = (file: string, offered: string | null = null): Notice => ({
  ...{ id: file, at: 1, problem: { code: 'journal-lost', values: { file } } },
  backup: offered === null ? null : { file: offered, at: 1, operations: 1, sentSince: false },
})

test('of each sort of copy the latest three stay, each with all of its files; others go, and that is logged', () => {
  const numbers = [1, 2, 3, 9, 10]
  const path = journalWith(
    ...['.backup', '.mark', '-wal'],
    ...numbers.flatMap((n) => [
      `.aside-${n}`,
      `.aside-${n}-wal`,
      `.aside-${n}.backup`,
      `-wal.kept-${n}`,
      `.before-${n}`,
    ]),
  )
  const logged: unknown[] = []
  clearCopies(path, [], { ...silent, info: (...entry) => void logged.push(entry) })
  expect(beside(path)).toEqual(
    [
      ...['', '.backup', '.mark', '-wal'],
      ...[3, 9, 10].flatMap((n) => [`.aside-${n}`, `.aside-${n}-wal`, `.aside-${n}.backup`]),
      ...[3, 9, 10].flatMap((n) => [`-wal.kept-${n}`, `.before-${n}`]),
    ].sort(),
  )
  expect(JSON.stringify(logged)).toContain('journal.db.aside-2.backup')
  clearCopies(path, [], { ...silent, info: (...entry) => void logged.push(entry) })
  expect(logged).toHaveLength(1)
})

test('what an unseen notice names or offers stays, with all that was put aside together', () => {
  const asides = [1, 2, 3, 4, 5, 6].flatMap((n) => [`.aside-${n}`, `.aside-${n}.backup`])
  const path = journalWith('.backup', ...asides, '.before-1', '.before-2', '.before-3', '.before-4')
  clearCopies(
    path,
    [notice(`${path}.aside-2`), notice('', 'journal.db.aside-1.backup'), notice('', 'journal.db.before-1')],
    silent,
  )
  expect(beside(path)).toEqual(
    [
      '',
      '.backup',
      ...asides.filter((name) => !name.includes('-3')),
      '.before-1',
      '.before-2',
      '.before-3',
      '.before-4',
    ].sort(),
  )
})

test('the only backup that there is stays', () => {
  const path = journalWith('.aside-1', '.aside-1.backup', '.aside-2', '.aside-3', '.aside-4', '.aside-5')
  clearCopies(path, [], silent)
  expect(beside(path)).toEqual(['', '.aside-1', '.aside-1.backup', '.aside-3', '.aside-4', '.aside-5'])
})

test('what is put aside is counted on from the latest, so that a number says which is older', () => {
  expect(beginReplacing(journalWith('.aside-4', '.aside-7.backup')).aside).toMatch(/\.aside-8$/)
})

test('a copy that cannot be removed stays, and keeps no journal from being opened', () => {
  const path = journalWith('.aside-2', '.aside-3', '.aside-4', '.aside-5')
  // A folder is no file, and is not removed as one.
  mkdirSync(`${path}.aside-1`)
  const warned: unknown[] = []
  clearCopies(path, [], { ...silent, warn: (...entry) => void warned.push(entry) })
  expect(beside(path)).toEqual(['', '.aside-1', '.aside-3', '.aside-4', '.aside-5'])
  expect(warned).toHaveLength(1)
})

test('a notice offers no backup that is not there any more', () => {
  const folder = testFolder()
  let last = 0
  const notices = openNotices(folder, { now: () => 1, id: () => `id-${++last}`, log: silent })
  writeFileSync(join(folder, 'journal.db.backup'), 'x')
  const backup = { file: 'journal.db.backup', at: 1, operations: 1, sentSince: false }
  notices.tell({ code: 'journal-lost' }, backup)
  expect(notices.list()).toMatchObject([{ problem: { code: 'journal-lost' }, backup }])
  rmSync(join(folder, 'journal.db.backup'))
  expect(notices.list()).toMatchObject([{ problem: { code: 'journal-lost' }, backup: null }])
})

test('a journal that is lost again and again leaves as many copies as are kept, once a person has seen of each', async () => {
  const rig = await simRig({ panel: { trackers: 20 } })
  const asides = () => new Set(readdirSync(rig.profileFolder).flatMap((name) => /\.aside-\d+/.exec(name)?.[0] ?? []))
  async function lose(): Promise<void> {
    await rig.call('profiles.close', {})
    writeFileSync(join(rig.profileFolder, 'journal.db'), 'Not a database. '.repeat(2000))
    await rig.call('profiles.open', { id: rig.profile })
  }
  for (let time = 0; time < 5; time++) await lose()
  expect(asides().size).toBe(5)
  await rig.restart()
  expect(asides().size, 'nobody has seen the notices').toBe(5)
  for (const { id } of (await rig.status()).notices) await rig.call('notices.seen', { id })
  await rig.restart()
  expect([...asides()].sort()).toEqual(['.aside-3', '.aside-4', '.aside-5'])
  await lose()
  expect([...asides()].sort()).toEqual(['.aside-3', '.aside-4', '.aside-5', '.aside-6'])
  expect(existsSync(join(rig.profileFolder, 'journal.db'))).toBe(true)
})

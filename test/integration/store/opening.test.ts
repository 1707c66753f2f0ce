import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openCache } from '../../../electron/store/open-cache.ts'
import { asProblem } from '../../../electron/store/database.ts'
import { lockProfile } from '../../../electron/store/profile-lock.ts'
import { httpRig, simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

/** Holds a file as another program would that knows nothing of us; the function returned lets go of it. */
function holdFile(path: string): () => void {
  const other = new Database(path)
  onTestFinished(() => void other.close())
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  return () => void other.close()
}

/** A closed cache that knows when it was pulled. */
function pulledCache(): string {
  const path = join(testFolder(), 'cache.db')
  const { cache } = openCache(path)
  cache.setPulledAt(5)
  cache.close()
  return path
}

test('a cache that another program holds is left as it is, and opens once it is let go of', () => {
  const path = pulledCache()
  const letGo = holdFile(path)
  expect(() => openCache(path)).toThrow('file-locked')
  letGo()
  const { cache, putAside } = openCache(path)
  expect(putAside).toBe(null)
  expect(cache.pulledAt()).toBe(5)
  cache.close()
})

test('a cache whose place is no file is told of, not begun anew', () => {
  const path = join(testFolder(), 'cache.db')
  mkdirSync(join(path, 'in the way'), { recursive: true })
  expect(() => openCache(path)).toThrow('disk-read-only')
  expect(existsSync(join(path, 'in the way'))).toBe(true)
})

test.runIf(existsSync('/dev/full'))(
  'a disk without room for the log of the cache is told of, and the cache left',
  () => {
    const path = pulledCache()
    symlinkSync('/dev/full', `${path}-wal`)
    symlinkSync('/dev/full', `${path}-shm`)
    expect(() => openCache(path)).toThrow(/disk-(full|failed|read-only)/)
    rmSync(`${path}-wal`)
    rmSync(`${path}-shm`)
    const { cache } = openCache(path)
    expect(cache.pulledAt()).toBe(5)
    cache.close()
  },
)

test('a damaged cache is kept beside, at most one of them', () => {
  const path = pulledCache()
  for (const text of ['First. ', 'Second. ']) {
    writeFileSync(path, text.repeat(1000))
    const { cache, putAside } = openCache(path)
    expect(putAside).toEqual({ code: 'cache-damaged', values: { file: `${path}.damaged` } })
    cache.close()
  }
  const aside = readdirSync(join(path, '..')).filter((name) => name.includes('damaged'))
  expect(aside).toEqual(['cache.db.damaged'])
})

test('a damaged cache is still in its place when that is told: whoever is killed in between finds it again', () => {
  const path = pulledCache()
  writeFileSync(path, 'Not a database. '.repeat(1000))
  const tell = () => {
    throw new Error(`killed beside ${readFileSync(path, 'utf8').slice(0, 14)}`)
  }
  expect(() => openCache(path, undefined, tell)).toThrow('killed beside Not a database')
  expect(openCache(path).putAside?.code).toBe('cache-damaged')
})

test.for([
  ['of another version', 'cache-other-version', 'PRAGMA user_version = 1'],
  ['without its tables', 'cache-damaged', 'DROP TABLE stale'],
  ['with tables of another', 'cache-damaged', 'PRAGMA user_version = 0'],
] as const)('a cache %s is put aside, and that is said', ([, code, sql]) => {
  const path = pulledCache()
  const other = new Database(path)
  other.exec(sql)
  other.close()
  const { cache, putAside } = openCache(path)
  expect(putAside?.code).toBe(code)
  expect(cache.pulledAt()).toBe(null)
  cache.close()
})

test('a core says that its cache was damaged, and pulls it anew', async () => {
  const rig = await simRig()
  await rig.call('profiles.close', {})
  writeFileSync(join(rig.profileFolder, 'cache.db'), 'Not a database. '.repeat(1000))
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'cache-damaged' } }])
  await rig.online()
  expect((await rig.rows()).length).toBeGreaterThan(0)
})

test.for(['cache.db', 'journal.db'])(
  'a profile whose %s another program holds says so, and opens at the next try with all that it had',
  async (name) => {
    const rig = await simRig()
    const [row] = await rig.sound()
    await rig.label(row!.id, 'Staged')
    await rig.call('profiles.close', {})
    const letGo = holdFile(join(rig.profileFolder, name))
    expect(await rig.answer('profiles.open', { id: rig.profile })).toMatchObject({
      problem: { code: 'file-locked', again: true },
    })
    letGo()
    // Nothing of the first try is left open: another program may have the journal for itself.
    holdFile(join(rig.profileFolder, 'journal.db'))()
    await rig.call('profiles.open', { id: rig.profile })
    expect((await rig.status()).notices).toEqual([])
    expect(await rig.operations(['draft'])).toHaveLength(1)
    expect((await rig.rows()).length).toBeGreaterThan(0)
  },
)

test('a program that holds the journal meanwhile is told of by whatever wanted to write', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  const other = new Database(join(rig.profileFolder, 'journal.db'))
  other.exec('BEGIN IMMEDIATE')
  const cells = [{ id: row!.id, field: 'label', value: 'Staged' }]
  const staging = { sheet: 'trackers', source: 'type', cells }
  expect(await rig.answer('sheet.stage', staging)).toMatchObject({ problem: { code: 'file-locked', again: true } })
  other.close()
  expect(await rig.answer('sheet.stage', staging)).toMatchObject({ ok: true })
})

test.runIf(existsSync('/dev/full'))(
  'a profile opens on a disk that is full, says so, and is still the one that was open last',
  async () => {
    const rig = await simRig()
    const [row] = await rig.sound()
    await rig.label(row!.id, 'Staged')
    symlinkSync('/dev/full', join(rig.profileFolder, 'profile.json.new'))
    const lastOpen = join(rig.profileFolder, '..', 'last-open')
    symlinkSync('/dev/full', `${lastOpen}.new`)
    await rig.restart()
    expect(readFileSync(lastOpen, 'utf8')).toBe(rig.profile)
    expect(await rig.status()).toMatchObject({
      profile: { id: rig.profile },
      notices: [{ problem: { code: 'disk-full' } }],
    })
    expect(await rig.operations(['draft'])).toHaveLength(1)
    await rig.restart()
    expect((await rig.status()).profile).toMatchObject({ id: rig.profile, name: 'Test' })
  },
)

test.for([
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['SQLITE_BUSY_RECOVERY', 'file-locked'],
  ['SQLITE_READONLY_DIRECTORY', 'disk-read-only'],
  ['SQLITE_CANTOPEN', 'disk-read-only'],
  ['SQLITE_IOERR_READ', 'disk-failed'],
] as const)('what SQLite calls %s is told as %s', ([code, told]) => {
  expect(asProblem(new Database.SqliteError('', code))).toMatchObject({ problem: { code: told, again: true } })
})

test('damage is no problem of the disk', () => {
  const damage = new Database.SqliteError('', 'SQLITE_CORRUPT')
  expect(asProblem(damage)).toBe(damage)
})

test('a profile that another process has open is not removed under it', async () => {
  const rig = await simRig()
  await rig.call('profiles.close', {})
  const other = lockProfile(join(rig.profileFolder, 'lock.db'))
  for (const discardStaged of [false, true]) {
    expect(await rig.answer('profiles.remove', { id: rig.profile, discardStaged })).toMatchObject({
      problem: { code: 'profile-busy' },
    })
  }
  expect(existsSync(join(rig.profileFolder, 'journal.db'))).toBe(true)
  expect((await rig.call('profiles.secrets', {})).places).toEqual({ [rig.profile]: 'keychain' })
  other.release()
  await rig.call('profiles.remove', { id: rig.profile, discardStaged: false })
  expect(existsSync(rig.profileFolder)).toBe(false)
})

test('a profile with something staged is removed only with it, whether it is open or not', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  await rig.label(row!.id, 'Staged')
  const refused = { problem: { code: 'profile-has-changes', values: { count: 1 } } }
  const remove = (discardStaged: boolean) => rig.answer('profiles.remove', { id: rig.profile, discardStaged })
  expect(await remove(false)).toMatchObject(refused)
  expect((await rig.status()).profile, 'it stays open').not.toBe(null)
  await rig.call('profiles.close', {})
  expect(await remove(false)).toMatchObject(refused)
  expect((await rig.status()).profile, 'it is not opened for that').toBe(null)
  writeFileSync(join(rig.profileFolder, 'journal.db'), 'Not a database. '.repeat(1000))
  expect(await remove(false)).toMatchObject({ problem: { code: 'changes-unreadable' } })
  expect(await remove(true)).toMatchObject({ ok: true })
  expect((await rig.call('profiles.list', {})).profiles).toEqual([])
})

test('a removal that was cut off leaves no profile behind, and is ended at the next start', async () => {
  const rig = await simRig()
  writeFileSync(join(rig.profileFolder, 'removed'), '')
  expect(await rig.call('profiles.list', {})).toMatchObject({ profiles: [], unreadable: [] })
  const gone = rig.profileFolder
  await expect(rig.restart()).rejects.toThrow('profile-unknown')
  expect(existsSync(gone)).toBe(false)
})

test('a lock whose file is spoilt is still a lock', () => {
  const path = join(testFolder(), 'lock.db')
  writeFileSync(path, 'Not a database. '.repeat(1000))
  const lock = lockProfile(path)
  expect(() => lockProfile(path)).toThrow('profile-busy')
  lock.release()
  lockProfile(path).release()
})

test('a demo panel that could not start lets go of its lock, and starts once what kept it from that is gone', async () => {
  const rig = await httpRig({ core: { demoTrackers: 20 } })
  const folder = join(rig.folder, 'demo-panel')
  await rig.call('profiles.demo', {})
  await rig.call('profiles.close', {})
  await rig.restart()
  const ledger = join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('ledger-'))!,
  )
  writeFileSync(ledger, 'Not a ledger.\n')
  expect(await rig.answer('profiles.demo', {})).toMatchObject({ ok: false })
  lockProfile(join(folder, 'lock.db')).release()
  writeFileSync(ledger, '')
  expect(await rig.call('profiles.demo', {})).toMatchObject({ id: 'demo' })
})

test('a demo profile of which nothing can be read is mended by opening the demo panel', async () => {
  const rig = await httpRig({ core: { demoTrackers: 20 } })
  await rig.call('profiles.demo', {})
  await rig.call('profiles.close', {})
  const folder = join(rig.folder, 'profiles', 'demo')
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
  writeFileSync(join(folder, 'profile.json'), '')
  expect((await rig.call('profiles.list', {})).unreadable).toEqual([])
  expect(await rig.call('profiles.demo', {})).toMatchObject({ id: 'demo', panel: { kind: 'demo' } })
})

test.runIf(process.platform !== 'win32')('nobody else may look into the folders and files of the program', async () => {
  const rig = await simRig()
  const profiles = join(rig.folder, 'profiles')
  const modes = () =>
    [profiles, rig.profileFolder, ...readdirSync(rig.profileFolder).map((name) => join(rig.profileFolder, name))].map(
      (path) => [path, (statSync(path).mode & 0o777).toString(8)],
    )
  const expected = () => modes().map(([path]) => [path, statSync(path!).isDirectory() ? '700' : '600'])
  expect(modes()).toEqual(expected())
  await rig.call('profiles.close', {})
  for (const [path] of modes()) chmodSync(path!, statSync(path!).isDirectory() ? 0o755 : 0o644)
  await rig.restart()
  expect(modes()).toEqual(expected())
})

test.runIf(process.platform !== 'win32')('nor into those of the demo panel', async () => {
  const rig = await httpRig({ core: { demoTrackers: 20 } })
  const folder = join(rig.folder, 'demo-panel')
  const paths = () => [folder, ...readdirSync(folder).map((name) => join(folder, name))]
  const open = () => paths().filter((path) => (statSync(path).mode & 0o077) !== 0)
  await rig.call('profiles.demo', {})
  expect(open()).toEqual([])
  // It starts again with the demo profile alone.
  await rig.call('profiles.open', { id: rig.profile })
  await rig.restart()
  for (const path of paths()) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644)
  await rig.call('profiles.demo', {})
  expect(open()).toEqual([])
})

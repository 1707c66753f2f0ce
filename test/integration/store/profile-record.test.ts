import fs, {
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { profileKept, unsettledIn } from '../../../electron/store/journal-glance.ts'
import { readRecord, writeRecord } from '../../../electron/store/profile-record.ts'
import { lockProfile } from '../../../electron/store/profile-lock.ts'
import { writeWhole } from '../../../electron/store/whole-file.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

/** What can become of a small file, and what is told of it. */
const damages: [string, 'profile-unreadable' | 'profile-foreign', (path: string) => void][] = [
  ['empty', 'profile-unreadable', (path) => writeFileSync(path, '')],
  ['of NULs', 'profile-unreadable', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size))],
  ['cut', 'profile-unreadable', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 60))],
  ['missing', 'profile-unreadable', (path) => rmSync(path)],
  ['a folder', 'profile-unreadable', (path) => (rmSync(path), void mkdirSync(path))],
  [
    'of another profile',
    'profile-foreign',
    (path) => writeFileSync(path, writeRecord({ ...readRecord(readFileSync(path, 'utf8')), id: 'another' })),
  ],
  [
    'one with another address, by one flipped bit',
    'profile-unreadable',
    (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('http', 'htup')),
  ],
]

/** A rig with something staged, its profile closed. */
async function closedRig(): Promise<{ rig: SimRig; path: string; tracker: number }> {
  const rig = await simRig()
  const [row] = await rig.sound()
  await rig.label(row!.id, 'Staged')
  await rig.call('profiles.close', {})
  return { rig, path: join(rig.profileFolder, 'profile.json'), tracker: row!.id }
}

const account = (rig: SimRig) => ({
  panel: { kind: 'address' as const, baseUrl: 'http://127.0.0.1:9/v2' },
  login: '1230',
  name: 'Mended',
  id: rig.profile,
})

/** The journal as a program wrote it that kept nothing of the profile in it. */
const forgetProfile = (rig: SimRig) => rig.tamper(`DELETE FROM setting WHERE name = 'profile'`)

test.for(damages)(
  'a profile whose file is %s is shown, and opened by what its journal says',
  async ([, code, damage]) => {
    const { rig, path } = await closedRig()
    damage(path)
    const { profiles, unreadable } = await rig.call('profiles.list', {})
    expect(profiles).toEqual([])
    expect(unreadable).toMatchObject([{ id: rig.profile, problem: { code }, kept: { name: 'Test' }, unsettled: 1 }])

    await rig.call('profiles.open', { id: rig.profile })
    expect((await rig.status()).notices).toMatchObject([{ problem: { code: 'profile-restored' } }])
    expect(await rig.operations(['draft'])).toHaveLength(1)
    expect((await rig.call('profiles.list', {})).unreadable).toEqual([])
    expect((await rig.call('profiles.list', {})).profiles).toMatchObject([{ id: rig.profile, name: 'Test' }])
  },
)

test("a profile's file of a version that kept no checksum is believed", async () => {
  const { rig, path } = await closedRig()
  writeFileSync(path, JSON.stringify(readRecord(readFileSync(path, 'utf8'))))
  expect((await rig.call('profiles.list', {})).unreadable).toEqual([])
})

test('a profile whose file was lost is opened by itself at the next start', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  await rig.label(row!.id, 'Staged')
  writeFileSync(join(rig.profileFolder, 'profile.json'), '')
  await rig.crash()
  expect((await rig.status()).profile).toMatchObject({ id: rig.profile, name: 'Test' })
  expect(await rig.operations(['draft'])).toHaveLength(1)
})

test('a profile of which nothing is left but its changes is what a person says, with all that was staged', async () => {
  const { rig, path, tracker } = await closedRig()
  forgetProfile(rig)
  rmSync(join(rig.profileFolder, 'journal.db.backup'))
  writeFileSync(path, '')
  const { unreadable } = await rig.call('profiles.list', {})
  expect(unreadable).toMatchObject([{ id: rig.profile, kept: null, unsettled: 1 }])
  expect(await rig.answer('profiles.open', { id: rig.profile })).toMatchObject({
    problem: { code: 'profile-unreadable' },
  })

  await rig.call('profiles.mend', account(rig))
  expect(await rig.operations(['draft'])).toMatchObject([{ subject: { row: tracker } }])
  expect((await rig.call('profiles.list', {})).profiles).toMatchObject([
    { id: rig.profile, name: 'Mended', login: '1230' },
  ])
  expect((await rig.call('profiles.secrets', {})).places).toEqual({ [rig.profile]: 'missing' })
  expect(existsSync(`${path}.unreadable`), 'what was left is kept').toBe(true)
})

test('the password that was kept is not sent to an address that is typed anew', async () => {
  const { rig, path } = await closedRig()
  forgetProfile(rig)
  writeFileSync(path, '')
  await rig.call('profiles.mend', account(rig))
  expect((await rig.call('profiles.secrets', {})).places).toEqual({ [rig.profile]: 'missing' })
})

test('an address that no panel can have mends nothing', async () => {
  const { rig, path } = await closedRig()
  forgetProfile(rig)
  writeFileSync(path, '')
  const panel = { kind: 'address' as const, baseUrl: 'http://panel.example/v2' }
  expect(await rig.answer('profiles.mend', { ...account(rig), panel })).toMatchObject({
    problem: { code: 'plain-http' },
  })
  expect((await rig.call('profiles.list', {})).unreadable).toHaveLength(1)
})

test('a profile that can be read is not made another', async () => {
  const { rig } = await closedRig()
  await rig.call('profiles.mend', account(rig))
  expect((await rig.call('profiles.list', {})).profiles).toMatchObject([{ name: 'Test' }])
})

test('looking at a journal alters nothing of it, and is not kept from it by a lock', async () => {
  const { rig } = await closedRig()
  const before = readFileSync(join(rig.profileFolder, 'journal.db'))
  const lock = lockProfile(join(rig.profileFolder, 'lock.db'))
  expect(profileKept(rig.profileFolder, rig.profile)).toMatchObject({ name: 'Test' })
  expect(profileKept(rig.profileFolder, 'another')).toBe(null)
  expect(unsettledIn(rig.profileFolder)).toBe(1)
  lock.release()
  expect(readFileSync(join(rig.profileFolder, 'journal.db')).equals(before)).toBe(true)
})

test('a small file is the old one or the new one, and nobody else may read it', () => {
  const folder = testFolder()
  const path = join(folder, 'file')
  writeWhole(path, 'old')
  writeWhole(path, 'new')
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['file'])
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

test.runIf(process.platform !== 'win32')(
  'a small file is made to last before it takes the place of the old one, and its name after that',
  () => {
    // Only a power cut would show it: so it is listened to what is asked of the disk.
    const real = { fsyncSync, renameSync }
    const asked: string[] = []
    Object.assign(fs, {
      fsyncSync(file: number) {
        const entry = fstatSync(file)
        asked.push(entry.isDirectory() ? 'folder' : `${entry.size} bytes`)
        real.fsyncSync(file)
      },
      renameSync(...names: Parameters<typeof renameSync>) {
        asked.push('name')
        real.renameSync(...names)
      },
    })
    syncBuiltinESMExports()
    onTestFinished(() => {
      Object.assign(fs, real)
      syncBuiltinESMExports()
    })
    writeWhole(join(testFolder(), 'file'), 'three')
    expect(asked).toEqual(['5 bytes', 'name', 'folder'])
  },
)

test.runIf(existsSync('/dev/full'))('a full disk leaves a small file as it was', () => {
  const path = join(testFolder(), 'file')
  writeWhole(path, 'old')
  symlinkSync('/dev/full', `${path}.new`)
  expect(() => writeWhole(path, 'new')).toThrow('ENOSPC')
  expect(readFileSync(path, 'utf8')).toBe('old')
})

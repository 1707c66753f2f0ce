import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSettings } from '../../../electron/store/settings-file.ts'
import { firstSettings, settingNames } from '../../../shared/settings.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

const log = { warn: () => undefined }
const newFile = () => join(testFolder(), 'settings.json')

test('settings are at first what each is declared with, and are found again as they were left', () => {
  const path = newFile()
  expect(openSettings(path, log).read()).toEqual({ settings: firstSettings, problem: null })
  openSettings(path, log).change({ theme: 'dark', zoom: 125 })
  expect(openSettings(path, log).read()).toEqual({
    settings: { ...firstSettings, theme: 'dark', zoom: 125 },
    problem: null,
  })
  expect(Object.keys(firstSettings)).toEqual(settingNames)
})

test('what another version wrote into the file stays there, and a value that cannot be counts as none', () => {
  const path = newFile()
  writeFileSync(
    path,
    JSON.stringify({ ofTomorrow: { deep: [1] }, zoom: 5000, zone: 'Mars/Base', density: 'comfortable' }),
  )
  const file = openSettings(path, log)
  expect(file.read().settings).toEqual({ ...firstSettings, density: 'comfortable' })
  file.change({ zone: 'UTC' })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    ofTomorrow: { deep: [1] },
    density: 'comfortable',
    zone: 'UTC',
  })
})

test.for([
  ['no JSON', '{"theme": "da'],
  ['no settings', '[1, 2]'],
])('a file that holds %s counts as none, is told, and is kept beside the next one', ([, text]) => {
  const path = newFile()
  writeFileSync(path, text!)
  const file = openSettings(path, log)
  expect(file.read()).toEqual({
    settings: firstSettings,
    problem: { code: 'settings-unreadable', values: { file: path } },
  })
  expect(file.change({ theme: 'light' })).toMatchObject({ settings: { theme: 'light' }, problem: null })
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text)
  expect(openSettings(path, log).read().settings.theme).toBe('light')
})

test('settings that cannot be written down hold all the same, and that is told', () => {
  const folder = join(testFolder(), 'gone')
  mkdirSync(folder)
  const file = openSettings(join(folder, 'settings.json'), log)
  rmSync(folder, { recursive: true })
  const { settings, problem } = file.change({ theme: 'dark' })
  expect(settings.theme).toBe('dark')
  expect(problem).not.toBeNull()
  expect(file.read().settings.theme).toBe('dark')
})

test('the core keeps settings for whichever window asks, over a restart, and says what the program is', async () => {
  const rig = await simRig()
  expect((await rig.call('settings.read', {})).settings).toEqual(firstSettings)
  await rig.call('settings.change', { density: 'comfortable' })
  await rig.restart()
  expect((await rig.call('settings.read', {})).settings).toEqual({ ...firstSettings, density: 'comfortable' })
  expect(await rig.answer('settings.change', { zoom: 20 })).toMatchObject({ problem: { code: 'bad-call' } })
  expect(existsSync(join(rig.folder, 'settings.json'))).toBe(true)
  expect(await rig.call('program.state', {})).toMatchObject({ version: 'test', keychain: { works: null } })
})

test('a panel is marked by name, colour and use, open or not, and keeps that', async () => {
  const rig = await simRig()
  const listed = async () => (await rig.call('profiles.list', {})).profiles
  const mark = { id: rig.profile, name: 'Acme live', colour: 'red', environment: 'production' } as const
  await rig.call('profiles.mark', mark)
  expect(await listed()).toMatchObject([mark])
  expect((await rig.status()).profile).toMatchObject(mark)
  await rig.call('profiles.close', {})
  await rig.call('profiles.mark', { ...mark, colour: null, environment: 'test' })
  await rig.call('profiles.open', { id: rig.profile })
  expect((await rig.status()).profile).toMatchObject({ name: 'Acme live', environment: 'test' })
  expect((await rig.status()).profile).not.toHaveProperty('colour')
})

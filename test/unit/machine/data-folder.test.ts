import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder } from '../../../electron/machine/data-folder.ts'

it('is local application data, as each system has it', () => {
  expect(dataFolder({}, 'linux')).toBe(join(homedir(), '.local', 'share', 'fleetbook'))
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe(join('/data', 'fleetbook'))
  expect(dataFolder({ LOCALAPPDATA: '/local', APPDATA: '/roaming' }, 'win32')).toBe(join('/local', 'Fleetbook'))
  expect(dataFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'Fleetbook'))
})

it('is elsewhere if the environment says so', () => {
  expect(dataFolder({ FLEETBOOK_DATA: 'elsewhere', XDG_DATA_HOME: '/data' }, 'linux')).toBe(resolve('elsewhere'))
})

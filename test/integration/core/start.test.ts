import { expect, test } from 'vitest'
import { createCore } from '../../../electron/core.ts'
import type { Keychain } from '../../../electron/ports.ts'
import { realPorts } from '../../../electron/real-ports.ts'
import { createProfileFolders } from '../../../electron/store/profiles.ts'
import { sessionKeychain } from '../../../electron/secrets/session-keychain.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'
import { createSimClock } from '../../support/sim-clock.ts'

test('the indexes that one start did not get round to are made at the next, without a panel', async () => {
  const rig = await simRig()
  const indexes = () => rig.cached(`SELECT name FROM sqlite_schema WHERE name LIKE 'tracker_sheet_%'`).length
  expect(indexes()).toBe(0)
  rig.wire.cut = true
  await rig.restart()
  await rig.clock.advance(60_000)
  // An order of each column that is sorted by, but for what the table itself keeps in order.
  expect(indexes()).toBeGreaterThan(15)
})

/** A keychain that asks somebody who is not there, and what it was asked. */
function silentKeychain(): Keychain & { asked: string[] } {
  const asked: string[] = []
  const ask = (what: string) => () => {
    asked.push(what)
    return new Promise<never>(() => undefined)
  }
  return { asked, get: ask('get'), set: ask('set'), delete: ask('delete') }
}

/**
 * A core with a keychain that asks somebody who is not there, on a computer that knows a panel and had it open. No time
 * goes by unless the test has it do so: nothing that waits for the end of the patience with the keychain ever ends.
 */
function coreWithoutAnswer({ wasOpen = true } = {}) {
  const folder = testFolder()
  const keychain = silentKeychain()
  const network = { onChange: () => () => undefined }
  const ports = realPorts(folder, new URL('file:///no-reader'), { network, keychain, session: sessionKeychain() })
  const clock = createSimClock()
  const folders = createProfileFolders(ports.folders.profiles, ports.log)
  const panel = { kind: 'address', baseUrl: 'http://127.0.0.1:9/v2', plainHttpConfirmed: false } as const
  folders.write({ id: 'acme', name: 'Acme', panel, login: '7', dealerId: 7, openedAt: 5, password: 'keychain' })
  if (wasOpen) folders.setLastOpen('acme')
  const core = createCore({ ...ports, clock }, { version: 'test' })
  let last = 0
  const ask = (name: string, input: object = {}) => core.call({ id: `call-${++last}`, name, input })
  return { core, clock, keychain, ask }
}

test('a panel is open, listed and closed while the keychain asks somebody who is not there', async () => {
  const { core, ask } = coreWithoutAnswer()
  expect(await ask('profiles.list')).toMatchObject({ output: { profiles: [{ id: 'acme' }], open: 'acme' } })
  expect(await ask('status.read')).toMatchObject({
    output: { profile: { id: 'acme' }, connection: { state: 'connecting' } },
  })
  expect(await ask('profiles.close')).toMatchObject({ ok: true })
  expect(await ask('profiles.open', { id: 'acme' })).toMatchObject({ ok: true, output: { id: 'acme' } })
  await core.close()
})

test('nothing that the page of panels shows asks the keychain, nor does opening the demo panel', async () => {
  const { core, keychain, ask } = coreWithoutAnswer({ wasOpen: false })
  expect(await ask('status.read')).toMatchObject({ output: { profile: null } })
  expect(await ask('profiles.list')).toMatchObject({ output: { profiles: [{ id: 'acme' }], open: null } })
  expect(await ask('profiles.secrets')).toMatchObject({ output: { places: { acme: 'keychain' } } })
  expect(await ask('profiles.demo')).toMatchObject({ ok: true })
  expect(keychain.asked).toEqual([])
  // It is once a password is needed.
  expect(await ask('profiles.open', { id: 'acme' })).toMatchObject({ ok: true })
  await expect.poll(() => keychain.asked).toEqual(['get'])
  await core.close()
})

test('what the keychain is asked for as the program ends is waited for once, and the core closes after it', async () => {
  const { core, clock, ask } = coreWithoutAnswer()
  await ask('profiles.close')
  const done: string[] = []
  void ask('profiles.remove', { id: 'acme', discardStaged: false }).then(({ ok }) => done.push(`removed ${ok}`))
  await clock.settle()
  void core.close().then(() => done.push('closed'))
  await clock.advance(1_900)
  expect(done).toEqual([])
  await clock.advance(100)
  expect(done).toEqual(['removed true', 'closed'])
})

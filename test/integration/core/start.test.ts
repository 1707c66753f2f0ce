import { expect, test } from 'vitest'
import { createCore } from '../../../electron/core.ts'
import { realPorts } from '../../../electron/real-ports.ts'
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

test('the panels are listed while the keychain asks somebody who is not there', async () => {
  const never = () => new Promise<never>(() => undefined)
  const host = { network: { onChange: () => () => undefined }, keychain: { get: never, set: never, delete: never } }
  const ports = realPorts(testFolder(), new URL('file:///no-reader'), { ...host, session: sessionKeychain() })
  // No time goes by, so nothing that waits for the end of the patience with the keychain ever ends.
  const core = createCore({ ...ports, clock: createSimClock() }, { version: 'test' })
  const list = await core.call({ id: 'call-1', name: 'profiles.list', input: {} })
  expect(list).toMatchObject({ ok: true, output: { profiles: [], open: null } })
})

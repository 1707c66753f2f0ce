import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoLogin } from '../../../electron/demo-panel/account.ts'
import { logFile } from '../../../electron/machine/log-file.ts'
import { machineClock } from '../../../electron/machine/clock.ts'
import { redact } from '../../../electron/panel/redact.ts'
import type { CallAnswer } from '../../../shared/contract.ts'
import { httpRig } from '../../support/core-rig.ts'
import { importFile, stageOneClone } from '../../support/import-file.ts'
import { testFolder } from '../../support/journals.ts'

const password = 'Zebra-Quartz-9931!'

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

test('neither a password nor a session is found in the data folder, the log, an answer or an event', async () => {
  const logs = testFolder()
  const log = logFile(join(logs, 'fleetbook.log'), machineClock, redact)
  const rig = await httpRig({ password, log })
  const answers: CallAnswer[] = []
  const ask = async (name: string, input: unknown) => void answers.push(await rig.answer(name, input))

  // Whatever can go wrong with a password in it does.
  const account = { panel: { kind: 'address', baseUrl: 'http://127.0.0.1:1/v2' }, login: demoLogin, password }
  await ask('profiles.test', account)
  await ask('profiles.test', { ...account, login: { password } })
  await ask('profiles.signIn', { id: rig.profile, password: `${password} mistyped` })
  await ask('profiles.signIn', { id: rig.profile, password })
  await ask('profiles.add', { ...account, name: password.repeat(10) })
  rig.panel.faults.add({
    path: 'account/auth',
    strike: { do: 'refuse', code: 7, extra: { errors: [{ parameter: 'password', error: password }] } },
  })
  await ask('profiles.signIn', { id: rig.profile, password })
  await rig.call('connection.retry', {})

  const [first] = await rig.sound()
  await rig.label(first!.id, 'Renamed')
  await stageOneClone(rig)
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'refuse', code: 6 } })
  rig.panel.expireSessions()
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length === 1)
  await ask('status.read', {})
  await ask('profiles.list', {})
  await ask('history.attempts', { search: '', outcomes: [], from: 0, count: 100 })
  await ask('history.attempt', { id: 1 })
  await ask('history.export', { search: '', outcomes: [] })
  await ask('outbox.changeSets', { settled: true })

  const told = JSON.stringify([answers, rig.events])
  const kept = [...filesUnder(rig.folder), ...filesUnder(logs)].map((path) => ({
    path,
    text: readFileSync(path, 'latin1'),
  }))
  expect(kept.length).toBeGreaterThan(4)
  for (const secret of [password]) {
    expect(told.includes(secret)).toBe(false)
    expect(kept.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([])
  }
  // No hash of a session, whichever: 32 hexadecimal digits.
  expect(/\b[0-9a-f]{32}\b/.test(told)).toBe(false)
  expect(kept.filter(({ text }) => /\b[0-9a-f]{32}\b/.test(text)).map(({ path }) => path)).toEqual([])
})

test('a file and a mapping are remembered without what stood in the file', async () => {
  const rig = await httpRig({ password })
  const [first] = await rig.sound()
  await importFile(rig, 'note.csv', `tracker id,user,secret column\n${first!.id},nobody@acme.eu,${password}\n`).catch(
    () => undefined,
  )
  await rig.call('profiles.close', {})
  for (const path of filesUnder(rig.folder)) expect(readFileSync(path, 'latin1').includes(password)).toBe(false)
})

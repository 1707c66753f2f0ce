import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FaultInput } from '../../../electron/demo-panel/faults.ts'
import { readRecord, writeRecord } from '../../../electron/store/profile-record.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const minute = 60_000
const halfAnHour = 30 * minute

async function stage(rig: SimRig, count: number): Promise<void> {
  const rows = (await rig.sound()).slice(0, count)
  const cells = rows.map(({ id }) => ({ id, field: 'label', value: `Renamed ${id}` }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
}

const states = async (rig: SimRig) => [...new Set((await rig.operations()).map(({ state }) => state))]
const page = (form: 'portal' | 'redirect' | 'sign-in' | 'forbidden', when: 'before' | 'after' = 'before') =>
  ({ do: 'page', form, when }) as const

/** What stands in the way of everything, by what a person is told of it. */
const ways: readonly [what: string, code: string, strike: FaultInput['strike']][] = [
  ['the page of a portal', 'not-a-panel', page('portal')],
  ['the redirect of a portal', 'redirect', page('redirect')],
  ['a network that wants to be signed in to', 'not-a-panel', page('sign-in')],
  ['the refusal of a proxy, before the panel or after it', 'not-a-panel', page('forbidden', 'after')],
]

test.each(ways)(
  '%s for a minute needs nobody: half an hour later everything has been sent',
  async (_, code, strike) => {
    const rig = await simRig()
    await stage(rig, 40)
    await rig.send()
    await rig.until(async () => (await rig.operations(['done'])).length >= 5)
    rig.panel.faults.add({ times: 1e6, lasts: minute, strike })
    await rig.until(async () => (await rig.status()).connection.state === 'offline')
    const { connection } = await rig.status()
    expect(connection).toMatchObject({ problem: { code, again: true }, retryAt: expect.any(Number) as number })
    await rig.clock.advance(minute + halfAnHour)
    expect(await states(rig)).toEqual(['done'])
    expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  },
)

test('a certificate that does not verify for a minute needs nobody, and nothing is sent meanwhile', async () => {
  const rig = await simRig()
  await stage(rig, 40)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 5)
  rig.wire.untrusted = true
  await rig.until(async () => (await rig.status()).connection.state === 'offline')
  const heard = rig.wire.sent.length
  await rig.clock.advance(minute)
  expect(rig.wire.sent.length - heard, 'what was under way may still arrive').toBeLessThanOrEqual(6)
  expect((await rig.status()).connection).toMatchObject({ state: 'offline', problem: { code: 'certificate' } })
  rig.wire.untrusted = false
  await rig.clock.advance(halfAnHour)
  expect(await states(rig)).toEqual(['done'])
})

test.each([2, 3, 4, 13, 111, 229])('a sign-in that answers %d for a minute needs nobody', async (code) => {
  const rig = await simRig()
  await stage(rig, 20)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 5)
  rig.panel.expireSessions()
  rig.panel.faults.add({ path: 'account/auth', times: 1e6, lasts: minute, strike: { do: 'refuse', code } })
  await rig.until(async () => (await rig.status()).connection.state === 'offline')
  expect((await rig.status()).connection).toMatchObject({ problem: { panelCode: code } })
  await rig.clock.advance(minute + halfAnHour)
  expect(await states(rig)).toEqual(['done'])
  expect((await rig.status()).connection.state).toBe('online')
})

test('lists without their rows for a minute end the pull and the reading before sending for no longer', async () => {
  const rig = await simRig()
  await stage(rig, 20)
  for (const path of ['tracker/list', 'user/list', 'tracker/read']) {
    rig.panel.faults.add({ path, times: 1e6, lasts: minute, strike: { do: 'without', fields: ['list', 'value'] } })
  }
  await rig.call('pull.start', {})
  await rig.send()
  await rig.until(async () => (await rig.status()).pull.problem !== null)
  expect((await rig.status()).pull).toMatchObject({
    problem: { code: 'not-a-panel' },
    retryAt: expect.any(Number) as number,
  })
  const before = (await rig.status()).pull.completedAt!
  await rig.clock.advance(minute + halfAnHour)
  expect(await states(rig)).toEqual(['done'])
  const { pull } = await rig.status()
  expect(pull).toMatchObject({ problem: null, retryAt: null })
  expect(pull.completedAt).toBeGreaterThan(before)
})

test('what a person stops is not begun again behind their back', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'user/list', times: 1e6, lasts: minute, strike: { do: 'without', fields: ['list'] } })
  await rig.call('pull.start', {})
  await rig.until(async () => (await rig.status()).pull.retryAt !== null)
  await rig.call('pull.stop', {})
  expect((await rig.status()).pull.retryAt).toBeNull()
  const heard = rig.wire.sent.length
  await rig.clock.advance(10 * minute)
  expect(rig.wire.sent.length).toBe(heard)
})

test('tries get rarer, to one in five minutes, and a network that changes is tried at once', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ times: 1e6, strike: page('portal') })
  await stage(rig, 1)
  await rig.send()
  await rig.clock.advance(2 * 60 * minute)
  const heard = rig.wire.sent.length
  await rig.clock.advance(60 * minute)
  const tries = rig.wire.sent.length - heard
  expect(tries).toBeGreaterThanOrEqual(9)
  expect(tries).toBeLessThanOrEqual(16)
  rig.panel.faults.clear()
  rig.roam()
  await rig.clock.advance(30_000)
  expect(await states(rig)).toEqual(['done'])
})

test.each([
  ['every change', ['tracker/settings/update']],
  ['every read and change', ['tracker/read', 'tracker/list', 'tracker/settings/update']],
])('a panel that ends each session at %s, though signing in goes well, is tried rarer and rarer', async (_, paths) => {
  const rig = await simRig()
  for (const path of paths) rig.panel.faults.add({ path, times: 1e6, strike: { do: 'refuse', code: 4 } })
  await stage(rig, 20)
  await rig.send()
  await rig.clock.advance(2 * 60 * minute)
  const heard = rig.wire.sent.length
  await rig.clock.advance(60 * minute)
  expect(rig.wire.sent.length - heard).toBeLessThanOrEqual(16 * 20)
  expect((await rig.status()).connection).toMatchObject({ state: 'offline', problem: { code: 'session-ended' } })
  rig.panel.faults.clear()
  await rig.clock.advance(halfAnHour)
  expect(await states(rig)).toEqual(['done'])
})

test('a session that ends once goes on at once, however many requests were under way', async () => {
  const rig = await simRig()
  await stage(rig, 40)
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length >= 5)
  const seen: string[] = []
  for (let time = 0; time < 3; time++) {
    rig.panel.expireSessions()
    await rig.clock.advance(1_500)
    seen.push((await rig.status()).connection.state)
  }
  await rig.settled()
  expect(await states(rig)).toEqual(['done'])
  expect(seen).not.toContain('offline')
})

test('a network that changes does not try a password again that was refused', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'account/auth', times: 1e6, strike: { do: 'refuse', code: 102 } })
  await rig.restart()
  await rig.until(async () => (await rig.status()).connection.state === 'stopped')
  const heard = rig.wire.sent.length
  rig.roam()
  await rig.clock.advance(60 * minute)
  expect(rig.wire.sent.length).toBe(heard)
})

test('a proxy’s 403 page says nothing of a command that went through before it: it is not sent again', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/raw_command/send', strike: page('forbidden', 'after') })
  await rig.call('sheet.act', {
    ...{ kind: 'tracker.command', ids: [row!.id], command: 'reboot' },
    ...{ form: 'text', reliable: true },
  })
  await rig.send()
  await rig.clock.advance(halfAnHour)
  expect(await rig.operations()).toMatchObject([{ state: 'unknown', attempts: 1 }])
  expect(rig.panel.stats().commandsAgain).toBe(0)
  expect(rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.command')).toHaveLength(1)
})

test('whoever signs in again as another dealer is told so, and the password of before is kept', async () => {
  const rig = await simRig()
  const record = join(rig.profileFolder, 'profile.json')
  writeFileSync(record, writeRecord({ ...readRecord(readFileSync(record, 'utf8')), dealerId: 4711 }))
  await rig.crash()
  const { answer } = rig
  const given = await answer('profiles.signIn', { id: rig.profile, password: 'Demo-panel-2410!' })
  expect(given).toMatchObject({
    ok: false,
    problem: { code: 'other-dealer', values: { expected: 4711, found: 20410 } },
  })
  await rig.clock.advance(halfAnHour)
  expect((await rig.status()).connection).toMatchObject({ state: 'stopped', problem: { code: 'other-dealer' } })
})

test('a pull asks for nothing that the account may not see', async () => {
  const rig = await simRig({ panel: { permissions: { base: ['get_dealer_info'], trackers: ['read', 'update'] } } })
  const asked = new Set(rig.wire.sent.map(({ path }) => path).filter((path) => path.endsWith('/list')))
  expect([...asked]).toEqual(['tracker/list'])
})

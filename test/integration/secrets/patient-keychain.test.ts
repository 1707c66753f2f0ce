import { expect, it } from 'vitest'
import { patientKeychain } from '../../../electron/secrets/patient-keychain.ts'
import { createSecrets } from '../../../electron/secrets/secrets.ts'
import type { Keychain } from '../../../electron/ports.ts'
import { sessionKeychain } from '../../../electron/secrets/session-keychain.ts'
import { createSimClock } from '../../support/sim-clock.ts'

/** A keychain that asks somebody to unlock it, and answers nothing until then. */
function askingKeychain(): Keychain & { unlock(): void; asked: number } {
  const held = sessionKeychain()
  let unlock: () => void = () => undefined
  const unlocked = new Promise<void>((resolve) => (unlock = resolve))
  const self = {
    asked: 0,
    unlock: () => unlock(),
    get: (account: string) => ask(() => held.get(account)),
    set: (account: string, secret: string) => ask(() => held.set(account, secret)),
    delete: (account: string) => ask(() => held.delete(account)),
  }
  function ask<Result>(then: () => Promise<Result>): Promise<Result> {
    self.asked += 1
    return unlocked.then(then)
  }
  return self
}

it('a keychain that asks somebody who is not there counts as none, and is asked by one call at a time', async () => {
  const clock = createSimClock()
  const asking = askingKeychain()
  const secrets = createSecrets(patientKeychain(asking, clock))
  const answers = Promise.all([secrets.available(), secrets.find('a'), secrets.get('a'), secrets.set('a', 'horse')])
  let given: unknown
  void answers.then((values) => (given = values))

  await clock.advance(9_000)
  expect(given).toBeUndefined()
  await clock.advance(1_000)
  expect(given).toEqual([false, { password: null, place: null }, null, 'session'])
  expect(asking.asked).toBe(1)
  expect(await secrets.get('a')).toBe('horse')
})

it('a keychain that was unlocked late is used from then on', async () => {
  const clock = createSimClock()
  const asking = askingKeychain()
  const keychain = patientKeychain(asking, clock)
  const first = keychain.set('a', 'horse')
  void clock.advance(10_000)
  await expect(first).rejects.toThrow('does not answer')

  asking.unlock()
  expect(await keychain.get('a')).toBe('horse')
  expect(await clock.step()).toBe(false)
})

it('once the program ends, a keychain that does not answer is waited for once, and not long', async () => {
  const clock = createSimClock()
  const asking = askingKeychain()
  const keychain = patientKeychain(asking, clock)
  const secrets = createSecrets(keychain)
  let forgotten = false
  void secrets.delete('a').then(() => (forgotten = true))
  await clock.advance(1_000)
  keychain.end()
  await clock.advance(1_900)
  expect(forgotten).toBe(false)
  await clock.advance(100)
  // It is asked to forget, and then whether it has: the second time nobody waits.
  expect(forgotten).toBe(true)
  expect(await secrets.get('a')).toBeNull()
  expect(asking.asked).toBe(1)
})

it('once the program ends, a keychain that answers still keeps what it is given', async () => {
  const clock = createSimClock()
  const asking = askingKeychain()
  const keychain = patientKeychain(asking, clock)
  const kept = createSecrets(keychain).set('a', 'horse')
  keychain.end()
  await clock.advance(1_000)
  asking.unlock()
  expect(await kept).toBe('keychain')
  expect(await createSecrets(keychain).get('a')).toBe('horse')
})

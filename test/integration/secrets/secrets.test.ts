import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { osKeychain } from '../../../electron/secrets/os-keychain.ts'
import { createSecrets } from '../../../electron/secrets/secrets.ts'
import type { Keychain } from '../../../electron/ports.ts'
import { ProblemError } from '../../../shared/problem.ts'

/** A service of its own for each run, lest one see another's entries, or a person's. */
const service = `Fleetbook test ${randomUUID()}`
const usable =
  process.env.DBUS_SESSION_BUS_ADDRESS !== undefined && (await createSecrets(osKeychain(service)).available())
if (!usable)
  console.log('skipped: no keychain of the operating system is to be had here, so passwords in it are not tried')

describe.skipIf(!usable)('a password in the keychain of the operating system', () => {
  it('is kept from one start to the next, and forgotten when it is told to', async () => {
    const profile = randomUUID()
    const password = `corréct "horse" ${randomUUID()}`
    onTestFinished(() => createSecrets(osKeychain(service)).delete(profile))

    const first = createSecrets(osKeychain(service))
    expect(await first.find(profile)).toEqual({ password: null, place: 'missing' })
    expect(await first.get(profile)).toBeNull()
    expect(await first.set(profile, password)).toBe('keychain')

    const second = createSecrets(osKeychain(service))
    expect(await second.find(profile)).toEqual({ password, place: 'keychain' })
    expect(await second.get(profile)).toBe(password)
    expect(await second.get(randomUUID())).toBeNull()
    await second.set(profile, 'another')
    expect(await first.get(profile)).toBe('another')

    await first.delete(profile)
    expect(await second.find(profile)).toEqual({ password: null, place: 'missing' })
    await first.delete(profile)
  })

  it('leaves nothing behind from finding out whether there is one', async () => {
    expect(await createSecrets(osKeychain(service)).available()).toBe(true)
    expect(await osKeychain(service).get('probe')).toBeNull()
  })
})

/** A keychain in which `broken` methods reject, as a locked or missing one does. */
function keychain(
  broken: readonly (keyof Keychain)[],
  held = new Map<string, string>(),
): Keychain & { calls: string[] } {
  const calls: string[] = []
  const use = <T>(method: keyof Keychain, work: () => T): Promise<T> => {
    calls.push(method)
    return broken.includes(method)
      ? Promise.reject(new Error('Cannot create an item in a locked collection'))
      : Promise.resolve(work())
  }
  return {
    calls,
    get: (account) => use('get', () => held.get(account) ?? null),
    set: (account, secret) => use('set', () => void held.set(account, secret)),
    delete: (account) => use('delete', () => void held.delete(account)),
  }
}

describe('a password without a keychain', () => {
  it('is kept until the program ends, and says so', async () => {
    const none = keychain(['get', 'set', 'delete'])
    const secrets = createSecrets(none)
    expect(await secrets.available()).toBe(false)
    expect(await secrets.find('a')).toEqual({ password: null, place: null })
    expect(await secrets.set('a', 'horse')).toBe('session')
    expect(await secrets.find('a')).toEqual({ password: 'horse', place: 'session' })
    expect(await secrets.get('a')).toBe('horse')
    await secrets.delete('a')
    expect(await secrets.get('a')).toBeNull()
    expect(await createSecrets(none).get('a')).toBeNull()
  })

  it('is that too where the keychain is locked: it lets itself be read, and no more', async () => {
    const held = new Map([['profile a', 'old']])
    const secrets = createSecrets(keychain(['set'], held))
    expect(await secrets.available()).toBe(false)
    expect(await secrets.get('a')).toBe('old')
    expect(await secrets.set('a', 'new')).toBe('session')
    // The newer one counts, wherever it is.
    expect(await secrets.get('a')).toBe('new')
    expect(await secrets.inMemory('a')).toBe(true)
    expect([...held.values()]).toEqual(['old'])
  })

  it('moves to the keychain once that is there', async () => {
    const held = new Map<string, string>()
    const broken: (keyof Keychain)[] = ['set']
    const secrets = createSecrets(keychain(broken, held))
    await secrets.set('a', 'horse')
    broken.pop()
    expect(await secrets.set('a', 'horse')).toBe('keychain')
    expect(await secrets.find('a')).toEqual({ password: 'horse', place: 'keychain' })
    expect(await secrets.inMemory('a')).toBe(false)
    expect(await secrets.available()).toBe(true)
  })

  it('is not said to be forgotten while the keychain still has it', async () => {
    const secrets = createSecrets(keychain(['delete'], new Map([['profile a', 'horse']])))
    await expect(secrets.delete('a')).rejects.toEqual(new ProblemError({ code: 'keychain-kept' }))
  })

  it('is found out about once', async () => {
    const fine = keychain([])
    const secrets = createSecrets(fine)
    expect(secrets.known).toBe(null)
    expect(await Promise.all([secrets.available(), secrets.available()])).toEqual([true, true])
    expect(await secrets.available()).toBe(true)
    expect(secrets.known).toBe(true)
    expect(fine.calls).toEqual(['set', 'get', 'delete'])
  })
})

import { expect, test } from 'vitest'
import type { Keychain } from '../../../electron/ports.ts'
import { sessionKeychain } from '../../../electron/secrets/session-keychain.ts'
import { answerSecret, secretsOfMain } from '../../../electron/wire/secrets-over-main.ts'
import { toCore, toMain } from '../../../electron/wire/main-messages.ts'

/** Main with these keychains, and the core's side of the way to it; every message is parsed as it is there. */
function joined(keychains: { keychain: Keychain; session: Keychain }) {
  const secrets = secretsOfMain((question) => {
    const asked = toMain.parse(structuredClone(question))
    if (!('ask' in asked)) throw new Error('This is no question')
    void answerSecret(asked, keychains).then((answer) => {
      const told = toCore.parse(structuredClone(answer))
      if ('answer' in told) secrets.answered(told)
    })
  })
  return secrets
}

test('secrets are kept, read and forgotten in the store that is asked', async () => {
  const stores = { keychain: sessionKeychain(), session: sessionKeychain() }
  const secrets = joined(stores)
  await secrets.keychain('keychain').set('a', 'horse')
  await secrets.keychain('session').set('a', 'mule')
  expect(await secrets.keychain('keychain').get('a')).toBe('horse')
  expect(await stores.session.get('a')).toBe('mule')
  await secrets.keychain('keychain').delete('a')
  expect(await secrets.keychain('keychain').get('a')).toBeNull()
  expect(await secrets.keychain('session').get('a')).toBe('mule')
})

test('what main remembers is there for the next core', async () => {
  const stores = { keychain: sessionKeychain(), session: sessionKeychain() }
  await joined(stores).keychain('session').set('a', 'horse')
  expect(await joined(stores).keychain('session').get('a')).toBe('horse')
})

test('where the keychain fails, the core is told', async () => {
  const refuse = () => Promise.reject(new Error('there is none'))
  const secrets = joined({ keychain: { get: refuse, set: refuse, delete: refuse }, session: sessionKeychain() })
  await expect(secrets.keychain('keychain').get('a')).rejects.toThrow('there is none')
  await expect(secrets.keychain('keychain').set('a', 'horse')).rejects.toThrow('there is none')
  await expect(secrets.keychain('keychain').delete('a')).rejects.toThrow('there is none')
})

import type { Keychain } from '../ports.ts'

/** Secrets in memory, until the process that holds them ends. */
export function sessionKeychain(): Keychain {
  const secrets = new Map<string, string>()
  return {
    get: (account) => Promise.resolve(secrets.get(account) ?? null),
    set(account, secret) {
      secrets.set(account, secret)
      return Promise.resolve()
    },
    delete(account) {
      secrets.delete(account)
      return Promise.resolve()
    },
  }
}

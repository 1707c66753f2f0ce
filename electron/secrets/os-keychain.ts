import type { Keychain } from '../ports.ts'

/**
 * The keychain of the operating system: Keychain, Credential Manager or the Secret Service. Loaded on first use, since
 * without its library or a session bus it can fail as early as that; every failure is a rejection.
 */
export function osKeychain(service = 'Fleetbook'): Keychain {
  const load = async () => (await import('keytar')).default
  return {
    get: async (account) => (await load()).getPassword(service, account),
    set: async (account, secret) => (await load()).setPassword(service, account, secret),
    delete: async (account) => {
      await (await load()).deletePassword(service, account)
    },
  }
}

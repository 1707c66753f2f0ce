import type { secretPlaces } from '../../shared/contract/profiles.ts'
import { fail } from '../../shared/problem.ts'
import type { Keychain } from '../ports.ts'
import { sessionKeychain } from './session-keychain.ts'

/** Where a password is kept: `session` is until the program ends. */
export type SecretPlace = (typeof secretPlaces)[number]

/**
 * The secrets of the profiles: in the keychain, or else in memory, and nowhere besides. A profile's own is its password;
 * what else it has is named by its id and who it is of.
 */
export interface Secrets {
  /** The password of a profile; null where it has to be asked for. */
  get(profile: string): Promise<string | null>
  /** The same, and where it is; `place` is null where the keychain did not say whether it has it. */
  find(profile: string): Promise<{ password: string | null; place: SecretPlace | null }>
  /** Keeps a password, and says where. Without a keychain that is until the program ends. */
  set(profile: string, password: string): Promise<Exclude<SecretPlace, 'missing'>>
  /** Whether a password is kept until the program ends. The keychain is not asked. */
  inMemory(profile: string): Promise<boolean>
  /** Forgets a password. Throws the problem `keychain-kept` where the keychain has it and will not let it go. */
  delete(profile: string): Promise<void>
  /** Whether a password would last. Found out once, by keeping something. */
  available(): Promise<boolean>
  /** What has been found out of that so far; null as long as nothing had to be kept or read. Nobody is asked. */
  readonly known: boolean | null
}

/** An account that no profile has. */
const probe = 'probe'

/** Passwords in a keychain; `session`, which is memory, is for where it fails. */
export function createSecrets(keychain: Keychain, session: Keychain = sessionKeychain()): Secrets {
  let found: Promise<boolean> | undefined
  let known: boolean | null = null

  const learn = (isThere: boolean): boolean => (known = isThere)
  const read = (profile: string) => keychain.get(accountOf(profile)).catch(() => null)

  async function findOut(): Promise<boolean> {
    try {
      // A locked keychain may let itself be read, and shows only by refusing to be written to.
      await keychain.set(probe, probe)
      const kept = (await keychain.get(probe)) === probe
      await keychain.delete(probe)
      return learn(kept)
    } catch {
      return learn(false)
    }
  }

  async function find(profile: string): ReturnType<Secrets['find']> {
    const typed = await session.get(accountOf(profile))
    if (typed !== null) return { password: typed, place: 'session' }
    try {
      const password = await keychain.get(accountOf(profile))
      return { password, place: password === null ? 'missing' : 'keychain' }
    } catch {
      return { password: null, place: null }
    }
  }

  return {
    get: async (profile) => (await find(profile)).password,
    find,
    async set(profile, password) {
      try {
        await keychain.set(accountOf(profile), password)
        await session.delete(accountOf(profile))
        found = Promise.resolve(learn(true))
        return 'keychain'
      } catch {
        await session.set(accountOf(profile), password)
        found = Promise.resolve(learn(false))
        return 'session'
      }
    },
    inMemory: async (profile) => (await session.get(accountOf(profile))) !== null,
    async delete(profile) {
      await session.delete(accountOf(profile))
      try {
        await keychain.delete(accountOf(profile))
      } catch (cause) {
        if ((await read(profile)) !== null) fail('keychain-kept', undefined, { cause })
      }
    },
    available() {
      found ??= findOut()
      return found
    },
    get known() {
      return known
    },
  }
}

/** The name of an entry. The keychain shows it to a person among those of other programs. */
export function accountOf(profile: string): string {
  return `profile ${profile}`
}

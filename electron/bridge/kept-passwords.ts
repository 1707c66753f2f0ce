import { z } from 'zod'
import { knownKinds, isKindName } from '../../shared/operations/catalogue.ts'
import type { PasswordPolicy } from '../../shared/rules/password.ts'
import { readOr, type Versioned } from '../../shared/versioned.ts'
import { executorOf } from '../operations/executors.ts'
import type { Clock, Log } from '../ports.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { createTypedPasswords, type PasswordPlace, type TypedPasswords } from '../outbox/typed-passwords.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'

/** The names of the passwords that were typed for users and are kept, as a profile's files have them. */
export const keptNames: Versioned<readonly string[]> = { version: 1, shape: z.array(z.string()) }

/** By what name such a password is kept for a profile. */
const ownerOf = (profile: string, name: string): string => `${profile} password ${name}`

/** Where the passwords of a profile are that were typed for users: an entry each beside the profile's own. */
export function typedSecrets(secrets: Secrets, profile: string): PasswordPlace {
  return {
    get: (name) => secrets.get(ownerOf(profile, name)),
    set: (name, password) => secrets.set(ownerOf(profile, name), password),
    delete: (name) => secrets.delete(ownerOf(profile, name)),
  }
}

/** Forgets what was kept by these names for a profile. Throws like `delete` of {@link Secrets}. */
export async function forgetTyped(secrets: Secrets, profile: string, names: readonly string[]): Promise<void> {
  for (const name of names) await secrets.delete(ownerOf(profile, name))
}

/** Of more passwords than these, those that nothing waits for are forgotten once in a while only: it is much to read. */
const few = 100
/** In milliseconds. */
const onceInAWhile = 5_000

/** The passwords of an open profile; `sweep` forgets those that nothing waits for any more, of many in some seconds. */
export function keepTypedPasswords({
  typed,
  journal,
  clock,
  closing,
  log,
  newName,
  policy,
}: {
  typed: PasswordPlace
  journal: Journal
  clock: Clock
  closing: AbortSignal
  log: Log
  newName: () => string
  policy: () => PasswordPolicy
}): TypedPasswords & { sweep(): void } {
  const passwords = createTypedPasswords({
    place: typed,
    newName,
    policy,
    known: readOr(journal.kept('passwords', keptNames), []),
    note: (names) => journal.keep('passwords', keptNames, names),
    failed: (error) => log.warn('a password could not be kept or forgotten', { error: String(error) }),
  })
  let isResting = false

  function forgetRest(): void {
    const wanted = new Set<string>()
    for (const kind of knownKinds().filter(isKindName)) {
      const { passwords: of } = executorOf(kind)
      if (!of) continue
      for (const { params } of journal.openOf(kind).filter(isReadable))
        for (const token of of(params)) wanted.add(token)
    }
    passwords.keepOnly(wanted)
  }

  /** What is left is forgotten when the profile is opened again. */
  async function rest(): Promise<void> {
    isResting = true
    await clock.sleep(onceInAWhile, closing)
    isResting = false
    forgetRest()
  }

  return {
    ...passwords,
    get count() {
      return passwords.count
    },
    sweep() {
      if (passwords.count === 0 || isResting) return
      if (passwords.count <= few) forgetRest()
      else
        rest().catch((error: unknown) => {
          if (!closing.aborted) log.error('passwords could not be forgotten', { error: String(error) })
        })
    },
  }
}

import { nameInToken, passwordToken, usualPolicy, type PasswordPolicy } from '../../shared/rules/password.ts'

/**
 * Passwords that were typed for users, until they are sent: in memory and in the keychain, and in no file. What is staged
 * of one is a token, which says nothing of it.
 */
export interface TypedPasswords {
  /** The rule for passwords that are typed. */
  policy(): PasswordPolicy
  /** Keeps a password, and answers the token that stands for it. */
  keep(password: string): string
  /** The same of several at once. */
  keepAll(passwords: readonly string[]): string[]
  /** Whether a token stands for a password that was kept here. Whether the keychain still has it is not asked. */
  isToken(text: string): boolean
  /** Fetches those of these tokens that are not at hand from the keychain. */
  fetch(tokens: readonly string[]): Promise<void>
  /** The password that a token stands for; null where it is not at hand. */
  get(token: string): string | null
  /** Forgets all but those that these tokens stand for. */
  keepOnly(tokens: ReadonlySet<string>): void
  /** How many are kept. */
  readonly count: number
  /** Resolves once the keychain has heard of everything. */
  settled(): Promise<void>
}

/** Where passwords outlive the core: by names of their own. */
export interface PasswordPlace {
  get(name: string): Promise<string | null>
  set(name: string, password: string): Promise<unknown>
  delete(name: string): Promise<void>
}

/** Nowhere: for those who stage without a profile. */
const nowhere: PasswordPlace = {
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
}

/**
 * Passwords in a place such as the keychain. `known` are the names of those that were kept before; `note` is told of all
 * names before anything is kept by them, and once it is gone.
 */
export function createTypedPasswords({
  place = nowhere,
  newName,
  known = [],
  note = () => undefined,
  failed = () => undefined,
  policy = () => usualPolicy,
}: {
  place?: PasswordPlace
  newName: () => string
  known?: readonly string[]
  note?: (names: readonly string[]) => void
  /** Something could not be kept, or forgotten. */
  failed?: (error: unknown) => void
  policy?: () => PasswordPolicy
}): TypedPasswords {
  const names = new Set(known)
  const atHand = new Map<string, string>()
  /** One after the other, so that what is forgotten is not kept after that. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<unknown>) => {
    last = last.then(work).catch(failed)
  }

  function keepAll(passwords: readonly string[]): string[] {
    const kept = passwords.map((password) => ({ name: newName(), password }))
    for (const { name, password } of kept) {
      names.add(name)
      atHand.set(name, password)
    }
    if (kept.length > 0) note([...names])
    for (const { name, password } of kept) inTurn(() => place.set(name, password))
    return kept.map(({ name }) => passwordToken(name))
  }

  return {
    policy,
    keepAll,
    keep: (password) => keepAll([password])[0] ?? '',
    isToken: (text) => names.has(nameInToken(text) ?? ''),
    async fetch(tokens) {
      for (const name of tokens.flatMap((token) => nameInToken(token) ?? [])) {
        if (atHand.has(name)) continue
        const password = await place.get(name).catch(() => null)
        if (password !== null) atHand.set(name, password)
      }
    },
    get: (token) => atHand.get(nameInToken(token) ?? '') ?? null,
    keepOnly(tokens) {
      const wanted = new Set([...tokens].flatMap((token) => nameInToken(token) ?? []))
      const gone = [...names].filter((name) => !wanted.has(name))
      for (const name of gone) {
        atHand.delete(name)
        inTurn(async () => {
          await place.delete(name)
          names.delete(name)
        })
      }
      // Once for all of them: who is told of a name too many looks for it in vain.
      if (gone.length > 0) inTurn(() => Promise.resolve(note([...names])))
    },
    get count() {
      return names.size
    },
    async settled() {
      await last
    },
  }
}

import type { Keychain } from '../ports.ts'

/** A keychain that knows whether it is being asked. */
export interface AskedKeychain extends Keychain {
  /** Whether a call has not been answered yet. */
  readonly isAsked: boolean
}

/** Keeps count of the calls of a keychain that are under way. */
export function askedKeychain(keychain: Keychain): AskedKeychain {
  let calls = 0

  async function counted<Result>(call: () => Promise<Result>): Promise<Result> {
    calls += 1
    try {
      return await call()
    } finally {
      calls -= 1
    }
  }

  return {
    get isAsked() {
      return calls > 0
    },
    get: (account) => counted(() => keychain.get(account)),
    set: (account, secret) => counted(() => keychain.set(account, secret)),
    delete: (account) => counted(() => keychain.delete(account)),
  }
}

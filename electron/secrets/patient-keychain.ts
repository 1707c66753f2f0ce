import { noLongerWanted, type Clock, type Keychain } from '../ports.ts'

/** How long a keychain may take to answer, in milliseconds: it may be asking the person for a password of its own. */
const patience = 10_000

/**
 * A keychain that answers or rejects in time, whatever the one behind it does. That one may ask the person to unlock
 * it, on a screen that nobody looks at, and never come back: nothing else of the program waits for that. Calls go one
 * after the other, so that at most one of the few threads that also read files is held up by it.
 */
export function patientKeychain(keychain: Keychain, clock: Pick<Clock, 'sleep'>): Keychain {
  let last: Promise<unknown> = Promise.resolve()

  async function inTime<Result>(call: () => Promise<Result>): Promise<Result> {
    const waiting = new AbortController()
    const before = last
    let isLate = false
    const mine = before.then(() => {
      if (isLate) throw new Error('The keychain is still busy with an earlier call')
      return call()
    })
    last = mine.catch(() => undefined)
    const tooLate = clock.sleep(patience, waiting.signal).then((): never => {
      isLate = true
      throw new Error('The keychain does not answer')
    })
    try {
      return await Promise.race([mine, tooLate])
    } finally {
      waiting.abort(noLongerWanted)
      tooLate.catch(() => undefined)
    }
  }

  return {
    get: (account) => inTime(() => keychain.get(account)),
    set: (account, secret) => inTime(() => keychain.set(account, secret)),
    delete: (account) => inTime(() => keychain.delete(account)),
  }
}

import { noLongerWanted, type Clock, type Keychain } from '../ports.ts'

/** How long a keychain may take to answer, in milliseconds: it may be asking the person for a password of its own. */
const patience = 10_000
/** The same once the program ends: long enough for one that answers to keep a password. */
const lastPatience = 2_000

/** A keychain that answers or rejects in time. */
export interface PatientKeychain extends Keychain {
  /** The program ends: what is asked is waited for once more, but not long, and nothing after it where that was in vain. */
  end(): void
}

/**
 * A keychain that answers or rejects in time, whatever the one behind it does. That one may ask the person to unlock
 * it, on a screen that nobody looks at, and never come back: nothing else of the program waits for that. Calls go one
 * after the other, so that at most one of the few threads that also read files is held up by it.
 */
export function patientKeychain(keychain: Keychain, clock: Pick<Clock, 'sleep'>): PatientKeychain {
  let last: Promise<unknown> = Promise.resolve()
  /** Those who wait: each is told how long it may go on. */
  const waiting = new Set<(milliseconds: number) => void>()
  let ending = false
  let inVain = false

  async function inTime<Result>(call: () => Promise<Result>): Promise<Result> {
    if (inVain) throw new Error('The keychain does not answer, and the program ends')
    const over = new AbortController()
    const before = last
    let isLate = false
    const mine = before.then(() => {
      if (isLate) throw new Error('The keychain is still busy with an earlier call')
      return call()
    })
    last = mine.catch(() => undefined)
    let atMost: (milliseconds: number) => void = () => undefined
    const tooLate = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => {
        isLate = true
        inVain = ending
        reject(new Error('The keychain does not answer'))
      }
      atMost = (milliseconds) => void clock.sleep(milliseconds, over.signal).then(giveUp, () => undefined)
    })
    atMost(ending ? lastPatience : patience)
    waiting.add(atMost)
    try {
      return await Promise.race([mine, tooLate])
    } finally {
      waiting.delete(atMost)
      over.abort(noLongerWanted)
    }
  }

  return {
    get: (account) => inTime(() => keychain.get(account)),
    set: (account, secret) => inTime(() => keychain.set(account, secret)),
    delete: (account) => inTime(() => keychain.delete(account)),
    end() {
      ending = true
      for (const atMost of waiting) atMost(lastPatience)
    },
  }
}

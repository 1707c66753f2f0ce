import { createHash } from 'node:crypto'
import { Refusal } from './errors.ts'

/** How long a session lasts, in milliseconds: nothing prolongs a dealer's. (panel-api.md, sections 1, 4.3) */
const lifetimes = { dealer: 24 * 3600 * 1000, user: 30 * 24 * 3600 * 1000 }

/** How many sessions a user may have at once; one more is refused with 104. (panel-api.md, section 4.3) */
const userMost = 20

/** One sign-in. The ledger knows it by its number, never by its hash. */
export interface Session {
  readonly number: number
  readonly hash: string
  /** When it was opened or renewed the last time, in milliseconds since 1970, UTC. */
  readonly renewedAt: number
  /** Whose it is at the User API; null for the dealer's, at the panel. */
  readonly user: number | null
}

/** The sessions of one API that are open. They end with the process, as nothing but the ledger is kept. */
export class Sessions {
  readonly #seed: string
  readonly #lifetime: number
  readonly #open = new Map<string, Session>()
  #created = 0

  constructor(seed: number, of: keyof typeof lifetimes = 'dealer') {
    this.#seed = of === 'dealer' ? String(seed) : `${seed}:${of}`
    this.#lifetime = lifetimes[of]
  }

  /** How many were created in all. */
  get created(): number {
    return this.#created
  }

  /** Opens a session, if the user does not have as many as there may be; its hash follows from the seed and the time, so that a simulation can be repeated. */
  open(now: number, user: number | null = null): Session {
    this.#forget(now)
    const its = user === null ? [] : [...this.#open.values()].filter((session) => session.user === user)
    if (its.length >= userMost) throw new Refusal(104)
    const number = ++this.#created
    const hash = createHash('sha256').update(`${this.#seed}:${number}:${now}`).digest('hex').slice(0, 32)
    const session = { number, hash, renewedAt: now, user }
    this.#open.set(hash, session)
    return session
  }

  /** Forgets those that have ended, which are the first: they stand in the order in which they were opened or renewed. */
  #forget(now: number): void {
    for (const session of this.#open.values()) {
      if (now - session.renewedAt < this.#lifetime) return
      this.#open.delete(session.hash)
    }
  }

  /** The session of a hash. Refuses a hash that is none with 3, one that is unknown or has ended with 4. */
  find(hash: string | undefined, now: number): Session {
    if (hash === undefined || !/^[0-9a-f]{32}$/i.test(hash)) throw new Refusal(3)
    const session = this.#open.get(hash.toLowerCase())
    if (!session) throw new Refusal(4)
    if (now - session.renewedAt >= this.#lifetime) {
      this.#open.delete(session.hash)
      throw new Refusal(4)
    }
    return session
  }

  /** The user whose hash it is; null where it is nobody's. */
  whose(hash: string | undefined): number | null {
    return this.#open.get(hash?.toLowerCase() ?? '')?.user ?? null
  }

  /** Lets a session last as long as one that is opened now. */
  renew(session: Session, now: number): void {
    this.#open.delete(session.hash)
    this.#open.set(session.hash, { ...session, renewedAt: now })
  }

  close(session: Session): void {
    this.#open.delete(session.hash)
  }

  /** Ends those of one user. */
  closeOf(user: number): void {
    for (const session of this.#open.values()) if (session.user === user) this.#open.delete(session.hash)
  }

  /** Ends every session, as a restart of the panel would. */
  closeAll(): void {
    this.#open.clear()
  }
}

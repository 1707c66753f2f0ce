import { createHash } from 'node:crypto'
import { Refusal } from './errors.ts'

/** How long a session lasts from its creation, in milliseconds; nothing prolongs it. (panel-api.md, section 1) */
const sessionLifetime = 24 * 3600 * 1000

/** One sign-in. The ledger knows it by its number, never by its hash. */
export interface Session {
  readonly number: number
  readonly hash: string
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number
}

/** The sessions that are open. They end with the process, as nothing but the ledger is kept. */
export class Sessions {
  readonly #seed: number
  readonly #open = new Map<string, Session>()
  #created = 0

  constructor(seed: number) {
    this.#seed = seed
  }

  /** How many were created in all. */
  get created(): number {
    return this.#created
  }

  /** Opens a session; its hash follows from the seed and the time, so that a simulation can be repeated. */
  open(now: number): Session {
    const number = ++this.#created
    const hash = createHash('sha256').update(`${this.#seed}:${number}:${now}`).digest('hex').slice(0, 32)
    const session = { number, hash, createdAt: now }
    // In the order in which they were opened: those that have ended are the first.
    for (const old of this.#open.values()) {
      if (now - old.createdAt < sessionLifetime) break
      this.#open.delete(old.hash)
    }
    this.#open.set(hash, session)
    return session
  }

  /** The session of a hash. Refuses a hash that is none with 3, one that is unknown or has ended with 4. */
  find(hash: string | undefined, now: number): Session {
    if (hash === undefined || !/^[0-9a-f]{32}$/i.test(hash)) throw new Refusal(3)
    const session = this.#open.get(hash.toLowerCase())
    if (!session) throw new Refusal(4)
    if (now - session.createdAt >= sessionLifetime) {
      this.#open.delete(session.hash)
      throw new Refusal(4)
    }
    return session
  }

  close(session: Session): void {
    this.#open.delete(session.hash)
  }

  /** Ends every session, as a restart of the panel would. */
  closeAll(): void {
    this.#open.clear()
  }
}
